/* The parent's library against docs/protocols/parent-protocol.md: each test is a program, in a process of
 * its own, and what its gateway hears and says. */
#define _GNU_SOURCE
#include "played_gateway.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

static bool last_error_has(const char *part) {
    return strstr(hpvm_last_error(), part) != NULL;
}

/* ---- The link ---- */

static void program_unshares_nothing(void) {
    REQUIRE(hpvm_unshare("x") == HPVM_OK);
}

static void test_hello(void) {
    begin("says who it is", program_unshares_nothing);
    struct hpvm_frame hello = heard(1);
    REQUIRE(hpvm_take_u32(&hello) == 0x4D565048 && hpvm_take_u16(&hello) == 1);
    REQUIRE(hpvm_take_u8(&hello) == (HPVM_BIG_ENDIAN ? 2 : 1) && hpvm_take_u8(&hello) == sizeof(long));
    REQUIRE(hpvm_take_u8(&hello) == sizeof(void *) && hpvm_take_u8(&hello) == 0);
    REQUIRE(hpvm_take_u64(&hello) == (uint64_t)program);
    REQUIRE(hpvm_take_string(&hello).length > 0);
    struct hpvm_text path = hpvm_take_string(&hello);
    REQUIRE(path.length > 14 && memcmp(path.bytes + path.length - 14, "parent_gateway", 14) == 0);
    REQUIRE(hpvm_frame_is_whole(&hello));
    welcome(1);
    struct hpvm_frame unshare = heard(4);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&unshare), "x") && hpvm_frame_is_whole(&unshare));
    reply(0, "", "");
    finish();
}

static void program_finds_no_link(void) {
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY);
}

static void test_other_version(void) {
    begin("refuses a gateway of another version", program_finds_no_link);
    heard(1);
    welcome(2);
    finish();
    begin("refuses a gateway that does not welcome", program_finds_no_link);
    heard(1);
    reply(0, "", "");
    finish();
}

static void program_knows_no_socket(void) {
    setenv("HPVM_GATEWAY", at("nowhere"), 1);
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY && last_error_has("nowhere"));
    setenv("HPVM_GATEWAY", at("socket"), 1);
    REQUIRE(hpvm_unshare("x") == HPVM_OK); /* nothing was lost yet, so it may try again */
}

static void test_no_socket(void) {
    begin_greeted("names the socket at which nobody listens", program_knows_no_socket);
    heard(4);
    reply(0, "", "");
    finish();
}

static void program_loses_its_link(void) {
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY && last_error_has("link to the gateway is lost"));
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY && last_error_has("was lost before"));
    REQUIRE(hpvm_alloc("y", HPVM_INT8, 1) == NULL && last_error_has("was lost before"));
    REQUIRE(hpvm_spawn("", 1, NULL) == HPVM_EGATEWAY);
}

static void test_lost(void) {
    begin_greeted("a gateway that goes ends every call with a sentence", program_loses_its_link);
    heard(4);
    hang_up();
    finish();
}

/* ---- Errors ---- */

static void program_hears_every_error(void) {
    for (int code = HPVM_EINVALID; code >= HPVM_EINTERNAL; code--) {
        REQUIRE(hpvm_unshare("x") == code);
        char sentence[32];
        snprintf(sentence, sizeof sentence, "sentence %d", code);
        REQUIRE(strcmp(hpvm_last_error(), sentence) == 0);
        REQUIRE(strcmp(hpvm_last_error(), sentence) == 0); /* and once is enough for the gateway */
        REQUIRE(strlen(hpvm_strerror(code)) > 0 && strchr(hpvm_strerror(code), '\n') == NULL);
    }
    REQUIRE(hpvm_unshare("x") == HPVM_OK);
}

static void test_errors(void) {
    begin_greeted("gives on every error once, and says that it was seen", program_hears_every_error);
    for (int code = HPVM_EINVALID; code >= HPVM_EINTERNAL; code--) {
        char sentence[32];
        snprintf(sentence, sizeof sentence, "sentence %d", code);
        heard(4);
        reply(code, sentence, "");
        struct hpvm_frame seen = heard(9);
        REQUIRE(hpvm_frame_is_whole(&seen));
    }
    heard(4);
    reply(0, "", "");
    finish();
}

static void *thread_fails(void *unused) {
    (void)unused;
    REQUIRE(strcmp(hpvm_last_error(), "") == 0);
    REQUIRE(hpvm_unshare("thread") == HPVM_EUNKNOWN);
    REQUIRE(strcmp(hpvm_last_error(), "of the thread") == 0);
    return NULL;
}

static void program_has_a_sentence_a_thread(void) {
    REQUIRE(hpvm_unshare("x") == HPVM_ENOSHARE);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, thread_fails, NULL) == 0 && pthread_join(thread, NULL) == 0);
    REQUIRE(strcmp(hpvm_last_error(), "of the first") == 0);
}

static void test_threads(void) {
    begin_greeted("keeps a sentence a thread", program_has_a_sentence_a_thread);
    heard(4);
    reply(HPVM_ENOSHARE, "of the first", "");
    heard(4);
    reply(HPVM_EUNKNOWN, "of the thread", "");
    heard(9);
    heard(9);
    finish();
}

static void program_asks_the_impossible(void) {
    char memory[8];
    REQUIRE(hpvm_share_typed(NULL, memory, 8, HPVM_BYTES) == HPVM_EINVALID);
    REQUIRE(hpvm_share_typed("a\xff", memory, 8, HPVM_BYTES) == HPVM_EINVALID);
    REQUIRE(hpvm_share_typed("a", NULL, 8, HPVM_BYTES) == HPVM_EINVALID);
    REQUIRE(hpvm_share_typed("a", memory, 8, -1) == HPVM_EINVALID);
    REQUIRE(hpvm_unshare(NULL) == HPVM_EINVALID);
    REQUIRE(hpvm_alloc("a", 99, 1) == NULL);
    REQUIRE(hpvm_alloc("a", HPVM_INT64, LONG_MAX) == NULL);
    REQUIRE(hpvm_free(memory) == HPVM_EINVALID);
    REQUIRE(hpvm_spawn(NULL, 1, NULL) == HPVM_EINVALID);
    REQUIRE(hpvm_spawn("\x80", 1, NULL) == HPVM_EINVALID);
    hpvm_options *options = hpvm_options_new();
    REQUIRE(hpvm_options_set(options, NULL, "1") == HPVM_EINVALID);
    REQUIRE(hpvm_options_set(options, "time", NULL) == HPVM_EINVALID);
    REQUIRE(hpvm_options_set(NULL, "time", "1s") == HPVM_EINVALID);
    REQUIRE(last_error_has("options set: the options are NULL"));
    hpvm_options_free(options);
    hpvm_options_free(NULL);
    REQUIRE(hpvm_free(NULL) == HPVM_OK);
}

static void test_refusals(void) {
    begin_greeted("refuses what it cannot say, and tells that", program_asks_the_impossible);
    refused(HPVM_EINVALID, "share", "the name is NULL");
    refused(HPVM_EINVALID, "share a?", "no UTF-8");
    refused(HPVM_EINVALID, "share a", "memory is NULL");
    refused(HPVM_EINVALID, "share a", "no element type -1");
    refused(HPVM_EINVALID, "unshare", "the name is NULL");
    refused(HPVM_EINVALID, "alloc a", "no element type 99");
    refused(HPVM_EINVALID, "alloc a", "too many");
    refused(HPVM_EINVALID, "free", "not from hpvm_alloc");
    refused(HPVM_EINVALID, "spawn", "the kernel tree is NULL");
    refused(HPVM_EINVALID, "spawn", "no UTF-8");
    refused(HPVM_EINVALID, "options set", "the key is NULL");
    refused(HPVM_EINVALID, "options set", "the value is NULL");
    refused(HPVM_EINVALID, "options set", "the options are NULL");
    heard(9);
    finish();
}

/* ---- Shares ---- */

#define SHARE_OF(T) (hpvm_share(#T, (T *)memory, 8) == HPVM_OK)

static void program_shares_every_type(void) {
    static uint64_t room;
    void *memory = &room;
    REQUIRE(SHARE_OF(void) && SHARE_OF(char) && SHARE_OF(signed char) && SHARE_OF(unsigned char));
    REQUIRE(SHARE_OF(short) && SHARE_OF(unsigned short) && SHARE_OF(int) && SHARE_OF(unsigned));
    REQUIRE(SHARE_OF(long) && SHARE_OF(unsigned long) && SHARE_OF(long long) && SHARE_OF(unsigned long long));
    REQUIRE(SHARE_OF(float) && SHARE_OF(double));
}

static void test_types(void) {
    static const struct {
        const char *name;
        int type;
    } types[] = {{"void", HPVM_BYTES},        {"char", HPVM_BYTES},
                 {"signed char", HPVM_INT8},  {"unsigned char", HPVM_UINT8},
                 {"short", HPVM_INT16},       {"unsigned short", HPVM_UINT16},
                 {"int", HPVM_INT32},         {"unsigned", HPVM_UINT32},
                 {"long", HPVM_LONG},         {"unsigned long", HPVM_ULONG},
                 {"long long", HPVM_INT64},   {"unsigned long long", HPVM_UINT64},
                 {"float", HPVM_FLOAT32},     {"double", HPVM_FLOAT64}};
    begin_greeted("knows the type from the pointer", program_shares_every_type);
    for (size_t type = 0; type < sizeof types / sizeof types[0]; type++) {
        munmap(share(types[type].name, types[type].type, 8), 8);
    }
    finish();
}

static void program_spawns_over_changes(void) {
    enum { SIZE = 5 * CHUNK + 100 };
    unsigned char *memory = calloc(1, SIZE);
    memory[CHUNK] = 1;
    memory[SIZE - 1] = 5;
    REQUIRE(hpvm_share("s", (void *)memory, SIZE) == HPVM_OK);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK); /* two chunks are not zero */
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK); /* nothing new */
    memory[2 * CHUNK] = 2;
    memory[4 * CHUNK - 1] = 3;
    memory[CHUNK] = 0;
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    REQUIRE(memory[0] == 7 && memory[1] == 0 && memory[SIZE - 1] == 9); /* merged */
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK); /* what was merged does not go back */
    memory[0] = 8;
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    REQUIRE(hpvm_unshare("s") == HPVM_OK);
    REQUIRE(memory[0] == 8); /* the memory stays */
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    free(memory);
}

static void test_changes(void) {
    enum { SIZE = 5 * CHUNK + 100 };
    begin_greeted("tells the chunks that changed, and no zeros", program_spawns_over_changes);
    unsigned char *shadow = share("s", HPVM_BYTES, SIZE);
    changed("s", "65536-131072 327680-327780", "");
    spawned("t", 1);
    REQUIRE(shadow[CHUNK] == 1 && shadow[SIZE - 1] == 5);
    done(0, "");
    spawned("t", 1);
    done(0, "");
    changed("s", "131072-262144", "65536-131072");
    spawned("t", 1);
    REQUIRE(shadow[CHUNK] == 0 && shadow[2 * CHUNK] == 2 && shadow[4 * CHUNK - 1] == 3);
    shadow[0] = 7;
    shadow[1] = 6; /* not told, so not merged */
    shadow[SIZE - 1] = 9;
    merged("s", 0, 1);
    merged("s", SIZE - 1, SIZE);
    done(0, "");
    changed("s", "0-65536", ""); /* the byte that nobody told of differs */
    spawned("t", 1);
    done(0, "");
    changed("s", "0-65536", "");
    spawned("t", 1);
    REQUIRE(shadow[0] == 8);
    done(0, "");
    heard(4);
    reply(0, "", "");
    spawned("t", 1);
    done(0, "");
    munmap(shadow, SIZE);
    finish();
}

static void program_changes_every_other_chunk(void) {
    enum { CHUNKS = 2 * 8192 + 2 };
    unsigned char *memory = hpvm_alloc("many", HPVM_BYTES, (long)CHUNKS * CHUNK);
    REQUIRE(memory != NULL);
    for (long chunk = 0; chunk < CHUNKS; chunk += 2) {
        memory[chunk * CHUNK] = 1;
    }
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
}

static void test_many_changes(void) {
    enum { CHUNKS = 2 * 8192 + 2 };
    begin_greeted("tells many changes in several frames", program_changes_every_other_chunk);
    munmap(share("many", HPVM_BYTES, (int64_t)CHUNKS * CHUNK), (size_t)CHUNKS * CHUNK);
    uint32_t ranges = 0;
    uint64_t next = 0;
    while (ranges < CHUNKS / 2) {
        struct hpvm_frame frame = heard(5);
        hpvm_take_string(&frame);
        uint32_t count = hpvm_take_u32(&frame);
        REQUIRE(count > 0);
        for (uint32_t range = 0; range < count; range++) {
            REQUIRE(hpvm_take_u64(&frame) == next && hpvm_take_u64(&frame) == next + CHUNK);
            next += 2 * CHUNK;
        }
        ranges += count;
        REQUIRE(hpvm_take_u32(&frame) == 0 && hpvm_frame_is_whole(&frame));
    }
    spawned("t", 1);
    done(0, "");
    finish();
}

static long resident_kilobytes(void) {
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    REQUIRE(file != NULL && fscanf(file, "%ld %ld", &pages, &resident) == 2);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void program_allocates(void) {
    enum { COUNT = 8 << 20 };
    REQUIRE(hpvm_alloc("none", HPVM_FLOAT64, 0) == NULL && last_error_has("1 is the least"));
    double *memory = hpvm_alloc("d", HPVM_FLOAT64, COUNT);
    REQUIRE(memory != NULL && (uintptr_t)memory % (uintptr_t)sysconf(_SC_PAGESIZE) == 0);
    REQUIRE(memory[0] == 0 && memory[COUNT - 1] == 0);
    long before = resident_kilobytes();
    memory[COUNT - 1] = 4.5;
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    REQUIRE(resident_kilobytes() - before < 8 << 10); /* 64 MiB; holes stay holes */
    REQUIRE(memory[0] == 2.5); /* merged, without a copy */
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    memory[0] = 0;
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    REQUIRE(hpvm_unshare("d") == HPVM_OK);
    memory[1] = 1; /* usable until it is freed */
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
    REQUIRE(hpvm_free(memory) == HPVM_OK);
    void *other = hpvm_alloc("e", HPVM_INT8, 1);
    REQUIRE(other != NULL && hpvm_free(other) == HPVM_OK); /* which unshares it */
}

static void test_alloc(void) {
    enum { COUNT = 8 << 20, BYTES = COUNT * 8 };
    begin_greeted("allocates memory that is the shadow", program_allocates);
    heard(2);
    reply(HPVM_EINVALID, "a size of 0 bytes; 1 is the least", "");
    heard(9);
    double *shadow = (double *)(void *)share("d", HPVM_FLOAT64, BYTES);
    changed("d", "67043328-67108864", "");
    spawned("t", 1);
    REQUIRE(shadow[COUNT - 1] == 4.5);
    shadow[0] = 2.5;
    merged("d", 0, 8);
    done(0, "");
    spawned("t", 1);
    done(0, "");
    changed("d", "", "0-65536");
    spawned("t", 1);
    done(0, "");
    heard(4);
    reply(0, "", "");
    spawned("t", 1);
    done(0, "");
    REQUIRE(shadow[1] == 1);
    munmap(shadow, BYTES);
    munmap(share("e", HPVM_INT8, 1), 1);
    struct hpvm_frame unshare = heard(4);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&unshare), "e"));
    reply(0, "", "");
    finish();
}

static void program_is_given_no_shadow(void) {
    char memory[8];
    REQUIRE(hpvm_share("s", memory, 8) == HPVM_EINTERNAL && last_error_has("no-such-shadow"));
    REQUIRE(hpvm_share("s", memory, 8) == HPVM_OK); /* the name is free again */
}

static void test_no_shadow(void) {
    begin_greeted("unshares what it cannot map", program_is_given_no_shadow);
    heard(2);
    reply(0, "", at("no-such-shadow"));
    heard(4);
    reply(0, "", "");
    refused(HPVM_EINTERNAL, "share s", "mapping the shadow");
    heard(9);
    munmap(share("s", HPVM_BYTES, 8), 8);
    finish();
}

/* ---- Spawns ---- */

static long calls;

static void *numbered(long id, long *size) {
    REQUIRE(id == calls && *size == 0);
    calls++;
    if (id % 2 == 1) {
        return NULL;
    }
    long *block = malloc(sizeof *block);
    *block = id * 10;
    *size = sizeof *block;
    return block;
}

static void program_gives_arguments(void) {
    REQUIRE(hpvm_spawn("t", 5, numbered) == HPVM_OK && calls == 5);
    REQUIRE(hpvm_spawn("t", 3, NULL) == HPVM_OK);
}

static void test_arguments(void) {
    begin_greeted("gives arguments as they are wanted", program_gives_arguments);
    spawned("t", 5);
    for (uint64_t first = 0; first < 5; first += 2) {
        uint32_t count = first == 4 ? 1 : 2;
        want(first, count);
        struct hpvm_frame frame = heard(7);
        REQUIRE(hpvm_take_u64(&frame) == first && hpvm_take_u32(&frame) == count && hpvm_take_u8(&frame) == 1);
        REQUIRE(hpvm_take_u32(&frame) == sizeof(long) && (count == 1 || hpvm_take_u32(&frame) == 0));
        long value;
        memcpy(&value, hpvm_take_bytes(&frame, sizeof value), sizeof value);
        REQUIRE(value == (long)first * 10 && hpvm_frame_is_whole(&frame));
    }
    done(0, "");
    spawned("t", 3);
    want(0, 3);
    struct hpvm_frame frame = heard(7);
    REQUIRE(hpvm_take_u64(&frame) == 0 && hpvm_take_u32(&frame) == 3 && hpvm_take_u8(&frame) == 0);
    REQUIRE(hpvm_frame_is_whole(&frame));
    done(0, "");
    finish();
}

static void *thousand(long id, long *size) {
    (void)id;
    *size = 1000;
    return calloc(1, 1000);
}

static void program_gives_many_blocks(void) {
    REQUIRE(hpvm_spawn("t", 2, thousand) == HPVM_OK);
    struct mallinfo2 before = mallinfo2();
    REQUIRE(hpvm_spawn("t", 100000, thousand) == HPVM_OK); /* 100 MB in all */
    REQUIRE(mallinfo2().uordblks < before.uordblks + (8 << 20));
}

static void test_ownership(void) {
    begin_greeted("frees every block and holds few", program_gives_many_blocks);
    spawned("t", 2);
    want(0, 2);
    heard(7);
    done(0, "");
    spawned("t", 100000);
    uint64_t next = 0;
    while (next < 100000) {
        want(next, 100000 - (uint32_t)next);
        struct hpvm_frame frame = heard(7);
        REQUIRE(hpvm_take_u64(&frame) == next);
        uint32_t count = hpvm_take_u32(&frame);
        REQUIRE(count >= 1 && count <= 2000); /* about 1 MiB */
        next += count;
    }
    done(0, "");
    finish();
}

static long wrong_size;
static bool wrong_is_null;

static void *wrong(long id, long *size) {
    *size = id < 2 ? 0 : wrong_size;
    return id < 2 || wrong_is_null ? NULL : malloc(8);
}

static void *calls_back(long id, long *size) {
    (void)id;
    (void)size;
    REQUIRE(hpvm_unshare("x") == HPVM_EINVALID && last_error_has("must not call HPVM"));
    return NULL;
}

static void program_breaks_the_contract(void) {
    int memory[4] = {1, 2, 3, 4};
    REQUIRE(hpvm_share("s", memory, sizeof memory) == HPVM_OK);
    wrong_is_null = true;
    wrong_size = 16;
    REQUIRE(hpvm_spawn("t", 5, wrong) == HPVM_EINVALID && last_error_has("NULL and a size of 16 bytes for task 2"));
    wrong_is_null = false;
    wrong_size = -1;
    REQUIRE(hpvm_spawn("t", 5, wrong) == HPVM_EINVALID && last_error_has("gave -1 bytes for task 2"));
    wrong_size = 64 << 20;
    REQUIRE(hpvm_spawn("t", 5, wrong) == HPVM_EINVALID && last_error_has("67108864 bytes for task 2"));
    REQUIRE(memory[0] == 1);
    REQUIRE(hpvm_spawn("t", 1, calls_back) == HPVM_OK);
}

static void test_contract(void) {
    begin_greeted("a callback that breaks its contract ends the spawn", program_breaks_the_contract);
    int *shadow = (int *)(void *)share("s", HPVM_INT32, 16);
    changed("s", "0-16", "");
    for (int fault = 0; fault < 3; fault++) {
        spawned("t", 5);
        want(0, 5);
        refused(HPVM_EINVALID, "spawn", "for task 2");
        done(HPVM_EINVALID, "the gateway's own words");
        heard(9);
    }
    spawned("t", 1);
    want(0, 1);
    heard(7);
    done(0, "");
    heard(9);
    munmap(shadow, 16);
    finish();
}

static void program_fails(void) {
    int memory[4] = {1, 2, 3, 4};
    REQUIRE(hpvm_share("s", memory, sizeof memory) == HPVM_OK);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_ETASK && strcmp(hpvm_last_error(), "task 0 failed") == 0);
    REQUIRE(memory[0] == 1 && memory[3] == 4);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_EGATEWAY && last_error_has("merges that no share has room for"));
    REQUIRE(memory[0] == 1 && memory[3] == 4);
}

static void test_failure(void) {
    begin_greeted("a spawn that fails leaves the memory as it was", program_fails);
    int *shadow = (int *)(void *)share("s", HPVM_INT32, 16);
    changed("s", "0-16", "");
    spawned("t", 1);
    shadow[0] = 100;
    merged("s", 0, 4);
    done(HPVM_ETASK, "task 0 failed");
    heard(9);
    changed("s", "0-16", ""); /* the program's memory is what counts */
    spawned("t", 1);
    REQUIRE(shadow[0] == 1);
    merged("s", 0, 17);
    munmap(shadow, 16);
    finish();
}

static void program_hears_nonsense(void) {
    REQUIRE(hpvm_spawn("t", 2, numbered) == HPVM_EGATEWAY);
}

static void test_nonsense(void) {
    begin_greeted("does not give arguments out of turn", program_hears_nonsense);
    spawned("t", 2);
    want(1, 1);
    finish();
    begin_greeted("does not give arguments of more tasks than there are", program_hears_nonsense);
    spawned("t", 2);
    want(0, 3);
    finish();
    begin_greeted("knows the frames of a spawn", program_hears_nonsense);
    spawned("t", 2);
    reply(0, "", "");
    finish();
    begin_greeted("refuses a frame that is too short", program_hears_nonsense);
    spawned("t", 2);
    say(103);
    said();
    finish();
    begin_greeted("sees that the gateway went in the middle of a spawn", program_hears_nonsense);
    spawned("t", 2);
    hang_up();
    finish();
}

static void program_sets_options(void) {
    hpvm_options *options = hpvm_options_new();
    REQUIRE(hpvm_options_set(options, "time", "1s") == HPVM_OK);
    REQUIRE(hpvm_options_set(options, "attempts", "2") == HPVM_OK);
    REQUIRE(hpvm_options_set(options, "time", "3s") == HPVM_OK);
    REQUIRE(hpvm_spawn_options("t", 1, NULL, options) == HPVM_OK);
    hpvm_options_free(options);
}

static void test_options(void) {
    begin_greeted("sends the options of a spawn", program_sets_options);
    struct hpvm_frame frame = heard(6);
    hpvm_take_string(&frame);
    hpvm_take_string(&frame);
    REQUIRE(hpvm_take_u64(&frame) == 1 && hpvm_take_u32(&frame) == 2);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), "attempts"));
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), "2"));
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), "time"));
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), "3s") && hpvm_frame_is_whole(&frame));
    done(0, "");
    finish();
}

/* ---- Spawns that do not block ---- */

static void await_progress(long wanted) {
    for (int tries = 0; hpvm_progress(NULL) != wanted; tries++) {
        REQUIRE(tries < 1000);
        usleep(10000);
    }
}

static void program_works_meanwhile(void) {
    int memory[4] = {1, 2, 3, 4}, is_over = 1;
    REQUIRE(hpvm_wait() == HPVM_EINVALID && last_error_has("no spawn was started"));
    REQUIRE(hpvm_share("s", memory, sizeof memory) == HPVM_OK);
    REQUIRE(hpvm_spawn_start(NULL, 4, NULL, NULL) == HPVM_EINVALID);
    REQUIRE(hpvm_spawn_start("t", 4, numbered, NULL) == HPVM_OK);
    REQUIRE(hpvm_progress(&is_over) >= 0 && is_over == 0);
    REQUIRE(hpvm_unshare("s") == HPVM_EINVALID && last_error_has("call hpvm_wait first"));
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_EINVALID);
    await_progress(3);
    hpvm_task task;
    REQUIRE(hpvm_task_status(2, &task) == HPVM_OK);
    REQUIRE(task.state == HPVM_TASK_DONE && task.attempts == 2 && strcmp(task.machine, "palm") == 0);
    REQUIRE(strcmp(task.leaf, "x86_64/linux/generic") == 0 && strcmp(task.cause, "it fell") == 0);
    memset(&task, 0x55, sizeof task);
    REQUIRE(hpvm_task_status(9, &task) == HPVM_ERANGE && last_error_has("no task 9"));
    REQUIRE(task.state == 0 && task.attempts == 0 && task.machine[0] == 0 && task.cause[0] == 0);
    REQUIRE(memory[0] == 1); /* merges come with hpvm_wait */
    REQUIRE(hpvm_wait() == HPVM_OK && memory[0] == 7 && calls == 4);
    REQUIRE(hpvm_progress(&is_over) == 3 && is_over == 1);
    REQUIRE(hpvm_task_status(0, &task) == HPVM_OK); /* of the last spawn */
    REQUIRE(task.state == HPVM_TASK_WAITING && task.attempts == 0 && task.machine[0] == '\0');
    REQUIRE(hpvm_task_status(0, NULL) == HPVM_EINVALID);
    REQUIRE(hpvm_wait() == HPVM_EINVALID);
}

static void test_start(void) {
    begin_greeted("a spawn that was started leaves the program free", program_works_meanwhile);
    refused(HPVM_EINVALID, "wait", "no spawn was started");
    heard(9);
    int *shadow = (int *)(void *)share("s", HPVM_INT32, 16);
    refused(HPVM_EINVALID, "spawn", "the kernel tree is NULL");
    changed("s", "0-16", "");
    spawned("t", 4);
    heard(9); /* of the refused hpvm_unshare */
    want(0, 4);
    heard(7);
    progress(3);
    asked(2);
    task_status(0, "", 2, 2, "palm", "x86_64/linux/generic", "it fell");
    asked(9);
    task_status(HPVM_ERANGE, "no task 9", 0, 0, "", "", "");
    heard(9);
    shadow[0] = 7;
    merged("s", 0, 4);
    done(0, "");
    asked(0);
    task_status(0, "", 0, 0, "", "", "");
    refused(HPVM_EINVALID, "wait", "no spawn was started");
    munmap(shadow, 16);
    finish();
}

static void program_cancels(void) {
    int memory[4] = {1, 2, 3, 4};
    REQUIRE(hpvm_cancel() == HPVM_OK); /* nothing to cancel */
    REQUIRE(hpvm_share("s", memory, sizeof memory) == HPVM_OK);
    REQUIRE(hpvm_spawn_start("t", 4, NULL, NULL) == HPVM_OK);
    REQUIRE(hpvm_cancel() == HPVM_OK);
    REQUIRE(hpvm_wait() == HPVM_ECANCELLED && strcmp(hpvm_last_error(), "the parent cancelled it") == 0);
    REQUIRE(memory[0] == 1);
    REQUIRE(hpvm_cancel() == HPVM_OK);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK);
}

static void test_cancel(void) {
    begin_greeted("a spawn can be cancelled", program_cancels);
    munmap(share("s", HPVM_INT32, 16), 16);
    changed("s", "0-16", "");
    spawned("t", 4);
    struct hpvm_frame cancel = heard(10);
    REQUIRE(hpvm_frame_is_whole(&cancel));
    done(HPVM_ECANCELLED, "the parent cancelled it");
    heard(9);
    spawned("t", 1);
    done(0, "");
    finish();
}

static void *thread_asks(void *unused) {
    hpvm_task task;
    await_progress(1);
    REQUIRE(hpvm_task_status(0, &task) == HPVM_OK && task.state == HPVM_TASK_LEASED);
    return unused;
}

static void *thread_cancels(void *unused) {
    thread_asks(unused);
    REQUIRE(hpvm_cancel() == HPVM_OK);
    return unused;
}

static void spawn_watched_by(void *(*watcher)(void *)) {
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, watcher, NULL) == 0);
    REQUIRE(hpvm_spawn("t", 4, NULL) == HPVM_ECANCELLED);
    REQUIRE(pthread_join(thread, NULL) == 0);
}

static void program_is_cancelled_by_a_thread(void) {
    spawn_watched_by(thread_cancels);
}

static void program_is_asked_about_by_a_thread(void) {
    spawn_watched_by(thread_asks);
}

static void test_watched(void) {
    begin_greeted("a thread watches and cancels the spawn of another", program_is_cancelled_by_a_thread);
    spawned("t", 4);
    progress(1);
    asked(0);
    task_status(0, "", 1, 1, "palm", "", "");
    heard(10);
    done(HPVM_ECANCELLED, "cancelled");
    finish();
    begin_greeted("a question that crosses the end of the spawn is answered", program_is_asked_about_by_a_thread);
    spawned("t", 4);
    progress(1);
    asked(0);
    done(HPVM_ECANCELLED, "cancelled");
    task_status(0, "", 1, 1, "palm", "", "");
    finish();
}

static void *asks(long id, long *size) {
    hpvm_task task;
    (void)size;
    REQUIRE(hpvm_task_status(id, &task) == HPVM_EINVALID);
    REQUIRE(hpvm_wait() == HPVM_EINVALID);
    return NULL;
}

static void program_loses_a_started_spawn(void) {
    hpvm_task task;
    REQUIRE(hpvm_spawn_start("t", 4, asks, NULL) == HPVM_OK);
    await_progress(1);
    REQUIRE(hpvm_task_status(0, &task) == HPVM_EGATEWAY);
    REQUIRE(hpvm_wait() == HPVM_EGATEWAY && last_error_has("link to the gateway is lost"));
    REQUIRE(hpvm_cancel() == HPVM_OK);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_EGATEWAY);
}

static void test_lost_start(void) {
    begin_greeted("a gateway that goes ends a started spawn and what is asked of it", program_loses_a_started_spawn);
    spawned("t", 4);
    want(0, 1);
    heard(7);
    progress(1);
    asked(0);
    hang_up();
    finish();
}

static void program_leaves_a_started_spawn(void) {
    REQUIRE(hpvm_spawn_start("t", 4, NULL, NULL) == HPVM_OK);
}

static void test_left_start(void) {
    begin_greeted("a program may end before its spawn", program_leaves_a_started_spawn);
    spawned("t", 4);
    finish();
}

/* ---- Forks ---- */

static void program_forks(void) {
    char memory[8] = "";
    REQUIRE(hpvm_share("s", memory, 8) == HPVM_OK);
    pid_t child = fork();
    if (child == 0) {
        REQUIRE(hpvm_unshare("s") == HPVM_EINVALID && last_error_has("was forked"));
        REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_EINVALID);
        REQUIRE(hpvm_alloc("t", HPVM_INT8, 1) == NULL);
        exit(3);
    }
    int status;
    REQUIRE(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 3);
    REQUIRE(hpvm_spawn("t", 1, NULL) == HPVM_OK); /* the child has taken nothing away */
    child = fork();
    if (child == 0) {
        usleep(500000); /* a child that outlives its parent does not keep the link */
        _exit(0);
    }
}

static void test_forks(void) {
    begin_greeted("a forked child leaves the link alone", program_forks);
    munmap(share("s", HPVM_BYTES, 8), 8);
    spawned("t", 1);
    done(0, "");
    finish();
}

/* ---- A gateway of its own ---- */

static void write_script(const char *text) {
    mkdir(at("scripts"), 0700);
    int file = open(at("scripts/hpvm"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
    REQUIRE(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
}

static void program_starts_its_gateway(void) {
    unsetenv("HPVM_GATEWAY");
    setenv("HPVM_HOME", at("."), 1);
    REQUIRE(hpvm_unshare("x") == HPVM_OK);
    REQUIRE(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD); /* it is nobody's child here */
}

static void test_own_gateway(void) {
    char script[1024];
    snprintf(script, sizeof script,
             "#!/bin/sh\n[ \"$*\" = gateway ] || exit 9\necho %s\ncat > /dev/null\nexec touch \"$0.over\"\n",
             at("socket"));
    write_script(script);
    begin_greeted("starts a gateway, which ends with the program", program_starts_its_gateway);
    heard(4);
    reply(0, "", "");
    finish();
    for (int tries = 0; access(at("scripts/hpvm.over"), F_OK) != 0; tries++) {
        REQUIRE(tries < 1000);
        usleep(10000);
    }
    unlink(at("scripts/hpvm.over"));
}

static void run_alone(const char *name, void (*run)(void)) {
    test = name;
    fflush(NULL);
    program = fork();
    if (program == 0) {
        unsetenv("HPVM_GATEWAY");
        setenv("HPVM_HOME", at("."), 1);
        run();
        exit(0);
    }
    int status;
    REQUIRE(waitpid(program, &status, 0) == program && status == 0);
    printf("ok %s\n", name);
}

static void program_has_a_gateway_that_ends(void) {
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY && last_error_has("ended before it told its socket"));
}

static void program_has_no_gateway(void) {
    setenv("PATH", "/nowhere", 1);
    REQUIRE(hpvm_unshare("x") == HPVM_EGATEWAY && last_error_has("scripts/hpvm") && last_error_has("HPVM_HOME"));
}

static void test_gateways_that_fail(void) {
    write_script("#!/bin/sh\nexit 1\n");
    run_alone("says that its gateway ended", program_has_a_gateway_that_ends);
    unlink(at("scripts/hpvm"));
    run_alone("says where it looked for a gateway", program_has_no_gateway);
    rmdir(at("scripts"));
}

/* With a word, such as "quick", without what takes long in valgrind. */
int main(int words, char **word) {
    (void)word;
    signal(SIGPIPE, SIG_IGN);
    open_directory();
    test_hello();
    test_other_version();
    test_no_socket();
    test_lost();
    test_errors();
    test_threads();
    test_refusals();
    test_types();
    test_changes();
    if (words == 1) {
        test_many_changes();
    }
    test_alloc();
    test_no_shadow();
    test_arguments();
    test_ownership();
    test_contract();
    test_failure();
    test_nonsense();
    test_options();
    test_start();
    test_cancel();
    test_watched();
    test_lost_start();
    test_left_start();
    test_forks();
    test_own_gateway();
    test_gateways_that_fail();
    close_directory();
    return 0;
}

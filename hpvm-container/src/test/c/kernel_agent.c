/* Plays the agent against real kernels, as docs/protocols/worker-protocol.md says.
 *
 *   kernel_agent SAMPLE SQRT [LAUNCHER…]    with a launcher, kernels of another machine */
#define _GNU_SOURCE
#include "frames.h"
#include "hpvm.h"
#include "next_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "kernel_agent.c:%d: %s: %s\n", __LINE__, test, #condition);            \
            show_output();                                                                         \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

enum { FLOATS = 1000, BIG = 100000, MOST_TASKS = 4096, LIMIT_MILLISECONDS = 20000, MOST_LAUNCHER = 8 };

#define HUGE_BYTES (UINT64_C(5) << 30)

static const char *test = "";
static char directory[] = "/tmp/hpvm-kernel-test-XXXXXX";
static char path[256];

static char *at(const char *name) {
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

static void show_output(void) {
    char text[2048];
    int file = open(at("output"), O_RDONLY);
    ssize_t length = file < 0 ? 0 : read(file, text, sizeof text);
    fprintf(stderr, "the worker printed: %.*s\n", (int)(length < 0 ? 0 : length), text);
}

/* ---- The worker ---- */

static const char *launcher[MOST_LAUNCHER + 2];
static int launcher_words;
static unsigned worker_order, worker_long, worker_pointer; /* as its hello says */

static pid_t process;
static int to_worker, from_worker;
static struct hpvm_buffer in;
static unsigned char *ring;
static uint64_t ring_bytes;

/* What the results said. */
static int ended[MOST_TASKS]; /* how often */
static int32_t statuses[MOST_TASKS];
static uint64_t starts[MOST_TASKS], ends[MOST_TASKS];
static char message[4096];
static int runs, merges, inline_merges, credits, progress, shares_asked, results_frames;
static uint64_t last_position, longest;
static bool is_lazy; /* gives room only for credit */
static unsigned char output[FLOATS * 4], big[BIG];
static int64_t counts[64];
static uint64_t generation;
static const char *output_file;

static uint64_t get_le(const unsigned char *bytes) {
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--) {
        value = value << 8 | bytes[i];
    }
    return value;
}

static void put_le(unsigned char *bytes, uint64_t value) {
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)(value >> (8 * i));
    }
}

/* A number as the worker's machine holds it. */
static void put_native(unsigned char *bytes, uint64_t value, unsigned width) {
    for (unsigned i = 0; i < width; i++) {
        bytes[worker_order == 2 ? width - 1 - i : i] = (unsigned char)(value >> (8 * i));
    }
}

static uint32_t get_native(const unsigned char *bytes) {
    unsigned char copy[8] = {0};
    for (int i = 0; i < 4; i++) {
        copy[i] = bytes[worker_order == 2 ? 3 - i : i];
    }
    return (uint32_t)get_le(copy);
}

static float float_of(const unsigned char *bytes) {
    uint32_t bits = get_native(bytes);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void make_file(const char *name, size_t size) {
    int file = open(at(name), O_RDWR | O_CREAT | O_TRUNC, 0600);
    REQUIRE(file >= 0 && ftruncate(file, (off_t)size) == 0);
    close(file);
}

static void send_bytes(const void *bytes, size_t length) {
    for (size_t put = 0; put < length;) {
        ssize_t now = write(to_worker, (const char *)bytes + put, length - put);
        REQUIRE(now > 0);
        put += (size_t)now;
    }
}

static void send_frame(struct hpvm_buffer *frame, size_t begin) {
    REQUIRE(hpvm_frame_end(frame, begin));
    send_bytes(frame->bytes + frame->start, frame->end - frame->start);
    hpvm_buffer_free(frame);
}

static bool receive(struct hpvm_frame *frame) {
    enum hpvm_found found = next_frame(from_worker, LIMIT_MILLISECONDS, &in, frame);
    REQUIRE(found != HPVM_FOUND_NONSENSE);
    return found == HPVM_FOUND_FRAME;
}

static void launch(const char *program) {
    int down[2], up[2];
    REQUIRE(pipe2(down, O_CLOEXEC) == 0 && pipe2(up, O_CLOEXEC) == 0);
    unlink(at("output"));
    int printed = open(at("output"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    process = fork();
    if (process == 0) {
        dup2(down[0], 0);
        dup2(up[1], 1);
        dup2(printed, 2);
        for (int other = 3; other < 1024; other++) {
            close(other); /* what this test was itself started with */
        }
        signal(SIGPIPE, SIG_DFL);
        launcher[launcher_words] = program;
        execvp(launcher[0], (char *const *)(void *)launcher);
        _exit(126);
    }
    close(down[0]);
    close(up[1]);
    close(printed);
    to_worker = down[1];
    from_worker = up[0];
}

static void reset(void) {
    memset(ended, 0, sizeof ended);
    memset(statuses, 0, sizeof statuses);
    memset(output, 0, sizeof output);
    memset(big, 0, sizeof big);
    memset(counts, 0, sizeof counts);
    message[0] = '\0';
    runs = merges = inline_merges = credits = progress = shares_asked = results_frames = 0;
    last_position = longest = 0;
    is_lazy = false;
    generation = 1;
    output_file = "share-output";
    in.start = in.end = 0;
    make_file("share-output", 4096);
    make_file("share-big", 25 * 4096);
    make_file("share-counts", 4096);
}

static void hear_hello(void) {
    struct hpvm_frame hello;
    REQUIRE(receive(&hello) && hello.type == 1);
    REQUIRE(hpvm_take_u32(&hello) == 0x4D565048 && hpvm_take_u16(&hello) == 1);
    worker_order = hpvm_take_u8(&hello);
    worker_long = hpvm_take_u8(&hello);
    worker_pointer = hpvm_take_u8(&hello);
    REQUIRE((worker_order == 1 || worker_order == 2) && (worker_long == 4 || worker_long == 8));
    REQUIRE((worker_pointer == 4 || worker_pointer == 8) && hpvm_take_u8(&hello) == 0);
    if (launcher_words == 0) {
        REQUIRE(worker_order == (HPVM_BIG_ENDIAN ? 2 : 1) && worker_long == sizeof(long));
        REQUIRE(worker_pointer == sizeof(void *));
    }
    uint32_t page = hpvm_take_u32(&hello);
    REQUIRE(launcher_words > 0 ? page >= 4096 : page == (uint32_t)sysconf(_SC_PAGESIZE));
    REQUIRE(hpvm_take_string(&hello).length > 0 && hpvm_frame_is_whole(&hello));
}

static void welcome(uint64_t data_bytes) {
    ring_bytes = data_bytes;
    if (data_bytes > 0) {
        make_file("ring", data_bytes + 64);
        int file = open(at("ring"), O_RDWR);
        ring = mmap(NULL, data_bytes + 64, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        REQUIRE(ring != MAP_FAILED);
        close(file);
        memcpy(ring, "HPVMRING", 8);
        put_le(ring + 24, data_bytes);
    }
    struct hpvm_buffer frame = {0};
    size_t begin = hpvm_frame_begin(&frame, 101);
    hpvm_put_string(&frame, data_bytes > 0 ? at("ring") : "");
    hpvm_put_u64(&frame, data_bytes);
    hpvm_put_string(&frame, "bigboy");
    hpvm_put_string(&frame, "x86-64/linux/generic");
    send_frame(&frame, begin);
}

static void spawn(int order, int long_bytes) {
    struct hpvm_buffer frame = {0};
    size_t begin = hpvm_frame_begin(&frame, 102);
    hpvm_put_u64(&frame, 1);
    hpvm_put_u8(&frame, (unsigned)order);
    hpvm_put_u8(&frame, (unsigned)long_bytes);
    send_frame(&frame, begin);
}

static void spawn_here(void) {
    spawn((int)worker_order, (int)worker_long);
}

static void begin(const char *name, const char *program, uint64_t data_bytes) {
    test = name;
    reset();
    launch(program);
    hear_hello();
    welcome(data_bytes);
    spawn_here();
}

static void plain_tasks(uint64_t first, uint32_t count) {
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 103);
    hpvm_put_u64(&frame, first);
    hpvm_put_u32(&frame, count);
    hpvm_put_u8(&frame, 0);
    send_frame(&frame, begin_at);
}

static void task(uint64_t id, long what, long second, long third) {
    long values[3] = {what, second, third};
    unsigned char block[3 * 8];
    for (unsigned i = 0; i < 3; i++) {
        put_native(block + i * worker_long, (uint64_t)values[i], worker_long);
    }
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 103);
    hpvm_put_u64(&frame, id);
    hpvm_put_u32(&frame, 1);
    hpvm_put_u8(&frame, 1);
    hpvm_put_u32(&frame, 3 * worker_long);
    hpvm_put_bytes(&frame, block, 3 * worker_long);
    send_frame(&frame, begin_at);
}

static void answer_share(struct hpvm_frame *question) {
    unsigned mode = hpvm_take_u8(question);
    struct hpvm_text name = hpvm_take_string(question);
    REQUIRE(mode <= 2 && hpvm_frame_is_whole(question));
    shares_asked++;
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 104);
    bool is_output = hpvm_text_equals(name, "output");
    bool is_big = hpvm_text_equals(name, "big");
    if (is_output || is_big || hpvm_text_equals(name, "counts")) {
        hpvm_put_u32(&frame, 0);
        hpvm_put_string(&frame, "");
        hpvm_put_u32(&frame, is_output ? 11 : is_big ? 12 : 13);
        hpvm_put_u8(&frame, is_output ? HPVM_FLOAT32 : is_big ? HPVM_BYTES : HPVM_INT32);
        hpvm_put_u64(&frame, is_output ? FLOATS * 4 : is_big ? BIG : 256);
        hpvm_put_u64(&frame, generation);
        hpvm_put_string(&frame, at(is_output ? output_file : is_big ? "share-big" : "share-counts"));
    } else if (hpvm_text_equals(name, "huge")) {
        hpvm_put_u32(&frame, 0);
        hpvm_put_string(&frame, "");
        hpvm_put_u32(&frame, 14);
        hpvm_put_u8(&frame, HPVM_BYTES);
        hpvm_put_u64(&frame, HUGE_BYTES);
        hpvm_put_u64(&frame, generation);
        hpvm_put_string(&frame, at("share-big"));
    } else {
        hpvm_put_u32(&frame, (uint32_t)HPVM_ENOSHARE);
        hpvm_put_string(&frame, "no share nowhere here");
    }
    send_frame(&frame, begin_at);
}

static void apply(uint32_t handle, unsigned operation, unsigned type, uint64_t start, uint64_t end,
                  const unsigned char *bytes) {
    REQUIRE(start < end);
    uint64_t length = end - start;
    longest = length > longest ? length : longest;
    if (handle == 13) {
        REQUIRE(operation == HPVM_SUM && type == HPVM_INT32 && end <= 256);
        for (uint64_t i = 0; i < length; i += 4) {
            counts[(start + i) / 4] += (int32_t)get_native(bytes + i);
        }
        return;
    }
    REQUIRE((handle == 11 || handle == 12) && operation == 0 && type == 0);
    REQUIRE(end <= (handle == 11 ? sizeof output : sizeof big));
    memcpy((handle == 11 ? output : big) + start, bytes, length);
}

static void take_merge(struct hpvm_frame *frame, bool is_inline, uint64_t *position) {
    uint64_t id = hpvm_take_u64(frame);
    REQUIRE(id < MOST_TASKS && ended[id] == 0);
    uint32_t handle = hpvm_take_u32(frame);
    unsigned operation = hpvm_take_u8(frame);
    unsigned type = hpvm_take_u8(frame);
    uint64_t start = hpvm_take_u64(frame);
    uint64_t end = hpvm_take_u64(frame);
    if (is_inline) {
        const unsigned char *bytes = hpvm_take_bytes(frame, end - start);
        REQUIRE(bytes != NULL);
        inline_merges++;
        apply(handle, operation, type, start, end, bytes);
        return;
    }
    uint64_t from = hpvm_take_u64(frame);
    uint64_t length = end - start;
    REQUIRE(from % 8 == 0 && from == (last_position + 7) / 8 * 8);
    REQUIRE(length <= ring_bytes / 2 && from + length - get_le(ring + 16) <= ring_bytes);
    static unsigned char copy[BIG];
    for (uint64_t i = 0; i < length; i++) {
        copy[i] = ring[64 + (from + i) % ring_bytes];
    }
    last_position = *position = from + length;
    merges++;
    apply(handle, operation, type, start, end, copy);
}

static void take_results(struct hpvm_frame *frame) {
    unsigned flags = hpvm_take_u8(frame);
    uint64_t position = last_position;
    results_frames++;
    while (frame->at < frame->end && !frame->failed) {
        unsigned kind = hpvm_take_u8(frame);
        if (kind == 1) {
            uint64_t first = hpvm_take_u64(frame);
            uint32_t count = hpvm_take_u32(frame);
            REQUIRE(count > 0 && first + count <= MOST_TASKS);
            for (uint32_t i = 0; i < count; i++) {
                ended[first + i]++;
            }
            runs++;
        } else if (kind == 2 || kind == 3) {
            take_merge(frame, kind == 3, &position);
        } else {
            REQUIRE(kind == 4);
            uint64_t id = hpvm_take_u64(frame);
            REQUIRE(id < MOST_TASKS);
            statuses[id] = (int32_t)hpvm_take_u32(frame);
            starts[id] = hpvm_take_u64(frame);
            ends[id] = hpvm_take_u64(frame);
            struct hpvm_text text = hpvm_take_string(frame);
            REQUIRE(statuses[id] != 0 || text.length == 0);
            snprintf(message, sizeof message, "%.*s", (int)text.length, text.bytes);
            ended[id]++;
        }
    }
    REQUIRE(hpvm_frame_is_whole(frame) && flags <= 1);
    if (ring_bytes > 0 && (flags == 1 || !is_lazy)) {
        put_le(ring + 16, position);
    }
    if (flags == 1) {
        credits++;
        struct hpvm_buffer credit = {0};
        size_t begin_at = hpvm_frame_begin(&credit, 105);
        hpvm_put_u64(&credit, position);
        send_frame(&credit, begin_at);
    }
}

/* False when the worker has ended. */
static bool serve(void) {
    struct hpvm_frame frame;
    if (!receive(&frame)) {
        return false;
    }
    if (frame.type == 2) {
        answer_share(&frame);
    } else if (frame.type == 4) {
        REQUIRE(hpvm_take_u64(&frame) < MOST_TASKS && hpvm_take_u32(&frame) == 2500);
        REQUIRE(hpvm_frame_is_whole(&frame));
        progress++;
    } else {
        REQUIRE(frame.type == 3);
        take_results(&frame);
    }
    return true;
}

static void await(uint64_t id) {
    while (ended[id] == 0) {
        REQUIRE(serve());
    }
    REQUIRE(ended[id] == 1);
}

static int wait_status(void) {
    int status;
    REQUIRE(waitpid(process, &status, 0) == process);
    close(from_worker);
    if (ring != NULL) {
        munmap(ring, ring_bytes + 64);
        ring = NULL;
    }
    return status;
}

static void finish(void) {
    close(to_worker);
    while (serve()) {
    }
    REQUIRE(wait_status() == 0);
    printf("ok %s\n", test);
}

static size_t read_output(char *text, size_t most) {
    int file = open(at("output"), O_RDONLY);
    ssize_t length = read(file, text, most - 1);
    close(file);
    REQUIRE(length >= 0);
    text[length] = '\0';
    return (size_t)length;
}

/* ---- The tests ---- */

static void test_plain(const char *sample) {
    begin("tasks with nothing to tell", sample, 4096);
    plain_tasks(0, 1000);
    plain_tasks(1000, 3000);
    await(3999);
    for (int i = 0; i < 4000; i++) {
        REQUIRE(ended[i] == 1 && statuses[i] == 0);
    }
    REQUIRE(runs < 100 && results_frames < 100 && get_le(ring + 8) == 0);
    finish();
}

static void test_arguments(const char *sample) {
    begin("arguments of a big-endian parent with a long of 4 bytes", sample, 4096);
    static const unsigned char block[] = {0, 0, 0, 5, 0xff, 0xff, 0xff, 0xfe, 0x3f, 0xc0, 0, 0};
    spawn(2, 4);
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 103);
    hpvm_put_u64(&frame, 0);
    hpvm_put_u32(&frame, 3);
    hpvm_put_u8(&frame, 1);
    hpvm_put_u32(&frame, sizeof block);
    hpvm_put_u32(&frame, 0);
    hpvm_put_u32(&frame, sizeof block);
    hpvm_put_bytes(&frame, block, sizeof block);
    hpvm_put_bytes(&frame, block, sizeof block);
    send_frame(&frame, begin_at);
    await(2);
    REQUIRE(statuses[0] == 0 && statuses[1] == 0 && statuses[2] == 0);
    finish();
}

static void require_floats(long start, long end) {
    for (long i = 0; i < FLOATS; i++) {
        REQUIRE(float_of(output + i * 4) == (i >= start && i < end ? (float)i : 0));
    }
}

static void test_merges(const char *sample, const char *name, uint64_t data_bytes) {
    begin(name, sample, data_bytes);
    plain_tasks(0, 1);
    task(1, 1, 3, 500);
    task(2, 1, 500, 777);
    plain_tasks(3, 1);
    await(3);
    REQUIRE(ended[0] == 1 && ended[1] == 1 && ended[2] == 1 && statuses[1] == 0 && statuses[2] == 0);
    REQUIRE(shares_asked == 1 && (data_bytes > 0 ? merges : inline_merges) >= 2);
    require_floats(3, 777);
    finish();
}

static void test_credit(const char *sample, uint64_t data_bytes) {
    begin("credit where the ring is full", sample, data_bytes);
    is_lazy = true;
    task(0, 6, BIG, 0);
    plain_tasks(1, 1);
    task(2, 6, BIG, 0);
    await(2);
    REQUIRE(statuses[0] == 0 && statuses[2] == 0 && ended[1] == 1);
    REQUIRE(longest == (data_bytes / 2 & ~(uint64_t)7) && credits >= (int)(2 * BIG / data_bytes) - 1);
    for (long i = 0; i < BIG; i++) {
        REQUIRE(big[i] == (unsigned char)(i * 7 + i / 251));
    }
    finish();
}

static void test_threads(const char *sample, uint64_t data_bytes) {
    begin("calls from threads", sample, data_bytes);
    task(0, 10, 0, 0);
    await(0);
    REQUIRE(statuses[0] == 0);
    for (int i = 0; i < 64; i++) {
        REQUIRE(counts[i] == 200);
    }
    finish();
}

static void test_prints(const char *sample) {
    begin("what tasks print", sample, 4096);
    task(0, 2, 0, 0);
    plain_tasks(1, 1);
    task(2, 2, 0, 0);
    await(2);
    char text[512];
    size_t length = read_output(text, sizeof text);
    REQUIRE(strcmp(text, "hello from 0 on bigboy, x86-64/linux/generic\n"
                         "hello from 2 on bigboy, x86-64/linux/generic\n") == 0);
    REQUIRE(starts[0] == 0 && ends[0] == length / 2 && starts[2] == ends[0] && ends[2] == length);
    finish();
}

static void test_failures(const char *sample) {
    begin("tasks that fail, and calls", sample, 4096);
    task(0, 3, 0, 0);
    await(0);
    REQUIRE(statuses[0] == -7 && strcmp(message, "no share nowhere here") == 0);
    task(1, 77, 0, 0);
    await(1);
    REQUIRE(statuses[1] == 97 && message[0] == '\0');
    task(2, 7, 0, 0);
    task(3, 1, 3, 1001);
    await(2);
    REQUIRE(statuses[2] == 0 && merges == 0);
    finish();
}

static void test_range(const char *sample) {
    begin("a merge outside of its share", sample, 4096);
    task(0, 1, 1000, 999);
    await(0);
    REQUIRE(statuses[0] == HPVM_ERANGE && strstr(message, "output") != NULL && strstr(message, "1000") != NULL);
    finish();
}

/* 5 GiB, of which a 32-bit number shows 1. */
static void test_more_than_it_can_map(const char *sample) {
    begin("a share that is larger than the worker's memory can be", sample, 4096);
    if (worker_pointer == 4) {
        task(0, 13, 0, 0);
        await(0);
        REQUIRE(statuses[0] == 0);
    }
    finish();
}

static void test_views(const char *sample) {
    begin("views of shares", sample, 4096);
    task(0, 8, 0, 0);
    task(1, 8, 0, 0);
    await(1);
    REQUIRE(statuses[0] == 0 && statuses[1] == 0 && shares_asked == 3);
    spawn_here();
    task(2, 8, 0, 0);
    await(2);
    REQUIRE(statuses[2] == 0 && shares_asked == 6);
    make_file("share-output-2", 4096);
    output_file = "share-output-2";
    generation = 2;
    spawn_here();
    task(3, 8, 0, 0);
    await(3);
    REQUIRE(statuses[3] == 0);
    unsigned char eighth[9 * 4];
    int file = open(at("share-output-2"), O_RDONLY);
    REQUIRE(read(file, eighth, sizeof eighth) == (ssize_t)sizeof eighth);
    REQUIRE(float_of(eighth + 32) == 6 && float_of(eighth + 28) == 0);
    close(file);
    finish();
}

static void test_children(const char *sample) {
    begin("children of the kernel", sample, 4096);
    task(0, 9, 0, 0);
    await(0);
    REQUIRE(statuses[0] == 0 && starts[0] == ends[0]);
    finish();
}

static void test_progress(const char *sample) {
    begin("progress", sample, 4096);
    task(0, 11, 0, 0);
    await(0);
    REQUIRE(statuses[0] == 0 && progress >= 1 && progress < 20);
    finish();
}

static void test_exit(const char *sample) {
    begin("a kernel that exits", sample, 4096);
    plain_tasks(0, 1);
    await(0);
    task(5, 4, 0, 0);
    while (serve()) {
    }
    REQUIRE(get_le(ring + 8) == 6);
    int status = wait_status();
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 3);
    char text[64];
    read_output(text, sizeof text);
    REQUIRE(strcmp(text, "leaving") == 0);
    close(to_worker);
    printf("ok %s\n", test);
}

static void test_early_end(const char *sample) {
    begin("the end of the input while tasks wait", sample, 4096);
    for (int i = 0; i < 100; i++) {
        task((uint64_t)i, 12, 0, 0);
    }
    close(to_worker);
    while (serve()) {
    }
    REQUIRE(ended[99] == 0 && wait_status() == 0);
    printf("ok %s\n", test);
}

static void test_full_pipes(const char *sample) {
    begin("both pipes full at once", sample, 0);
    /* 400 merges of 4000 bytes fill the pipe upwards; what is sent down meanwhile must be taken. */
    for (int i = 0; i < 400; i++) {
        task((uint64_t)i, 1, 0, FLOATS);
        if (i == 0) {
            REQUIRE(serve()); /* which share */
        }
    }
    static unsigned char block[4 << 20];
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 103);
    hpvm_put_u64(&frame, 400);
    hpvm_put_u32(&frame, 1);
    hpvm_put_u8(&frame, 1);
    hpvm_put_u32(&frame, sizeof block);
    put_native(block, 12, worker_long);
    hpvm_put_bytes(&frame, block, sizeof block);
    send_frame(&frame, begin_at);
    await(400);
    REQUIRE(inline_merges == 400 && statuses[400] == 0);
    finish();
}

static void test_nonsense(const char *sample, const char *name, const void *bytes, size_t length) {
    begin(name, sample, 4096);
    send_bytes(bytes, length);
    while (serve()) {
    }
    int status = wait_status();
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 70);
    char text[512];
    size_t printed = read_output(text, sizeof text);
    REQUIRE(strncmp(text, "hpvm: ", 6) == 0 && strchr(text, '\n') == text + printed - 1);
    close(to_worker);
    printf("ok %s: %s", test, text);
}

static void test_no_ring_file(const char *sample) {
    test = "a ring that is not there";
    reset();
    launch(sample);
    hear_hello();
    struct hpvm_buffer frame = {0};
    size_t begin_at = hpvm_frame_begin(&frame, 101);
    hpvm_put_string(&frame, at("no-such-ring"));
    hpvm_put_u64(&frame, 4096);
    hpvm_put_string(&frame, "bigboy");
    hpvm_put_string(&frame, "leaf");
    send_frame(&frame, begin_at);
    REQUIRE(!serve());
    int status = wait_status();
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == 70);
    close(to_worker);
    printf("ok %s\n", test);
}

static void test_sqrt(const char *kernel) {
    begin("the kernel of the notes", kernel, 1 << 16);
    for (long i = 0; i < 10; i++) {
        unsigned char range[2 * 8];
        put_native(range, (uint64_t)(i * 100), worker_long);
        put_native(range + worker_long, (uint64_t)((i + 1) * 100), worker_long);
        struct hpvm_buffer frame = {0};
        size_t begin_at = hpvm_frame_begin(&frame, 103);
        hpvm_put_u64(&frame, (uint64_t)i);
        hpvm_put_u32(&frame, 1);
        hpvm_put_u8(&frame, 1);
        hpvm_put_u32(&frame, 2 * worker_long);
        hpvm_put_bytes(&frame, range, 2 * worker_long);
        send_frame(&frame, begin_at);
    }
    await(9);
    static const struct {
        long of;
        float root;
    } known[] = {{0, 0}, {1, 1}, {4, 2}, {400, 20}, {961, 31}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        REQUIRE(float_of(output + known[i].of * 4) == known[i].root);
    }
    finish();
}

int main(int count, char **words) {
    if (count < 3 || count > 3 + MOST_LAUNCHER) {
        fprintf(stderr, "usage: kernel_agent SAMPLE SQRT [LAUNCHER…]\n");
        return 2;
    }
    launcher_words = count - 3;
    for (int word = 0; word < launcher_words; word++) {
        launcher[word] = words[3 + word];
    }
    const char *sample = words[1];
    signal(SIGPIPE, SIG_IGN);
    REQUIRE(mkdtemp(directory) != NULL);
    test_plain(sample);
    test_arguments(sample);
    test_merges(sample, "merges through the ring", 1 << 16);
    test_merges(sample, "merges through a ring that wraps", 1024);
    test_merges(sample, "merges in the frame", 0);
    test_credit(sample, 4096);
    test_credit(sample, 4088);
    test_threads(sample, 2048);
    test_threads(sample, 0);
    test_prints(sample);
    test_failures(sample);
    test_range(sample);
    test_views(sample);
    test_more_than_it_can_map(sample);
    if (launcher_words == 0) { /* they would be processes of this machine */
        test_children(sample);
    }
    test_progress(sample);
    test_exit(sample);
    test_early_end(sample);
    test_full_pipes(sample);
    test_nonsense(sample, "an unknown type", "\0\0\0\0\x2a\0\0\0", 8);
    test_nonsense(sample, "a short body", "\1\0\0\0\x66\0\0\0x", 9);
    test_nonsense(sample, "a long body", "\x0b\0\0\0\x66\0\0\0\1\0\0\0\0\0\0\0\1\x08z", 19);
    test_nonsense(sample, "a frame that is too long", "\1\0\0\4\x67\0\0\0", 8);
    test_nonsense(sample, "credit not asked for", "\x08\0\0\0\x69\0\0\0\0\0\0\0\0\0\0\0", 16);
    test_nonsense(sample, "tasks shorter than their sizes",
                  "\x11\0\0\0\x67\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1\x08\0\0\0", 25);
    test_no_ring_file(sample);
    test_sqrt(words[2]);
    static const char *const files[] = {"output", "ring",         "share-output", "share-output-2",
                                        "share-big", "share-counts"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        unlink(at(files[i]));
    }
    REQUIRE(rmdir(directory) == 0);
    return 0;
}

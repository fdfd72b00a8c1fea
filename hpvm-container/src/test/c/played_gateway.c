#define _GNU_SOURCE
#include "played_gateway.h"
#include "next_frame.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

const char *test = "";
pid_t program;

static char directory[] = "/tmp/hpvm-parent-test-XXXXXX";
static int listener = -1, link_to = -1;
static struct hpvm_buffer in, out;
static size_t frame_at;

void open_directory(void) {
    REQUIRE(mkdtemp(directory) != NULL);
}

void close_directory(void) {
    unlink(at("socket"));
    REQUIRE(rmdir(directory) == 0);
}

char *at(const char *name) {
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

void listen_here(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    unlink(at("socket"));
    strcpy(address.sun_path, at("socket"));
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 1) == 0);
}

void take_link(void) {
    struct pollfd calls = {.fd = listener, .events = POLLIN};
    REQUIRE(poll(&calls, 1, LIMIT_MILLISECONDS) == 1);
    link_to = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    REQUIRE(link_to >= 0);
    in.start = in.end = 0;
}

void begin(const char *name, void (*run)(void)) {
    test = name;
    listen_here();
    fflush(NULL);
    program = fork();
    if (program == 0) {
        close(listener);
        setenv("HPVM_GATEWAY", at("socket"), 1);
        run();
        exit(0);
    }
    take_link();
}

void begin_greeted(const char *name, void (*run)(void)) {
    begin(name, run);
    heard(1);
    welcome(1);
}

static bool receive(struct hpvm_frame *frame) {
    enum hpvm_found found = next_frame(link_to, LIMIT_MILLISECONDS, &in, frame);
    REQUIRE(found != HPVM_FOUND_NONSENSE);
    return found == HPVM_FOUND_FRAME;
}

struct hpvm_frame heard(unsigned type) {
    struct hpvm_frame frame;
    REQUIRE(receive(&frame));
    if (frame.type != type) {
        fprintf(stderr, "%s: a frame of type %u where %u was due\n", test, frame.type, type);
        exit(1);
    }
    return frame;
}

bool has_closed(void) {
    struct hpvm_frame frame;
    return !receive(&frame);
}

void hang_up(void) {
    close(link_to);
    link_to = -1;
}

void finish_with(int wanted) {
    if (link_to >= 0) {
        REQUIRE(has_closed());
        hang_up();
    }
    int status = 0;
    REQUIRE(waitpid(program, &status, 0) == program);
    REQUIRE(WIFEXITED(status) && WEXITSTATUS(status) == wanted);
    close(listener);
    unlink(at("socket"));
    printf("ok %s\n", test);
}

void finish(void) {
    finish_with(0);
}

struct hpvm_buffer *say(unsigned type) {
    out.start = out.end = 0;
    frame_at = hpvm_frame_begin(&out, type);
    return &out;
}

void said(void) {
    REQUIRE(hpvm_frame_end(&out, frame_at));
    while (out.start < out.end) {
        ssize_t put = send(link_to, out.bytes + out.start, out.end - out.start, MSG_NOSIGNAL);
        REQUIRE(put > 0);
        out.start += (size_t)put;
    }
}

void welcome(unsigned version) {
    struct hpvm_buffer *frame = say(101);
    hpvm_put_u16(frame, version);
    hpvm_put_string(frame, "played");
    said();
}

void reply(int status, const char *message, const char *path) {
    struct hpvm_buffer *frame = say(102);
    hpvm_put_u32(frame, (uint32_t)status);
    hpvm_put_string(frame, message);
    hpvm_put_string(frame, path);
    said();
}

void want(uint64_t first, uint32_t count) {
    struct hpvm_buffer *frame = say(103);
    hpvm_put_u64(frame, first);
    hpvm_put_u32(frame, count);
    said();
}

void merged(const char *name, uint64_t start, uint64_t end) {
    struct hpvm_buffer *frame = say(104);
    hpvm_put_string(frame, name);
    hpvm_put_u32(frame, 1);
    hpvm_put_u64(frame, start);
    hpvm_put_u64(frame, end);
    said();
}

void done(int status, const char *message) {
    struct hpvm_buffer *frame = say(105);
    hpvm_put_u32(frame, (uint32_t)status);
    hpvm_put_string(frame, message);
    said();
}

void progress(uint64_t tasks) {
    hpvm_put_u64(say(106), tasks);
    said();
}

void asked(uint64_t task) {
    struct hpvm_frame frame = heard(11);
    REQUIRE(hpvm_take_u64(&frame) == task && hpvm_frame_is_whole(&frame));
}

void task_status(int status, const char *message, unsigned state, uint32_t attempts, const char *machine,
                 const char *leaf, const char *cause) {
    struct hpvm_buffer *frame = say(107);
    hpvm_put_u32(frame, (uint32_t)status);
    hpvm_put_string(frame, message);
    hpvm_put_u8(frame, state);
    hpvm_put_u32(frame, attempts);
    hpvm_put_string(frame, machine);
    hpvm_put_string(frame, leaf);
    hpvm_put_string(frame, cause);
    said();
}

unsigned char *share(const char *name, int type, int64_t size) {
    struct hpvm_frame frame = heard(2);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), name) && hpvm_take_u8(&frame) == type);
    REQUIRE((int64_t)hpvm_take_u64(&frame) == size);
    unsigned memory = hpvm_take_u8(&frame);
    REQUIRE((memory == 1 || memory == 2) && hpvm_frame_is_whole(&frame));
    int file = open(at("shadow"), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    REQUIRE(file >= 0 && ftruncate(file, size) == 0);
    unsigned char *shadow = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    REQUIRE(shadow != MAP_FAILED);
    close(file);
    reply(0, "", at("shadow"));
    frame = heard(3);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), name) && hpvm_frame_is_whole(&frame));
    REQUIRE(unlink(at("shadow")) == 0);
    return shadow;
}

static void take_ranges(struct hpvm_frame *frame, const char *ranges) {
    char found[4096] = "";
    uint32_t count = hpvm_take_u32(frame);
    for (uint32_t range = 0; range < count; range++) {
        unsigned long long start = hpvm_take_u64(frame);
        unsigned long long end = hpvm_take_u64(frame);
        size_t length = strlen(found);
        snprintf(found + length, sizeof found - length, "%s%llu-%llu", range == 0 ? "" : " ", start, end);
    }
    if (strcmp(found, ranges) != 0) {
        fprintf(stderr, "%s: the ranges %s where %s were due\n", test, found, ranges);
        exit(1);
    }
}

void changed(const char *name, const char *written, const char *cleared) {
    struct hpvm_frame frame = heard(5);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), name));
    take_ranges(&frame, written);
    take_ranges(&frame, cleared);
    REQUIRE(hpvm_frame_is_whole(&frame));
}

void spawned(const char *tree, int64_t tasks) {
    char here[4096];
    struct hpvm_frame frame = heard(6);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), tree));
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), getcwd(here, sizeof here)));
    REQUIRE((int64_t)hpvm_take_u64(&frame) == tasks && hpvm_take_u32(&frame) == 0);
    REQUIRE(hpvm_frame_is_whole(&frame));
}

void refused(int code, const char *call, const char *part_of_message) {
    struct hpvm_frame frame = heard(8);
    REQUIRE((int32_t)hpvm_take_u32(&frame) == code);
    REQUIRE(hpvm_text_equals(hpvm_take_string(&frame), call));
    char *message = hpvm_text_copy(hpvm_take_string(&frame));
    REQUIRE(message != NULL && hpvm_frame_is_whole(&frame));
    if (strstr(message, part_of_message) == NULL) {
        fprintf(stderr, "%s: the message \"%s\" where \"%s\" was due\n", test, message, part_of_message);
        exit(1);
    }
    free(message);
}

#include "worker.h"

#include "elements.h"
#include "errors.h"
#include "link.h"
#include "results.h"
#include "ring.h"
#include "shares.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

hpvm_lock hpvm_worker_lock = HPVM_LOCK_FREE;
struct hpvm_worker hpvm_worker = {.parent_long_bytes = sizeof(long)};

static char sentence[4096];
static bool has_spawn;
static uint64_t printed;
static struct hpvm_buffer chunk; /* the body of the TASKS frame whose tasks run */
static struct hpvm_buffer block;

int hpvm_worker_failed(int code) {
    snprintf(sentence, sizeof sentence, "%s", hpvm_error_sentence());
    return code;
}

static void say_hello(void) {
    struct hpvm_buffer out = {0};
    size_t frame = hpvm_frame_begin(&out, HPVM_TO_AGENT_HELLO);
    hpvm_put_u32(&out, HPVM_WIRE_MAGIC);
    hpvm_put_u16(&out, HPVM_WIRE_VERSION);
    hpvm_put_u8(&out, HPVM_ORDER_HERE);
    hpvm_put_u8(&out, sizeof(long));
    hpvm_put_u8(&out, sizeof(void *));
    hpvm_put_u8(&out, 0);
    hpvm_put_u32(&out, hpvm_platform_page_bytes());
    hpvm_put_string(&out, HPVM_SDK_NAME);
    if (!hpvm_frame_end(&out, frame)) {
        hpvm_link_broken("no memory for the first frame");
    }
    hpvm_link_send(&out);
    hpvm_buffer_free(&out);
}

static char *copied(struct hpvm_text text) {
    char *copy = hpvm_text_copy(text);
    if (copy == NULL) {
        hpvm_link_broken("the welcome has a text with a NUL, or there is no memory");
    }
    return copy;
}

static void read_welcome(void) {
    struct hpvm_frame frame;
    while (!hpvm_link_next(&frame)) {
        if (hpvm_link_has_ended()) {
            exit(0);
        }
        hpvm_link_wait();
    }
    if (frame.type != HPVM_FROM_AGENT_WELCOME) {
        hpvm_link_broken("the first frame has type %u", frame.type);
    }
    struct hpvm_text path = hpvm_take_string(&frame);
    uint64_t bytes = hpvm_take_u64(&frame);
    struct hpvm_text machine = hpvm_take_string(&frame);
    struct hpvm_text leaf = hpvm_take_string(&frame);
    hpvm_link_require_whole(&frame);
    hpvm_worker.machine = copied(machine);
    hpvm_worker.leaf = copied(leaf);
    if (path.length > 0) {
        char *ring = copied(path);
        hpvm_ring_map(ring, bytes);
        free(ring);
    }
}

static void begin_spawn(struct hpvm_frame *frame) {
    hpvm_take_u64(frame);
    unsigned order = hpvm_take_u8(frame);
    unsigned long_bytes = hpvm_take_u8(frame);
    hpvm_link_require_whole(frame);
    if ((order != HPVM_ORDER_LITTLE && order != HPVM_ORDER_BIG) || (long_bytes != 4 && long_bytes != 8)) {
        hpvm_link_broken("a parent of byte order %u with a long of %u bytes", order, long_bytes);
    }
    hpvm_worker.parent_is_swapped = order != HPVM_ORDER_HERE;
    hpvm_worker.parent_long_bytes = long_bytes;
    has_spawn = true;
    hpvm_shares_forget();
}

/* The lock is held but while the kernel runs. */
static int call_kernel(uint64_t task, size_t size, void *args) {
    if (task >= LONG_MAX) {
        return hpvm_worker_failed(hpvm_error_set(HPVM_ERANGE, "run task %llu: its id is more than a long holds",
                                                 (unsigned long long)task));
    }
    if (size > 0 && args == NULL) {
        return hpvm_worker_failed(hpvm_error_set(HPVM_ENOMEMORY, "run task %llu: no memory for arguments of %lu bytes",
                                                 (unsigned long long)task, (unsigned long)size));
    }
    hpvm_worker.is_running = true;
    hpvm_ring_begin(task, printed);
    hpvm_lock_give(&hpvm_worker_lock);
    int status = kernel_main((long)task, (long)size, args);
    fflush(stdout);
    fflush(stderr);
    if (hpvm_platform_process() != hpvm_worker.process) {
        _Exit(status); /* a child of the kernel, which has come back from a fork: not the worker */
    }
    hpvm_lock_take(&hpvm_worker_lock);
    hpvm_ring_end();
    hpvm_worker.is_running = false;
    return status;
}

static void run_task(uint64_t task, size_t size, void *args) {
    hpvm_error_clear();
    sentence[0] = '\0';
    hpvm_worker.task = task;
    hpvm_worker.has_merged = false;
    int status = call_kernel(task, size, args);
    hpvm_shares_end_task();
    uint64_t start = printed;
    printed = hpvm_link_printed();
    if (printed < start) {
        start = printed; /* somebody has cut the file */
    }
    if (status == HPVM_OK && !hpvm_worker.has_merged && printed == start) {
        hpvm_results_ran(task);
    } else {
        hpvm_results_done(task, status, start, printed, status == HPVM_OK ? "" : sentence);
    }
    hpvm_results_send_if_due();
}

/* A block of its own: those in the frame stand at any address. */
static void *aligned(const unsigned char *bytes, size_t size) {
    block.start = 0;
    block.end = 0;
    if (size == 0 || !hpvm_buffer_reserve(&block, size)) {
        return NULL;
    }
    memcpy(block.bytes, bytes, size);
    return block.bytes;
}

static void run_chunk(struct hpvm_frame *frame) {
    uint64_t first = hpvm_take_u64(frame);
    uint32_t count = hpvm_take_u32(frame);
    unsigned form = hpvm_take_u8(frame);
    if (!has_spawn || form > 1 || first > INT64_MAX - (uint64_t)count) {
        hpvm_link_broken("tasks %llu and %lu more in form %u%s", (unsigned long long)first, (unsigned long)count,
                         form, has_spawn ? "" : " before any spawn");
    }
    struct hpvm_frame sizes = *frame;
    struct hpvm_frame blocks = *frame;
    if (form == 1) {
        for (uint32_t index = 0; index < count && !frame->failed; index++) {
            hpvm_take_u32(frame);
        }
        blocks = *frame;
        for (uint32_t index = 0; index < count && !frame->failed; index++) {
            hpvm_take_bytes(frame, hpvm_take_u32(&sizes));
        }
        sizes.at -= frame->failed ? 0 : (size_t)count * 4;
    }
    hpvm_link_require_whole(frame);
    for (uint32_t index = 0; index < count && !hpvm_link_has_ended(); index++) {
        size_t size = form == 1 ? hpvm_take_u32(&sizes) : 0;
        run_task(first + index, size, aligned(hpvm_take_bytes(&blocks, size), size));
    }
}

/* What waits while a task runs may move the frame, so its body is set aside. */
static void set_aside_and_run(const struct hpvm_frame *frame) {
    chunk.start = 0;
    chunk.end = 0;
    hpvm_put_bytes(&chunk, frame->at, (size_t)(frame->end - frame->at));
    if (chunk.failed) {
        hpvm_link_broken("no memory for tasks of %lu bytes", (unsigned long)(frame->end - frame->at));
    }
    struct hpvm_frame copy = {.type = frame->type, .at = chunk.bytes, .end = chunk.bytes + chunk.end};
    run_chunk(&copy);
}

void hpvm_worker_run(void) {
    hpvm_lock_take(&hpvm_worker_lock);
    hpvm_worker.process = hpvm_platform_process();
    say_hello();
    read_welcome();
    printed = hpvm_link_printed();
    while (!hpvm_link_has_ended()) {
        struct hpvm_frame frame;
        if (!hpvm_link_next(&frame)) {
            hpvm_results_send();
            hpvm_link_wait();
        } else if (frame.type == HPVM_FROM_AGENT_SPAWN) {
            begin_spawn(&frame);
        } else if (frame.type == HPVM_FROM_AGENT_TASKS) {
            set_aside_and_run(&frame);
        } else {
            hpvm_link_broken("a frame of type %u that was not asked for", frame.type);
        }
    }
    hpvm_lock_give(&hpvm_worker_lock);
}

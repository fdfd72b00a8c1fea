#include "results.h"

#include "link.h"
#include "platform.h"
#include "ring.h"

enum {
    RECORD_RUN = 1,
    RECORD_MERGE = 2,
    RECORD_MERGE_INLINE = 3,
    RECORD_DONE = 4,
    WAITS_FOR_CREDIT = 1,
    FULL_BYTES = 32 << 10,
    MOST_INLINE_BYTES = 256 << 10,
    HELD_NANOSECONDS = 5 * 1000 * 1000
};

static struct hpvm_buffer out;
static uint64_t run_first;
static uint32_t run_count;
static int64_t sent_nanoseconds;

static void put_kind(unsigned kind) {
    if (out.end == 0) {
        hpvm_frame_begin(&out, HPVM_TO_AGENT_RESULTS);
        hpvm_put_u8(&out, 0);
    }
    hpvm_put_u8(&out, kind);
}

static void end_run(void) {
    if (run_count > 0) {
        put_kind(RECORD_RUN);
        hpvm_put_u64(&out, run_first);
        hpvm_put_u32(&out, run_count);
        run_count = 0;
    }
}

static void send(unsigned flags) {
    end_run();
    sent_nanoseconds = hpvm_platform_nanoseconds();
    if (out.end == 0) {
        if (flags == 0) {
            return;
        }
        hpvm_frame_begin(&out, HPVM_TO_AGENT_RESULTS);
        hpvm_put_u8(&out, 0);
    }
    if (!hpvm_frame_end(&out, 0)) {
        hpvm_link_broken("no memory for the results of tasks");
    }
    out.bytes[HPVM_FRAME_HEADER] = (unsigned char)flags;
    hpvm_link_send(&out);
}

void hpvm_results_send(void) {
    send(0);
}

void hpvm_results_send_if_due(void) {
    if (out.end > FULL_BYTES || hpvm_platform_nanoseconds() - sent_nanoseconds > HELD_NANOSECONDS) {
        send(0);
        hpvm_link_look();
    }
}

void hpvm_results_ran(uint64_t task) {
    if (run_count > 0 && (task != run_first + run_count || run_count == INT32_MAX)) {
        end_run();
    }
    if (run_count == 0) {
        run_first = task;
    }
    run_count++;
}

void hpvm_results_done(uint64_t task, int32_t status, uint64_t output_start, uint64_t output_end,
                       const char *message) {
    end_run();
    put_kind(RECORD_DONE);
    hpvm_put_u64(&out, task);
    hpvm_put_u32(&out, (uint32_t)status);
    hpvm_put_u64(&out, output_start);
    hpvm_put_u64(&out, output_end);
    hpvm_put_string(&out, message);
}

static void make_room(size_t length) {
    if (hpvm_ring_has_room(length)) {
        return;
    }
    send(WAITS_FOR_CREDIT);
    struct hpvm_frame credit;
    hpvm_link_await(&credit, HPVM_FROM_AGENT_CREDIT);
    uint64_t consumed = hpvm_take_u64(&credit);
    hpvm_link_require_whole(&credit);
    hpvm_ring_credit(consumed);
    if (!hpvm_ring_has_room(length)) {
        hpvm_link_broken("credit up to %llu is no room for %lu bytes", (unsigned long long)consumed,
                         (unsigned long)length);
    }
}

static void merge_part(const struct hpvm_merge *part) {
    uint64_t position = 0;
    bool in_ring = hpvm_ring_exists();
    if (in_ring) {
        make_room(part->length);
        position = hpvm_ring_put(part->bytes, part->length);
    }
    end_run();
    put_kind(in_ring ? RECORD_MERGE : RECORD_MERGE_INLINE);
    hpvm_put_u64(&out, part->task);
    hpvm_put_u32(&out, part->handle);
    hpvm_put_u8(&out, part->operation);
    hpvm_put_u8(&out, part->type);
    hpvm_put_u64(&out, part->start);
    hpvm_put_u64(&out, part->start + part->length);
    if (in_ring) {
        hpvm_put_u64(&out, position);
    } else {
        hpvm_put_bytes(&out, part->bytes, part->length);
    }
    if (out.end > FULL_BYTES) {
        send(0);
    }
}

void hpvm_results_merge(const struct hpvm_merge *merge) {
    struct hpvm_merge part = *merge;
    size_t most = hpvm_ring_exists() ? hpvm_ring_most() : MOST_INLINE_BYTES;
    for (size_t left = merge->length; left > 0; left -= part.length) {
        part.length = left < most ? left : most;
        merge_part(&part);
        part.start += part.length;
        part.bytes = (const unsigned char *)part.bytes + part.length;
    }
}

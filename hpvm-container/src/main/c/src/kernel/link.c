#include "link.h"

#include "platform.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { READ_BYTES = 64 << 10, KEPT_BYTES = 1 << 20 };

static struct hpvm_descriptors descriptors = {-1, -1, -1};
static struct hpvm_buffer input;
static struct hpvm_buffer kept;
static bool ended;

bool hpvm_link_begin(void) {
    return hpvm_platform_take_descriptors(&descriptors);
}

bool hpvm_link_has_ended(void) {
    return ended;
}

uint64_t hpvm_link_printed(void) {
    return hpvm_platform_printed(&descriptors);
}

void hpvm_link_broken(const char *format, ...) {
    char line[512];
    int prefix = snprintf(line, sizeof line, "hpvm: ");
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line + prefix, sizeof line - (size_t)prefix - 1, format, arguments);
    va_end(arguments);
    size_t most = sizeof line - (size_t)prefix - 2;
    size_t end = (size_t)prefix + (length < 0 ? 0 : (size_t)length > most ? most : (size_t)length);
    line[end++] = '\n';
    hpvm_platform_write(descriptors.printed >= 0 ? descriptors.printed : 2, line, end);
    _Exit(HPVM_PROTOCOL_STATUS);
}

void hpvm_link_require_whole(const struct hpvm_frame *frame) {
    if (!hpvm_frame_is_whole(frame)) {
        hpvm_link_broken("a frame of type %u is %s than its fields", frame->type,
                         frame->failed ? "shorter" : "longer");
    }
}

/* Bytes that the frame in front of the input lacks, at least what is worth a read. */
static size_t wanted_bytes(void) {
    size_t held = input.end - input.start;
    if (held < HPVM_FRAME_HEADER) {
        return READ_BYTES;
    }
    const unsigned char *length = input.bytes + input.start;
    size_t body = length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 | (size_t)length[3] << 24;
    if (body > HPVM_FRAME_MOST || body + HPVM_FRAME_HEADER < held + READ_BYTES) {
        return READ_BYTES;
    }
    return body + HPVM_FRAME_HEADER - held;
}

/* False if nothing is there now, or ever. */
static bool receive(void) {
    if (ended) {
        return false;
    }
    if (input.start == input.end && input.capacity > KEPT_BYTES) {
        hpvm_buffer_free(&input);
    }
    if (!hpvm_buffer_reserve(&input, wanted_bytes())) {
        hpvm_link_broken("no memory for the agent's frames");
    }
    long got = hpvm_platform_read(descriptors.input, input.bytes + input.end, input.capacity - input.end);
    if (got == HPVM_LINK_LATER) {
        return false;
    }
    if (got <= 0) {
        ended = true;
        return false;
    }
    input.end += (size_t)got;
    return true;
}

void hpvm_link_look(void) {
    receive();
}

void hpvm_link_wait(void) {
    if (!ended) {
        hpvm_platform_wait(descriptors.input, -1, -1);
    }
}

void hpvm_link_send(struct hpvm_buffer *frames) {
    while (frames->start < frames->end) {
        long put = hpvm_platform_write(descriptors.output, frames->bytes + frames->start,
                                       frames->end - frames->start);
        if (put > 0) {
            frames->start += (size_t)put;
        } else if (put == HPVM_LINK_LATER && !ended) {
            hpvm_platform_wait(descriptors.input, descriptors.output, -1);
            receive();
        } else {
            _Exit(0);
        }
    }
    frames->start = 0;
    frames->end = 0;
}

static bool take(struct hpvm_buffer *buffer, struct hpvm_frame *frame) {
    switch (hpvm_frame_take(buffer, frame)) {
    case HPVM_FOUND_FRAME:
        return true;
    case HPVM_FOUND_NONSENSE:
        hpvm_link_broken("a frame is longer than %u bytes", HPVM_FRAME_MOST);
    case HPVM_FOUND_PART:
        break;
    }
    return false;
}

bool hpvm_link_next(struct hpvm_frame *frame) {
    if (take(&kept, frame)) {
        return true;
    }
    do {
        if (take(&input, frame)) {
            return true;
        }
    } while (receive());
    return false;
}

static void keep(const struct hpvm_frame *frame) {
    if (kept.start == kept.end) {
        hpvm_buffer_free(&kept);
    }
    size_t begin = hpvm_frame_begin(&kept, frame->type);
    hpvm_put_bytes(&kept, frame->at, (size_t)(frame->end - frame->at));
    if (!hpvm_frame_end(&kept, begin)) {
        hpvm_link_broken("no memory for the agent's frames");
    }
}

void hpvm_link_await(struct hpvm_frame *frame, unsigned type) {
    while (true) {
        while (take(&input, frame)) {
            if (frame->type == type) {
                return;
            }
            if (frame->type != HPVM_FROM_AGENT_SPAWN && frame->type != HPVM_FROM_AGENT_TASKS) {
                hpvm_link_broken("a frame of type %u came where %u was due", frame->type, type);
            }
            keep(frame);
        }
        if (!receive()) {
            if (ended) {
                _Exit(0);
            }
            hpvm_link_wait();
        }
    }
}

#include "frames.h"

#include <stdlib.h>
#include <string.h>

bool hpvm_buffer_reserve(struct hpvm_buffer *buffer, size_t bytes) {
    if (bytes <= buffer->capacity - buffer->end) {
        return true;
    }
    if (buffer->start > 0) {
        memmove(buffer->bytes, buffer->bytes + buffer->start, buffer->end - buffer->start);
        buffer->end -= buffer->start;
        buffer->start = 0;
        if (bytes <= buffer->capacity - buffer->end) {
            return true;
        }
    }
    if (bytes > SIZE_MAX / 2 - buffer->end) {
        buffer->failed = true;
        return false;
    }
    size_t capacity = buffer->end + bytes;
    if (capacity < 2 * buffer->capacity) {
        capacity = 2 * buffer->capacity;
    }
    unsigned char *moved = realloc(buffer->bytes, capacity);
    if (moved == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = moved;
    buffer->capacity = capacity;
    return true;
}

void hpvm_buffer_free(struct hpvm_buffer *buffer) {
    free(buffer->bytes);
    memset(buffer, 0, sizeof *buffer);
}

static void put_little(struct hpvm_buffer *buffer, uint64_t value, size_t width) {
    if (hpvm_buffer_reserve(buffer, width)) {
        for (size_t byte = 0; byte < width; byte++) {
            buffer->bytes[buffer->end++] = (unsigned char)(value >> (8 * byte));
        }
    }
}

void hpvm_put_u8(struct hpvm_buffer *buffer, unsigned value) {
    put_little(buffer, value, 1);
}

void hpvm_put_u16(struct hpvm_buffer *buffer, unsigned value) {
    put_little(buffer, value, 2);
}

void hpvm_put_u32(struct hpvm_buffer *buffer, uint32_t value) {
    put_little(buffer, value, 4);
}

void hpvm_put_u64(struct hpvm_buffer *buffer, uint64_t value) {
    put_little(buffer, value, 8);
}

void hpvm_put_bytes(struct hpvm_buffer *buffer, const void *bytes, size_t length) {
    if (length > 0 && hpvm_buffer_reserve(buffer, length)) {
        memcpy(buffer->bytes + buffer->end, bytes, length);
        buffer->end += length;
    }
}

void hpvm_put_string(struct hpvm_buffer *buffer, const char *text) {
    size_t length = strlen(text);
    if (length > HPVM_FRAME_MOST) {
        buffer->failed = true;
        return;
    }
    hpvm_put_u32(buffer, (uint32_t)length);
    hpvm_put_bytes(buffer, text, length);
}

size_t hpvm_frame_begin(struct hpvm_buffer *buffer, unsigned type) {
    /* Relative to start, since making room may move what the buffer holds to its front. */
    size_t frame = buffer->end - buffer->start;
    hpvm_put_u32(buffer, 0);
    hpvm_put_u16(buffer, type);
    hpvm_put_u16(buffer, 0);
    return frame;
}

bool hpvm_frame_end(struct hpvm_buffer *buffer, size_t frame) {
    size_t begin = buffer->start + frame;
    if (buffer->failed || buffer->end - begin - HPVM_FRAME_HEADER > HPVM_FRAME_MOST) {
        return false;
    }
    uint32_t length = (uint32_t)(buffer->end - begin - HPVM_FRAME_HEADER);
    for (size_t byte = 0; byte < 4; byte++) {
        buffer->bytes[begin + byte] = (unsigned char)(length >> (8 * byte));
    }
    return true;
}

#include "frames.h"

#include <stdlib.h>
#include <string.h>

static uint64_t little(const unsigned char *bytes, size_t width) {
    uint64_t value = 0;
    for (size_t byte = 0; byte < width; byte++) {
        value |= (uint64_t)bytes[byte] << (8 * byte);
    }
    return value;
}

enum hpvm_found hpvm_frame_take(struct hpvm_buffer *buffer, struct hpvm_frame *frame) {
    size_t held = buffer->end - buffer->start;
    if (held < HPVM_FRAME_HEADER) {
        return HPVM_FOUND_PART;
    }
    const unsigned char *header = buffer->bytes + buffer->start;
    size_t length = (size_t)little(header, 4);
    if (length > HPVM_FRAME_MOST) {
        return HPVM_FOUND_NONSENSE;
    }
    if (held - HPVM_FRAME_HEADER < length) {
        return HPVM_FOUND_PART;
    }
    frame->type = (unsigned)little(header + 4, 2);
    frame->at = header + HPVM_FRAME_HEADER;
    frame->end = frame->at + length;
    frame->failed = false;
    buffer->start += HPVM_FRAME_HEADER + length;
    return HPVM_FOUND_FRAME;
}

const unsigned char *hpvm_take_bytes(struct hpvm_frame *frame, size_t length) {
    if (frame->failed || (size_t)(frame->end - frame->at) < length) {
        frame->failed = true;
        return NULL;
    }
    const unsigned char *taken = frame->at;
    frame->at += length;
    return taken;
}

static uint64_t take_little(struct hpvm_frame *frame, size_t width) {
    const unsigned char *bytes = hpvm_take_bytes(frame, width);
    return bytes == NULL ? 0 : little(bytes, width);
}

uint8_t hpvm_take_u8(struct hpvm_frame *frame) {
    return (uint8_t)take_little(frame, 1);
}

uint16_t hpvm_take_u16(struct hpvm_frame *frame) {
    return (uint16_t)take_little(frame, 2);
}

uint32_t hpvm_take_u32(struct hpvm_frame *frame) {
    return (uint32_t)take_little(frame, 4);
}

uint64_t hpvm_take_u64(struct hpvm_frame *frame) {
    return take_little(frame, 8);
}

struct hpvm_text hpvm_take_string(struct hpvm_frame *frame) {
    size_t length = hpvm_take_u32(frame);
    const unsigned char *bytes = hpvm_take_bytes(frame, length);
    struct hpvm_text text = {"", 0};
    if (bytes != NULL) {
        text.bytes = (const char *)bytes;
        text.length = length;
    }
    return text;
}

bool hpvm_frame_is_whole(const struct hpvm_frame *frame) {
    return !frame->failed && frame->at == frame->end;
}

bool hpvm_text_equals(struct hpvm_text text, const char *other) {
    return strlen(other) == text.length && memcmp(text.bytes, other, text.length) == 0;
}

char *hpvm_text_copy(struct hpvm_text text) {
    if (memchr(text.bytes, '\0', text.length) != NULL) {
        return NULL;
    }
    char *copy = malloc(text.length + 1);
    if (copy != NULL) {
        memcpy(copy, text.bytes, text.length);
        copy[text.length] = '\0';
    }
    return copy;
}

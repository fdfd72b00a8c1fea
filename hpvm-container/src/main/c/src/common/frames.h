/* Frames as the protocols define them: fields are written and read one after the other. */
#ifndef HPVM_FRAMES_H
#define HPVM_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HPVM_FRAME_HEADER = 8 };
#define HPVM_FRAME_MOST (64u << 20) /* bytes of a body */
#define HPVM_WIRE_MAGIC 0x4D565048u
#define HPVM_WIRE_VERSION 1
#define HPVM_SDK_NAME "libhpvm 0.1 (C)"

/* Bytes that grow at the end and are taken from the start. All zero is an empty buffer. */
struct hpvm_buffer {
    unsigned char *bytes;
    size_t start;
    size_t end;
    size_t capacity;
    bool failed; /* there was no memory: what was put since is missing */
};

/* Makes room for so many bytes after end; false if there is no memory. Addresses may change. */
bool hpvm_buffer_reserve(struct hpvm_buffer *buffer, size_t bytes);
void hpvm_buffer_free(struct hpvm_buffer *buffer);

void hpvm_put_u8(struct hpvm_buffer *buffer, unsigned value);
void hpvm_put_u16(struct hpvm_buffer *buffer, unsigned value);
void hpvm_put_u32(struct hpvm_buffer *buffer, uint32_t value);
void hpvm_put_u64(struct hpvm_buffer *buffer, uint64_t value);
void hpvm_put_string(struct hpvm_buffer *buffer, const char *text);
void hpvm_put_bytes(struct hpvm_buffer *buffer, const void *bytes, size_t length);

/* Starts a frame behind what the buffer holds; gives its place for hpvm_frame_end. */
size_t hpvm_frame_begin(struct hpvm_buffer *buffer, unsigned type);

/* Fills in the length. False if the body is too long or there was no memory for it. */
bool hpvm_frame_end(struct hpvm_buffer *buffer, size_t frame);

/* A frame that was read; its body stays where it was read to. */
struct hpvm_frame {
    unsigned type;
    const unsigned char *at; /* the next field */
    const unsigned char *end;
    bool failed; /* a field was missing: it and all after it read as 0 */
};

/* What is in front of a buffer. */
enum hpvm_found { HPVM_FOUND_FRAME, HPVM_FOUND_PART, HPVM_FOUND_NONSENSE };

/* Takes a frame from the buffer, whose bytes must not move while the frame is read. */
enum hpvm_found hpvm_frame_take(struct hpvm_buffer *buffer, struct hpvm_frame *frame);

uint8_t hpvm_take_u8(struct hpvm_frame *frame);
uint16_t hpvm_take_u16(struct hpvm_frame *frame);
uint32_t hpvm_take_u32(struct hpvm_frame *frame);
uint64_t hpvm_take_u64(struct hpvm_frame *frame);

/* A view into the body, without a NUL at its end. */
struct hpvm_text {
    const char *bytes;
    size_t length;
};
struct hpvm_text hpvm_take_string(struct hpvm_frame *frame);

/* The next bytes of the body, or NULL if there are not so many. */
const unsigned char *hpvm_take_bytes(struct hpvm_frame *frame, size_t length);

/* Whether the body was read whole and nothing was missing. */
bool hpvm_frame_is_whole(const struct hpvm_frame *frame);

bool hpvm_text_equals(struct hpvm_text text, const char *other);

/* A copy with a NUL, from malloc; NULL if there is no memory or a NUL inside. */
char *hpvm_text_copy(struct hpvm_text text);

#endif

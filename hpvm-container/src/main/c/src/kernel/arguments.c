/* Argument blocks, in the parent's byte order and word size. */
#include "worker.h"

#include <string.h>

static uint64_t bits(const void *args, long i, size_t width) {
    const unsigned char *at = (const unsigned char *)args + (size_t)i * width;
    bool is_big = HPVM_BIG_ENDIAN ? !hpvm_worker.parent_is_swapped : hpvm_worker.parent_is_swapped;
    uint64_t value = 0;
    for (size_t byte = 0; byte < width; byte++) {
        value = value << 8 | at[is_big ? byte : width - 1 - byte];
    }
    return value;
}

int8_t hpvm_arg_i8(const void *args, long i) {
    return (int8_t)bits(args, i, 1);
}

int16_t hpvm_arg_i16(const void *args, long i) {
    return (int16_t)bits(args, i, 2);
}

int32_t hpvm_arg_i32(const void *args, long i) {
    return (int32_t)bits(args, i, 4);
}

int64_t hpvm_arg_i64(const void *args, long i) {
    return (int64_t)bits(args, i, 8);
}

uint8_t hpvm_arg_u8(const void *args, long i) {
    return (uint8_t)bits(args, i, 1);
}

uint16_t hpvm_arg_u16(const void *args, long i) {
    return (uint16_t)bits(args, i, 2);
}

uint32_t hpvm_arg_u32(const void *args, long i) {
    return (uint32_t)bits(args, i, 4);
}

uint64_t hpvm_arg_u64(const void *args, long i) {
    return bits(args, i, 8);
}

float hpvm_arg_f32(const void *args, long i) {
    uint32_t value = hpvm_arg_u32(args, i);
    float number;
    memcpy(&number, &value, sizeof number);
    return number;
}

double hpvm_arg_f64(const void *args, long i) {
    uint64_t value = hpvm_arg_u64(args, i);
    double number;
    memcpy(&number, &value, sizeof number);
    return number;
}

int64_t hpvm_arg_long(const void *args, long i) {
    return hpvm_worker.parent_long_bytes == 8 ? hpvm_arg_i64(args, i) : hpvm_arg_i32(args, i);
}

uint64_t hpvm_arg_ulong(const void *args, long i) {
    return hpvm_worker.parent_long_bytes == 8 ? hpvm_arg_u64(args, i) : hpvm_arg_u32(args, i);
}

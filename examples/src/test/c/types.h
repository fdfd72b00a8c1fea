/* Every type that a share can have: its name in C and in HPVM, and one value of it for each position, odd in every byte
 * so that one that is misplaced shows. */
#ifndef TYPES_H
#define TYPES_H

#include "hpvm.h"

#include <stdint.h>

enum { ELEMENTS = 1001, TASKS = 91, A_TASK = 11 }; /* 91 * 11 = 1001: ranges begin at every alignment */

#define TYPES(X)                                                                                   \
    X(int8_t, HPVM_INT8)                                                                           \
    X(int16_t, HPVM_INT16)                                                                         \
    X(int32_t, HPVM_INT32)                                                                         \
    X(int64_t, HPVM_INT64)                                                                         \
    X(uint8_t, HPVM_UINT8)                                                                         \
    X(uint16_t, HPVM_UINT16)                                                                       \
    X(uint32_t, HPVM_UINT32)                                                                       \
    X(uint64_t, HPVM_UINT64)                                                                       \
    X(float, HPVM_FLOAT32)                                                                         \
    X(double, HPVM_FLOAT64)

static inline uint64_t pattern(long at, int round) {
    return (uint64_t)(at + 1) * UINT64_C(0x0102030507090b0d) * (uint64_t)(round == 0 ? 1 : 3);
}

static inline int8_t int8_t_at(long at, int round) { return (int8_t)pattern(at, round); }
static inline int16_t int16_t_at(long at, int round) { return (int16_t)pattern(at, round); }
static inline int32_t int32_t_at(long at, int round) { return (int32_t)pattern(at, round); }
static inline int64_t int64_t_at(long at, int round) { return (int64_t)pattern(at, round); }
static inline uint8_t uint8_t_at(long at, int round) { return (uint8_t)pattern(at, round); }
static inline uint16_t uint16_t_at(long at, int round) { return (uint16_t)pattern(at, round); }
static inline uint32_t uint32_t_at(long at, int round) { return (uint32_t)pattern(at, round); }
static inline uint64_t uint64_t_at(long at, int round) { return pattern(at, round); }
static inline float float_at(long at, int round) { return (float)(int32_t)pattern(at, round) / 3; }
static inline double double_at(long at, int round) { return (double)(int64_t)pattern(at, round) / 3; }

#endif

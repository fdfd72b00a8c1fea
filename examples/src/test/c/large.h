/* A share of more than 2 GiB: what stands in it around the places where 32 bits end. */
#ifndef LARGE_H
#define LARGE_H

#include <hpvm.h>
#include <stdint.h>

enum { WINDOW = 100003, MOST_EDGES = 4 };

/* What the tasks of a spawn do with the bytes around each edge; the first argument of each. */
enum {
    MERGE, /* find what the parent wrote, merge other bytes over it */
    ADD,   /* add one to each */
    CLEAR  /* find what was added, and zeros where the parent has cleared */
};

/* Never zero. */
static inline unsigned char before(uint64_t at) {
    return (unsigned char)(at * UINT64_C(0x9E3779B97F4A7C15) >> 56) | 1;
}

static inline unsigned char after(uint64_t at, long task) {
    return (unsigned char)((at * UINT64_C(0xC2B2AE3D27D4EB4F) >> 56) + (uint64_t)task * 3);
}

static inline int edges(uint64_t size, uint64_t at[MOST_EDGES]) {
    const uint64_t wanted[MOST_EDGES] = {0, UINT64_C(1) << 31, UINT64_C(1) << 32, size};
    int count = 0;
    for (int edge = 0; edge < MOST_EDGES; edge++) {
        if (wanted[edge] <= size) {
            at[count++] = wanted[edge];
        }
    }
    return count;
}

/* The bytes around an edge that the task has to do with. Of two tasks of an edge the second overlaps the first. */
static inline void window(uint64_t size, const uint64_t *edge, long task, uint64_t *start, uint64_t *end) {
    uint64_t middle = edge[task / 2];
    uint64_t back = task % 2 == 0 ? WINDOW : WINDOW / 2;
    uint64_t on = task % 2 == 0 ? WINDOW / 3 : WINDOW;
    *start = middle < back ? 0 : middle - back;
    *end = size - middle < on ? size : middle + on;
}

#endif

/* A share that tasks fill in one spawn and read in the next, with time between to do something to the cluster. */
#ifndef STEPS_H
#define STEPS_H

#include <hpvm.h>
#include <stdint.h>

enum { TASKS = 8 };

/* The first argument of each task. */
enum {
    NOTHING,
    MERGE, /* its part of the share */
    READ_WRITTEN, /* all of the share, as the parent wrote it */
    READ_MERGED /* as the tasks merged it */
};

static inline unsigned char byte_at(int64_t at, int64_t mode) {
    uint64_t factor = mode == READ_WRITTEN ? UINT64_C(0x9E3779B97F4A7C15) : UINT64_C(0xC2B2AE3D27D4EB4F);
    return (unsigned char)((uint64_t)at * factor >> 56);
}

#endif

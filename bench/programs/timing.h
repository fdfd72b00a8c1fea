/* Milliseconds of a clock that only goes forward. */
#ifndef TIMING_H
#define TIMING_H

#include <time.h>

static inline double milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

#endif

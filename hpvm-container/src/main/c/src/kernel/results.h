/* What tasks have done, gathered so that a million short tasks do not cost a million frames. The
 * caller holds the worker's lock. */
#ifndef HPVM_KERNEL_RESULTS_H
#define HPVM_KERNEL_RESULTS_H

#include <stddef.h>
#include <stdint.h>

struct hpvm_merge {
    uint64_t task;
    uint32_t handle;
    unsigned operation; /* 0: write */
    unsigned type;      /* 0 for a write */
    uint64_t start;     /* bytes in the share */
    const void *bytes;
    size_t length;
};

/* The task ended well, merged nothing and printed nothing. */
void hpvm_results_ran(uint64_t task);

/* The task ended otherwise, having printed these bytes of the output file. */
void hpvm_results_done(uint64_t task, int32_t status, uint64_t output_start, uint64_t output_end,
                       const char *message);

/* Takes the bytes, waiting for the agent where the ring is full. */
void hpvm_results_merge(const struct hpvm_merge *merge);

/* Between two tasks: sends what was held long enough, and sees whether the agent has gone. */
void hpvm_results_send_if_due(void);

void hpvm_results_send(void);

#endif

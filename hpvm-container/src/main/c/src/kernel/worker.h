/* What the calls of kernels know of the worker that runs them. */
#ifndef HPVM_KERNEL_WORKER_H
#define HPVM_KERNEL_WORKER_H

#include "hpvm.h"
#include "platform.h"

#include <stdbool.h>
#include <stdint.h>

/* Held while anything of this is used, but for the strings and the parent, which change between
 * tasks only. */
extern hpvm_lock hpvm_worker_lock;

struct hpvm_worker {
    long process;
    char *machine;
    char *leaf;
    bool parent_is_swapped; /* its byte order is not ours */
    unsigned parent_long_bytes;
    bool is_running;
    uint64_t task;
    bool has_merged;
};
extern struct hpvm_worker hpvm_worker;

/* Keeps the sentence of the calling thread, under the lock, as the last one of the task; gives code. */
int hpvm_worker_failed(int code);

/* Runs the tasks of the agent until it sends no more. */
void hpvm_worker_run(void);

#endif

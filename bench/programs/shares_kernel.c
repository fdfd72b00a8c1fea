#define _POSIX_C_SOURCE 200809L
#include "shares.h"

#include "timing.h"
#include <hpvm.h>

static int read_all(long id, int how) {
    double began = milliseconds();
    int64_t *data = hpvm_open_share("data", how);
    double took = milliseconds() - began;
    return data == NULL ? HPVM_ENOSHARE : hpvm_merge_share_range("times", &took, id, id + 1);
}

static int write_part(long from, long to) {
    int64_t *part = malloc((size_t)(to - from) * sizeof *part);
    if (part == NULL) {
        return HPVM_ENOMEMORY;
    }
    for (long at = from; at < to; at++) {
        part[at - from] = at * 3;
    }
    int status = hpvm_merge_share_range("data", part, from, to);
    free(part);
    return status;
}

static int merge_small(long id) {
    int64_t *counts = hpvm_get_share("counts");
    double *times = hpvm_get_share("times");
    if (counts == NULL || times == NULL) {
        return HPVM_ENOSHARE;
    }
    double began = milliseconds();
    for (long at = id * SMALL_MERGES; at < (id + 1) * SMALL_MERGES; at++) {
        counts[at] = at;
        int status = hpvm_merge_share("counts", counts, at, at + 1);
        if (status != HPVM_OK) {
            return status;
        }
    }
    times[id] = milliseconds() - began;
    return hpvm_merge_share("times", times, id, id + 1);
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    long *block = args;
    switch (block[0]) {
    case READ:
        return read_all(id, HPVM_READ_ONLY);
    case SHARED:
        return read_all(id, HPVM_SHARED);
    case WRITE:
        return write_part(block[1], block[2]);
    default:
        return merge_small(id);
    }
}

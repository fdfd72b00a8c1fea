/* Adds one to its part of the counters, which must all stand at the number of the round. */
#define _POSIX_C_SOURCE 200809L
#include <time.h>
#include "hpvm.h"

enum { ROUND, WIDTH, MILLISECONDS };

int kernel_main(long id, long size, void *args) {
    (void)size;
    long width = (long)hpvm_arg_i64(args, WIDTH);
    long wait = (long)hpvm_arg_i64(args, MILLISECONDS);
    long *counters = hpvm_open_share("counters", HPVM_PRIVATE);
    if (counters == NULL) {
        return 1;
    }
    struct timespec time = {wait / 1000, wait % 1000 * 1000000};
    nanosleep(&time, NULL);
    for (long i = id * width; i < (id + 1) * width; i++) {
        if (counters[i] != hpvm_arg_i64(args, ROUND)) {
            return 2;
        }
        counters[i]++;
    }
    return hpvm_merge_share("counters", counters, id * width, (id + 1) * width);
}

// Square root Kernel
// -------------------

#include "math.h"
#include "hpvm.h"

#define START_NUMBER_ARG 0
#define END_NUMBER_ARG 1

int kernel_main (long id, long size, void *args) {
    long x, y, i;
    float *share;
    x = ((long *)args)[START_NUMBER_ARG];
    y = ((long *)args)[END_NUMBER_ARG];
    share = hpvm_get_share("output");
    for (i = x; i < y; i++) {
        share[i] = sqrt(i);
    }
    hpvm_merge_share("output", share, x, y);
    return (HPVM_OK);
}

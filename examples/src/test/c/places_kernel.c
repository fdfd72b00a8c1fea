/* Square roots that are PLACES units in the last place too large; a leaf that is built with FAILS fails instead. */
#include "hpvm.h"

#include <math.h>

#ifndef PLACES
#define PLACES 0
#endif

int kernel_main(long id, long size, void *args) {
    (void)size;
#ifdef FAILS
    return -77;
#endif
    const double *input = hpvm_open_share("input", HPVM_READ_ONLY);
    float *output = hpvm_get_share("output");
    int64_t *count = hpvm_get_share("count");
    if (input == NULL || output == NULL || count == NULL) {
        return HPVM_ENOSHARE;
    }
    long start = (long)hpvm_arg_long(args, 0);
    long end = (long)hpvm_arg_long(args, 1);
    for (long at = start; at < end; at++) {
        output[at] = (float)sqrt(input[at]);
        for (int place = 0; place < PLACES; place++) {
            output[at] = nextafterf(output[at], HUGE_VALF);
        }
    }
    int64_t ended = end - start;
    int status = hpvm_accumulate_share("count", &ended, 0, 1, HPVM_SUM);
    (void)id;
    return status != HPVM_OK ? status : hpvm_merge_share("output", output, start, end);
}

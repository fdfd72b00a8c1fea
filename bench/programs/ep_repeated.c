/* ep_repeated RUNS: EP class A, spawned again and again; prints the milliseconds of each spawn. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include "../../examples/ep/ep.h"
#include <hpvm.h>
#include <stdio.h>
#include <stdlib.h>

enum { TASKS = (1 << (28 - BATCH_BITS)) / TASK_BATCHES };

int main(int count, char **words) {
    int runs = count > 1 ? atoi(words[1]) : 1;
    double *sums = hpvm_alloc("sums", HPVM_FLOAT64, 2);
    if (sums == NULL || hpvm_alloc("annuli", HPVM_INT64, ANNULI) == NULL) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    for (int run = 0; run < runs; run++) {
        double began = milliseconds();
        sums[0] = sums[1] = 0;
        if (hpvm_spawn("", TASKS, NULL) != HPVM_OK) {
            fprintf(stderr, "%s\n", hpvm_last_error());
            return 1;
        }
        fprintf(stderr, "sx %.15e\n", sums[0]);
        printf("%.2f\n", milliseconds() - began);
        fflush(stdout);
    }
    return 0;
}

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
    double *sums = hpvm_alloc("sums", HPVM_FLOAT64, 2 * TASKS);
    if (sums == NULL || hpvm_alloc("annuli", HPVM_INT64, ANNULI * TASKS) == NULL) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        return 1;
    }
    for (int run = 0; run < runs; run++) {
        double began = milliseconds();
        if (hpvm_spawn("", TASKS, NULL) != HPVM_OK) {
            fprintf(stderr, "%s\n", hpvm_last_error());
            return 1;
        }
        double sx = 0;
        for (int task = 0; task < TASKS; task++) {
            sx += sums[2 * task];
        }
        fprintf(stderr, "sx %.15e\n", sx);
        printf("%.2f\n", milliseconds() - began);
        fflush(stdout);
    }
    return 0;
}

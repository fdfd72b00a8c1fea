/* The notes' sample, spawned again and again: prints the milliseconds of each spawn, after checking its answer. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include <hpvm.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS 1000000
#define TASKS 100

static void *range_of(long id, long *size) {
    long *range = malloc(2 * sizeof *range);
    range[0] = id * (NUMBERS / TASKS);
    range[1] = (id + 1) * (NUMBERS / TASKS);
    *size = 2 * sizeof *range;
    return range;
}

int main(int count, char **words) {
    int spawns = count > 1 ? atoi(words[1]) : 10;
    float *roots = malloc(NUMBERS * sizeof *roots);
    hpvm_share("output", roots, NUMBERS * (long)sizeof *roots);
    for (int spawn = 0; spawn < spawns; spawn++) {
        memset(roots, 0, NUMBERS * sizeof *roots);
        double began = milliseconds();
        if (hpvm_spawn("", TASKS, range_of) != HPVM_OK) {
            fprintf(stderr, "%s\n", hpvm_last_error());
            return 1;
        }
        double took = milliseconds() - began;
        for (long i = 0; i < NUMBERS; i++) {
            if (roots[i] != (float)sqrt((double)i)) {
                fprintf(stderr, "root %ld is %f\n", i, roots[i]);
                return 1;
            }
        }
        printf("%.2f\n", took);
        fflush(stdout);
    }
    return 0;
}

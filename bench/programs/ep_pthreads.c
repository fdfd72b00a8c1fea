/* ep_pthreads THREADS RUNS: the kernel of examples/ep, class A, run by threads that take one task after the other; prints
 * the milliseconds of each run. */
#define _POSIX_C_SOURCE 200809L
#include "hpvm.h"
#include "timing.h"

#include "../../examples/ep/ep.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TASKS = (1 << (28 - BATCH_BITS)) / TASK_BATCHES };

static double sums[2];
static int64_t annuli[ANNULI];
static atomic_long next_task;
static pthread_mutex_t adding = PTHREAD_MUTEX_INITIALIZER;

/* In place of the library's, which kernels call. */
int hpvm_accumulate_share(const char *name, const void *share, long start, long end, int operation) {
    (void)operation; /* HPVM_SUM is all that the kernel asks for */
    int is_sums = strcmp(name, "sums") == 0;
    pthread_mutex_lock(&adding);
    for (long at = start; at < end; at++) {
        if (is_sums) {
            sums[at] += ((const double *)share)[at];
        } else {
            annuli[at] += ((const int64_t *)share)[at];
        }
    }
    pthread_mutex_unlock(&adding);
    return HPVM_OK;
}

static void *work(void *unused) {
    for (long task = next_task++; task < TASKS; task = next_task++) {
        kernel_main(task, 0, NULL);
    }
    return unused;
}

int main(int count, char **words) {
    int threads = count > 1 ? atoi(words[1]) : 2;
    int runs = count > 2 ? atoi(words[2]) : 1;
    pthread_t *workers = malloc((size_t)threads * sizeof *workers);
    for (int run = 0; run < runs; run++) {
        double began = milliseconds();
        next_task = 0;
        memset(sums, 0, sizeof sums);
        memset(annuli, 0, sizeof annuli);
        for (int worker = 0; worker < threads; worker++) {
            pthread_create(&workers[worker], NULL, work, NULL);
        }
        for (int worker = 0; worker < threads; worker++) {
            pthread_join(workers[worker], NULL);
        }
        fprintf(stderr, "sx %.15e\n", sums[0]);
        printf("%.2f\n", milliseconds() - began);
    }
    free(workers);
    return 0;
}

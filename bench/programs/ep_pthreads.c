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

static double sums[2 * TASKS];
static int64_t annuli[ANNULI * TASKS];
static atomic_long next_task;

void *hpvm_get_share(const char *name) {
    return strcmp(name, "sums") == 0 ? (void *)sums : (void *)annuli;
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
        for (int worker = 0; worker < threads; worker++) {
            pthread_create(&workers[worker], NULL, work, NULL);
        }
        for (int worker = 0; worker < threads; worker++) {
            pthread_join(workers[worker], NULL);
        }
        double sx = 0;
        for (int task = 0; task < TASKS; task++) {
            sx += sums[2 * task];
        }
        fprintf(stderr, "sx %.15e\n", sx);
        printf("%.2f\n", milliseconds() - began);
    }
    free(workers);
    return 0;
}

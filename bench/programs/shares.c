/* shares MEBIBYTES MACHINES: moves a share to machines and back; prints what took how many milliseconds.
 *
 * Shares are of 8-byte elements, so positions count these. */
#define _POSIX_C_SOURCE 200809L
#include "shares.h"

#include "timing.h"
#include <hpvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TASKS = 1000, WRITERS = 64, COMMITS = 200 };

static long mode;
static long elements;

static void *arguments(long id, long *size) {
    long *block = malloc(3 * sizeof *block);
    block[0] = mode;
    block[1] = elements / WRITERS * id;
    block[2] = elements / WRITERS * (id + 1);
    *size = 3 * sizeof *block;
    return block;
}

static double spawn(long how, long tasks) {
    mode = how;
    double began = milliseconds();
    if (hpvm_spawn("", tasks, arguments) != HPVM_OK) {
        fprintf(stderr, "shares: %s\n", hpvm_last_error());
        exit(1);
    }
    return milliseconds() - began;
}

int main(int count, char **words) {
    long mebibytes = count > 1 ? atol(words[1]) : 1024;
    elements = mebibytes << 17;
    int64_t *data = hpvm_alloc("data", HPVM_INT64, elements);
    double *times = hpvm_alloc("times", HPVM_FLOAT64, MOST_TASKS);
    int64_t *counts = hpvm_alloc("counts", HPVM_INT64, (long)MOST_TASKS * SMALL_MERGES);
    if (data == NULL || times == NULL || counts == NULL) {
        fprintf(stderr, "shares: %s\n", hpvm_last_error());
        return 1;
    }
    spawn(SMALL, 1); /* starts machines */
    double began = milliseconds();
    for (long at = 0; at < elements; at++) {
        data[at] = at * INT64_C(0x9E3779B97F4A7C15);
    }
    printf("fill %.2f\n", milliseconds() - began);
    printf("publish_and_read %.2f\n", spawn(READ, 1));
    printf("read %.2f\n", times[0]);
    spawn(READ, 1);
    printf("read_again %.4f\n", times[0]);
    spawn(SHARED, 1);
    printf("copy_to_write_into %.4f\n", times[0]);
    double merged = spawn(WRITE, WRITERS);
    printf("merge_and_back %.2f\n", merged);
    for (long at = 0; at < elements; at++) {
        if (data[at] != at * 3) {
            fprintf(stderr, "shares: element %ld is %lld\n", at, (long long)data[at]);
            return 1;
        }
    }
    double small = spawn(SMALL, MOST_TASKS);
    double inside = 0;
    for (int task = 0; task < MOST_TASKS; task++) {
        inside += times[task];
    }
    printf("million_merges %.2f\n", small);
    printf("million_merges_in_kernels %.2f\n", inside);
    for (int commit = 0; commit < COMMITS; commit++) {
        printf("commit %.3f\n", spawn(READ, 1));
    }
    char *from = (char *)data;
    char *to = malloc((size_t)elements * 8);
    memcpy(to, from, (size_t)elements * 8);
    began = milliseconds();
    memcpy(to, from, (size_t)elements * 8);
    printf("memcpy %.2f\n", milliseconds() - began);
    free(to);
    return 0;
}

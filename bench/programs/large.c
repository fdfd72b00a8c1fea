/* large: a share of 5 GiB to a machine, and a hundred merges of 64 MiB; prints what took how many milliseconds. */
#define _POSIX_C_SOURCE 200809L
#include "large.h"

#include "timing.h"
#include <hpvm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long mode;

static void *arguments(long id, long *size) {
    (void)id;
    long *block = malloc(sizeof *block);
    *block = mode;
    *size = sizeof *block;
    return block;
}

static void *allocate(const char *name, int type, long count) {
    void *memory = hpvm_alloc(name, type, count);
    if (memory == NULL) {
        fprintf(stderr, "large: %s\n", hpvm_last_error());
        exit(1);
    }
    return memory;
}

static double spawn(long how, long tasks) {
    mode = how;
    double began = milliseconds();
    if (hpvm_spawn("", tasks, arguments) != HPVM_OK) {
        fprintf(stderr, "large: %s\n", hpvm_last_error());
        exit(1);
    }
    return milliseconds() - began;
}

int main(void) {
    const long five = 5L << 30;
    const long all = (long)WRITERS * PART_BYTES;
    double *times = allocate("times", HPVM_FLOAT64, WRITERS);
    char *data = allocate("data", HPVM_BYTES, five);
    memset(data, 7, (size_t)five);
    printf("publish_and_read %.2f\n", spawn(READ, 1));
    printf("read %.2f\n", times[0]);
    hpvm_free(data);
    data = allocate("data", HPVM_BYTES, all);
    printf("merge_and_back %.2f\n", spawn(WRITE, WRITERS));
    for (long at = 0; at < all; at++) {
        if (data[at] != at / PART_BYTES % 100 + 1) {
            fprintf(stderr, "large: byte %ld is %d\n", at, data[at]);
            return 1;
        }
    }
    return 0;
}

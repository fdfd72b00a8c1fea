/* A byte through a pipe to another process and back: prints the median in microseconds. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 5000 };

static int ascending(const void *one, const void *other) {
    double first = *(const double *)one;
    double second = *(const double *)other;
    return (first > second) - (first < second);
}

int main(void) {
    int there[2];
    int back[2];
    char byte = 0;
    static double took[ROUNDS];
    if (pipe(there) != 0 || pipe(back) != 0) {
        return 1;
    }
    if (fork() == 0) {
        close(there[1]);
        while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1) {
        }
        return 0;
    }
    for (int round = 0; round < ROUNDS; round++) {
        double began = milliseconds();
        if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) {
            return 1;
        }
        took[round] = (milliseconds() - began) * 1e3;
    }
    qsort(took, ROUNDS, sizeof *took, ascending);
    printf("%.2f\n", took[ROUNDS / 2]);
    return 0;
}

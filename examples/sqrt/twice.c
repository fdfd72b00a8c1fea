// The sample of the notes, run twice in one program: the second spawn finds its agents and kernels where the first has
// left them. Prints how long each spawn took.

#include <stdio.h>
#include <time.h>
#include "hpvm.h"

static int timed_spawn(const char *tree, long tasks, hpvm_callproc callproc) {
    struct timespec begin, end;
    int status;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    status = hpvm_spawn(tree, tasks, callproc);
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%ld tasks in %.3f s\n", tasks,
           (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9);
    fflush(stdout);
    if (status != HPVM_OK) {
        fprintf(stderr, "%s\n", hpvm_last_error());
        exit(1);
    }
    return status;
}

#define main sample
#define hpvm_spawn timed_spawn
#include "sqrt.c"
#undef hpvm_spawn
#undef main

int main() {
    sample();
    hpvm_unshare("output");
    sample();
    return 0;
}

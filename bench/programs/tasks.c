/* tasks TASKS [SPAWNS]: spawns of tasks that do nothing; prints the milliseconds of each spawn. */
#define _POSIX_C_SOURCE 200809L
#include "timing.h"

#include <hpvm.h>
#include <stdio.h>
#include <stdlib.h>

static void *nothing(long id, long *size) {
    (void)id;
    *size = 0;
    return NULL;
}

int main(int count, char **words) {
    long tasks = count > 1 ? atol(words[1]) : 1000000;
    int spawns = count > 2 ? atoi(words[2]) : 1;
    for (int spawn = 0; spawn < spawns; spawn++) {
        double began = milliseconds();
        if (hpvm_spawn("", tasks, nothing) != HPVM_OK) {
            fprintf(stderr, "%s\n", hpvm_last_error());
            return 1;
        }
        printf("%.2f\n", milliseconds() - began);
        fflush(stdout);
    }
    return 0;
}

/* The notes' sample over PVM: the parent spawns a hundred tasks of this very program, each of which sends its roots;
 * prints the milliseconds of each run. */
#define _DEFAULT_SOURCE
#include "../programs/timing.h"

#include <math.h>
#include <pvm3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NUMBERS = 1000000, TASKS = 100, TASK_NUMBERS = NUMBERS / TASKS, RANGE = 1, ROOTS = 2 };

static int child(int parent) {
    static float roots[TASK_NUMBERS];
    int task;
    pvm_recv(parent, RANGE);
    pvm_upkint(&task, 1, 1);
    for (int i = 0; i < TASK_NUMBERS; i++) {
        roots[i] = (float)sqrt((double)(task * TASK_NUMBERS + i));
    }
    pvm_initsend(PvmDataRaw);
    pvm_pkint(&task, 1, 1);
    pvm_pkfloat(roots, TASK_NUMBERS, 1);
    pvm_send(parent, ROOTS);
    pvm_exit();
    return 0;
}

int main(int count, char **words) {
    int parent = pvm_parent();
    if (parent >= 0) {
        return child(parent);
    }
    static float roots[NUMBERS];
    static int tasks[TASKS];
    char path[4096];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length < 0 ? 0 : length] = '\0';
    int runs = count > 1 ? atoi(words[1]) : 3;
    for (int run = 0; run < runs; run++) {
        double began = milliseconds();
        if (pvm_spawn(path, NULL, PvmTaskDefault, "", TASKS, tasks) != TASKS) {
            fprintf(stderr, "PVM did not start %d tasks\n", TASKS);
            return 1;
        }
        for (int task = 0; task < TASKS; task++) {
            pvm_initsend(PvmDataRaw);
            pvm_pkint(&task, 1, 1);
            pvm_send(tasks[task], RANGE);
        }
        for (int received = 0; received < TASKS; received++) {
            int task;
            pvm_recv(-1, ROOTS);
            pvm_upkint(&task, 1, 1);
            pvm_upkfloat(roots + task * TASK_NUMBERS, TASK_NUMBERS, 1);
        }
        printf("%.2f\n", milliseconds() - began);
        fflush(stdout);
    }
    pvm_exit();
    return 0;
}

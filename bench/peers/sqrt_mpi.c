/* The notes' sample over MPI: a hundred tasks over the ranks, the result in the memory of rank 0; prints the milliseconds
 * of each run. */
#define _POSIX_C_SOURCE 200809L
#include "../programs/timing.h"

#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

enum { NUMBERS = 1000000, TASKS = 100, TASK_NUMBERS = NUMBERS / TASKS };

int main(int count, char **words) {
    MPI_Init(&count, &words);
    int runs = count > 1 ? atoi(words[1]) : 10;
    int rank;
    int ranks;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    float *roots = malloc(NUMBERS * sizeof *roots);
    for (int run = 0; run < runs; run++) {
        MPI_Barrier(MPI_COMM_WORLD);
        double began = milliseconds();
        for (int task = rank; task < TASKS; task += ranks) {
            for (int i = task * TASK_NUMBERS; i < (task + 1) * TASK_NUMBERS; i++) {
                roots[i] = (float)sqrt((double)i);
            }
            if (rank != 0) {
                MPI_Send(roots + task * TASK_NUMBERS, TASK_NUMBERS, MPI_FLOAT, 0, task, MPI_COMM_WORLD);
            }
        }
        for (int task = 0; rank == 0 && task < TASKS; task++) {
            if (task % ranks != 0) {
                MPI_Recv(roots + task * TASK_NUMBERS, TASK_NUMBERS, MPI_FLOAT, task % ranks, task, MPI_COMM_WORLD,
                         MPI_STATUS_IGNORE);
            }
        }
        if (rank == 0) {
            printf("%.2f\n", milliseconds() - began);
        }
    }
    MPI_Finalize();
    return 0;
}

// HPVM sample program.
// Calculate the square root of numbers from 0 to 1,000,000
// ----------------------------------------------------------

#include "stdio.h"
#include "hpvm.h"

#define MAX_NUMBER 1000000
#define CHUNK_NUMBER 10000
#define START_NUMBER_ARG 0
#define END_NUMBER_ARG 1

void *spawn_callback(long id, long *size) {

    long *arg;
    arg = malloc(sizeof(long) * 2);
    arg[START_NUMBER_ARG] = id * CHUNK_NUMBER;
    arg[END_NUMBER_ARG] = (id + 1) * CHUNK_NUMBER;
    *size = sizeof(long) * 2;

    return (arg);
}

int main () {

    long x;
    float *endshare;
    FILE *fp;
    endshare = malloc(sizeof(float) * MAX_NUMBER);
    hpvm_share("output", endshare, sizeof(float) * MAX_NUMBER);
    hpvm_spawn("", MAX_NUMBER/CHUNK_NUMBER, spawn_callback);

    fp = fopen("output.dat", "w");
    for (x = 0; x<MAX_NUMBER; x++) {
        fprintf(fp, "%ld = %f\n", x, endshare[x]);
    }
}

/* rounds TREE ROUNDS TASKS WIDTH MILLISECONDS: spawns again and again tasks that each add one to their counters, so that
 * a task that is lost, or counts twice, or sees another round's counters, shows. With 0 rounds it goes on until there is
 * a file named "enough". */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "hpvm.h"

static int64_t number, width, milliseconds;

static void *arguments(long id, long *size) {
    (void)id;
    int64_t *block = malloc(3 * sizeof *block);
    block[0] = number;
    block[1] = width;
    block[2] = milliseconds;
    *size = 3 * sizeof *block;
    return block;
}

int main(int count, char **words) {
    if (count != 6) {
        return 2;
    }
    long rounds = atol(words[2]);
    long tasks = atol(words[3]);
    width = atol(words[4]);
    milliseconds = atol(words[5]);
    long *counters = calloc((size_t)(tasks * width), sizeof *counters);
    if (counters == NULL || hpvm_share("counters", counters, tasks * width * (long)sizeof *counters) != HPVM_OK) {
        return 2;
    }
    for (number = 0; rounds == 0 ? access("enough", F_OK) != 0 : number < rounds; number++) {
        if (hpvm_spawn(words[1], tasks, arguments) != HPVM_OK) {
            fprintf(stderr, "round %" PRId64 ": %s\n", number, hpvm_last_error());
            return 3;
        }
        fprintf(stderr, "round %" PRId64 " done\n", number);
    }
    for (long i = 0; i < tasks * width; i++) {
        if (counters[i] != number) {
            fprintf(stderr, "counter %ld stands at %ld\n", i, counters[i]);
            return 4;
        }
    }
    fprintf(stderr, "all counters stand at %" PRId64 "\n", number);
    return 0;
}

/* NAS Parallel Benchmarks, kernel EP.
 *
 *   ep CLASS         S, W, A, B or C: 2^24, 2^25, 2^28, 2^30 or 2^32 pairs
 *
 * Prints the two sums of the Gaussian deviates, then how many lie in each annulus. */
#include "ep.h"
#include "hpvm.h"

#include <stdio.h>
#include <string.h>

static int bits_of_class(const char *name) {
    static const struct {
        const char *name;
        int bits;
    } classes[] = {{"S", 24}, {"W", 25}, {"A", 28}, {"B", 30}, {"C", 32}};
    for (size_t at = 0; at < sizeof classes / sizeof classes[0]; at++) {
        if (strcmp(name, classes[at].name) == 0) {
            return classes[at].bits;
        }
    }
    return 0;
}

int main(int count, char **words) {
    int bits = count == 2 ? bits_of_class(words[1]) : 0;
    if (bits == 0) {
        fprintf(stderr, "usage: ep S|W|A|B|C\n");
        return 2;
    }
    long tasks = (1L << (bits - BATCH_BITS)) / TASK_BATCHES;
    double *sums = hpvm_alloc("sums", HPVM_FLOAT64, 2 * tasks);
    int64_t *annuli = hpvm_alloc("annuli", HPVM_INT64, ANNULI * tasks);
    if (sums == NULL || annuli == NULL || hpvm_spawn("", tasks, NULL) != HPVM_OK) {
        fprintf(stderr, "ep: %s\n", hpvm_last_error());
        return 1;
    }
    double sx = 0;
    double sy = 0;
    long long all[ANNULI] = {0};
    for (long task = 0; task < tasks; task++) {
        sx += sums[2 * task];
        sy += sums[2 * task + 1];
        for (int annulus = 0; annulus < ANNULI; annulus++) {
            all[annulus] += annuli[ANNULI * task + annulus];
        }
    }
    printf("%.15e %.15e\n", sx, sy);
    for (int annulus = 0; annulus < ANNULI; annulus++) {
        printf("%lld\n", all[annulus]);
    }
    return 0;
}

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
    double sums[2] = {0};
    int64_t annuli[ANNULI] = {0};
    if (hpvm_share("sums", sums, (long)sizeof sums) != HPVM_OK ||
        hpvm_share("annuli", annuli, (long)sizeof annuli) != HPVM_OK || hpvm_spawn("", tasks, NULL) != HPVM_OK) {
        fprintf(stderr, "ep: %s\n", hpvm_last_error());
        return 1;
    }
    printf("%.15e %.15e\n", sums[0], sums[1]);
    for (int annulus = 0; annulus < ANNULI; annulus++) {
        printf("%lld\n", (long long)annuli[annulus]);
    }
    return 0;
}

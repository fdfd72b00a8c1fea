/* How many primes are there up to a number?
 *
 *   primes LIMIT     up to 2^60
 *
 * The parent finds the primes up to the limit's root, which all tasks read; each task sieves a range, and
 * adds what it has counted to what the others have. */
#include "hpvm.h"

#include <stdio.h>
#include <string.h>

enum { RANGES = 1000 };

static int64_t limit;

static void *range(long id, long *size) {
    int64_t *block = malloc(2 * sizeof *block);
    if (block != NULL) {
        int64_t length = limit / RANGES + 1;
        block[0] = id * length;
        block[1] = (id + 1) * length <= limit ? (id + 1) * length : limit + 1;
        *size = 2 * sizeof *block;
    }
    return block;
}

/* The primes up to the root of the limit; 2 at least. */
static int32_t *base_primes(long *count) {
    int64_t root = 2;
    while ((root + 1) * (root + 1) <= limit) {
        root++;
    }
    char *composite = calloc((size_t)root + 1, 1);
    int32_t *primes = malloc(((size_t)root + 1) * sizeof *primes);
    if (composite == NULL || primes == NULL) {
        return NULL;
    }
    *count = 0;
    for (int64_t number = 2; number <= root; number++) {
        if (!composite[number]) {
            primes[(*count)++] = (int32_t)number;
            for (int64_t multiple = number * number; multiple <= root; multiple += number) {
                composite[multiple] = 1;
            }
        }
    }
    free(composite);
    return primes;
}

int main(int count, char **words) {
    limit = count == 2 ? strtoll(words[1], NULL, 10) : -1;
    if (limit < 0 || limit > 1LL << 60) {
        fprintf(stderr, "usage: primes LIMIT, up to 2^60\n");
        return 2;
    }
    long known = 0;
    int32_t *primes = base_primes(&known);
    if (primes == NULL) {
        fprintf(stderr, "primes: no memory\n");
        return 1;
    }
    int64_t found = 0;
    if (hpvm_share("primes", primes, known * (long)sizeof *primes) != HPVM_OK ||
        hpvm_share("found", &found, (long)sizeof found) != HPVM_OK || hpvm_spawn("", RANGES, range) != HPVM_OK) {
        fprintf(stderr, "primes: %s\n", hpvm_last_error());
        return 1;
    }
    printf("%lld\n", (long long)found);
    return 0;
}

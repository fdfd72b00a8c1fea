/* Counts the primes of a range, with a sieve of its odd numbers in parts that fit a cache. The primes up to the root
 * of the limit come in a share. */
#include "hpvm.h"

#include <string.h>

enum { PART = 1 << 15 }; /* odd numbers */

/* Of the odd numbers first, first + 2, …, count of them: how many are prime? */
static long count_part(int64_t first, long count, const int32_t *primes, long known) {
    static unsigned char composite[PART];
    memset(composite, 0, (size_t)count);
    int64_t last = first + 2 * (int64_t)(count - 1);
    for (long at = 1; at < known && (int64_t)primes[at] * primes[at] <= last; at++) {
        int64_t prime = primes[at];
        int64_t multiple = prime * prime;
        if (multiple < first) {
            multiple = (first + prime - 1) / prime * prime;
            multiple += multiple % 2 == 0 ? prime : 0;
        }
        for (int64_t index = (multiple - first) / 2; index < count; index += prime) {
            composite[index] = 1;
        }
    }
    long found = 0;
    for (long index = 0; index < count; index++) {
        found += !composite[index];
    }
    return found;
}

/* The primes from start to end - 1. */
static int64_t count_range(int64_t start, int64_t end, const int32_t *primes, long known) {
    int64_t found = start <= 2 && end > 2;
    int64_t first = start < 3 ? 3 : start | 1;
    while (first < end) {
        int64_t left = (end - first + 1) / 2;
        long count = left < PART ? (long)left : PART;
        found += count_part(first, count, primes, known);
        first += 2 * (int64_t)count;
    }
    return found;
}

int kernel_main(long id, long size, void *args) {
    (void)id;
    (void)size;
    const int32_t *primes = hpvm_open_share("primes", HPVM_READ_ONLY);
    if (primes == NULL) {
        return HPVM_ENOSHARE;
    }
    long known = hpvm_share_size("primes") / (long)sizeof *primes;
    int64_t found = count_range(hpvm_arg_i64(args, 0), hpvm_arg_i64(args, 1), primes, known);
    return hpvm_accumulate_share("found", &found, 0, 1, HPVM_SUM);
}

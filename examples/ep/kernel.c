/* Draws pairs of random numbers, makes Gaussian deviates of those in the unit circle, adds these up and counts in
 * which square annulus they lie. */
#include "ep.h"
#include "hpvm.h"

#include <math.h>

#define MODULUS_MASK ((UINT64_C(1) << 46) - 1)
#define MULTIPLIER UINT64_C(1220703125) /* 5^13 */
#define SEED UINT64_C(271828183)

/* Exact, as 2^46 divides 2^64. */
static uint64_t times(uint64_t a, uint64_t b) {
    return a * b & MODULUS_MASK;
}

static uint64_t power(uint64_t base, uint64_t exponent) {
    uint64_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) {
            result = times(result, base);
        }
        base = times(base, base);
    }
    return result;
}

static double next(uint64_t *state) {
    *state = times(*state, MULTIPLIER);
    return ldexp((double)(int64_t)*state, -46);
}

static void batch(uint64_t number, double *sums, int64_t *annuli) {
    uint64_t state = times(SEED, power(MULTIPLIER, number << (BATCH_BITS + 1)));
    for (long pair = 0; pair < 1L << BATCH_BITS; pair++) {
        double x = 2 * next(&state) - 1;
        double y = 2 * next(&state) - 1;
        double t = x * x + y * y;
        if (t <= 1) {
            double factor = sqrt(-2 * log(t) / t);
            x *= factor;
            y *= factor;
            int annulus = (int)fmax(fabs(x), fabs(y));
            annuli[annulus]++;
            sums[0] += x;
            sums[1] += y;
        }
    }
}

int kernel_main(long id, long size, void *args) {
    (void)size;
    (void)args;
    double sums[2] = {0};
    int64_t annuli[ANNULI] = {0};
    for (long number = id * TASK_BATCHES; number < (id + 1) * TASK_BATCHES; number++) {
        batch((uint64_t)number, sums, annuli);
    }
    int status = hpvm_accumulate_share("sums", sums, 0, 2, HPVM_SUM);
    return status != HPVM_OK ? status : hpvm_accumulate_share("annuli", annuli, 0, ANNULI, HPVM_SUM);
}

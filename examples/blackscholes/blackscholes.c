/* Prices a portfolio of European options.
 *
 *   blackscholes OPTIONS TASKS
 *
 * Prints an option a line: call or put, spot, strike, rate, volatility, years, price. The portfolio repeats four
 * options. The last task's share of them is not cut short where the options do not divide by the tasks. */
#include "hpvm.h"

#include <stdio.h>

static const struct {
    double spot, strike, rate, volatility, years;
    int is_put;
} known[] = {
    {42, 40, .10, .20, .5, 0},
    {42, 40, .10, .20, .5, 1},
    {100, 100, .05, .15, 1, 1},
    {100, 100, .05, .15, 1, 0},
};
enum { KNOWN = sizeof known / sizeof known[0] };

static long options;
static long tasks;

static void *part(long id, long *size) {
    long *block = malloc(2 * sizeof *block);
    if (block != NULL) {
        block[0] = (long)((long long)options * id / tasks);
        block[1] = (long)((long long)options * (id + 1) / tasks);
        *size = 2 * sizeof *block;
    }
    return block;
}

int main(int count, char **words) {
    options = count == 3 ? strtol(words[1], NULL, 10) : 0;
    tasks = count == 3 ? strtol(words[2], NULL, 10) : 0;
    if (options < 1 || options > 100000000 || tasks < 1 || tasks > options) {
        fprintf(stderr, "usage: blackscholes OPTIONS TASKS, no more tasks than options\n");
        return 2;
    }
    double *spot = hpvm_alloc("spot", HPVM_FLOAT64, options);
    double *strike = hpvm_alloc("strike", HPVM_FLOAT64, options);
    double *rate = hpvm_alloc("rate", HPVM_FLOAT64, options);
    double *volatility = hpvm_alloc("volatility", HPVM_FLOAT64, options);
    double *years = hpvm_alloc("years", HPVM_FLOAT64, options);
    int16_t *is_put = hpvm_alloc("is-put", HPVM_INT16, options);
    float *prices = hpvm_alloc("prices", HPVM_FLOAT32, options);
    if (spot == NULL || strike == NULL || rate == NULL || volatility == NULL || years == NULL || is_put == NULL ||
        prices == NULL) {
        fprintf(stderr, "blackscholes: %s\n", hpvm_last_error());
        return 1;
    }
    for (long at = 0; at < options; at++) {
        spot[at] = known[at % KNOWN].spot;
        strike[at] = known[at % KNOWN].strike;
        rate[at] = known[at % KNOWN].rate;
        volatility[at] = known[at % KNOWN].volatility;
        years[at] = known[at % KNOWN].years;
        is_put[at] = (int16_t)known[at % KNOWN].is_put;
    }
    if (hpvm_spawn("", tasks, part) != HPVM_OK) {
        fprintf(stderr, "blackscholes: %s\n", hpvm_last_error());
        return 1;
    }
    for (long at = 0; at < options; at++) {
        printf("%s %g %g %g %g %g %.6f\n", is_put[at] ? "put" : "call", spot[at], strike[at], rate[at], volatility[at],
               years[at], prices[at]);
    }
    return 0;
}

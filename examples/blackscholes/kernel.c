/* Prices European options by the formula of Black and Scholes. */
#include "hpvm.h"

#include <math.h>

/* The normal distribution, by Abramowitz and Stegun, 26.2.17. */
static double normal(double x) {
    double k = 1 / (1 + 0.2316419 * fabs(x));
    double tail = 0.3989422804014327 * exp(-x * x / 2) * k *
                  (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
    return x < 0 ? tail : 1 - tail;
}

static double price(double spot, double strike, double rate, double volatility, double years, int is_put) {
    double deviation = volatility * sqrt(years);
    double d1 = (log(spot / strike) + (rate + volatility * volatility / 2) * years) / deviation;
    double d2 = d1 - deviation;
    double discounted = strike * exp(-rate * years);
    return is_put ? discounted * normal(-d2) - spot * normal(-d1) : spot * normal(d1) - discounted * normal(d2);
}

int kernel_main(long id, long size, void *args) {
    (void)id;
    (void)size;
    long start = (long)hpvm_arg_long(args, 0);
    long end = (long)hpvm_arg_long(args, 1);
    const double *spot = hpvm_open_share("spot", HPVM_READ_ONLY);
    const double *strike = hpvm_open_share("strike", HPVM_READ_ONLY);
    const double *rate = hpvm_open_share("rate", HPVM_READ_ONLY);
    const double *volatility = hpvm_open_share("volatility", HPVM_READ_ONLY);
    const double *years = hpvm_open_share("years", HPVM_READ_ONLY);
    const int16_t *is_put = hpvm_open_share("is-put", HPVM_READ_ONLY);
    float *prices = hpvm_get_share("prices");
    if (spot == NULL || strike == NULL || rate == NULL || volatility == NULL || years == NULL || is_put == NULL ||
        prices == NULL) {
        return HPVM_ENOSHARE;
    }
    for (long at = start; at < end; at++) {
        prices[at] = (float)price(spot[at], strike[at], rate[at], volatility[at], years[at], is_put[at]);
    }
    return hpvm_merge_share("prices", prices, start, end);
}

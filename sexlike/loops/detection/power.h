/* Powers in double precision, the same on every platform (see detection/cleaning/power.py). */
#ifndef SEXLIKE_POWER_H
#define SEXLIKE_POWER_H

#include "logarithm.h"

static inline double power(double base, double exponent)
{
    if (exponent == 1)
        return base;
    if (exponent == -1)
        return 1 / base;
    if (!(base > 0 && base < INFINITY))
        return base;
    double wanted = exponent * logarithm(base);
    wanted = wanted < HIGHEST_POWER ? wanted > -HIGHEST_POWER ? wanted : -HIGHEST_POWER : HIGHEST_POWER;
    const double whole = floor(wanted / LOG_2 + 0.5), rest = wanted - whole * LOG_2;
    double series = 1;
    for (int n = LAST_OF_EXPONENTIAL; n > 0; n--)
        series = series * rest / n + 1;
    return ldexp(series, (int)whole);
}

#endif

/* Powers and exponentials in double precision, the same on every platform (see detection/power.py). */
#ifndef SEXLIKE_POWER_H
#define SEXLIKE_POWER_H

#include "logarithm.h"

static inline double exponential(double power)
{
    power = power < HIGHEST_POWER ? power > -HIGHEST_POWER ? power : -HIGHEST_POWER : HIGHEST_POWER;
    const double whole = floor(power / LOG_2 + 0.5), rest = power - whole * LOG_2;
    double series = 1;
    for (int n = LAST_OF_EXPONENTIAL; n > 0; n--)
        series = series * rest / n + 1;
    return ldexp(series, (int)whole);
}

static inline double power(double base, double exponent)
{
    if (exponent == 1)
        return base;
    if (exponent == -1)
        return 1 / base;
    if (!(base > 0 && base < INFINITY))
        return base;
    return exponential(exponent * logarithm(base));
}

#endif

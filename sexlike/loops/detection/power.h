/* Powers in double precision, the same on every platform (see detection/cleaning/power.py). */
#ifndef SEXLIKE_POWER_H
#define SEXLIKE_POWER_H

#include <math.h>

#include "loops.h"

static inline double power(double base, double exponent)
{
    if (exponent == 1)
        return base;
    if (exponent == -1)
        return 1 / base;
    if (!(base > 0 && base < INFINITY))
        return base;
    int twos;
    double mantissa = frexp(base, &twos);
    if (mantissa < ROOT_HALF) {
        mantissa *= 2;
        twos--;
    }
    const double ratio = (mantissa - 1) / (mantissa + 1), square = ratio * ratio;
    double series = 0;
    for (int n = LAST_OF_LOGARITHM; n > 0; n -= 2)
        series = series * square + 1.0 / n;
    double wanted = exponent * (twos * LOG_2 + 2 * ratio * series);
    wanted = wanted < HIGHEST_POWER ? wanted > -HIGHEST_POWER ? wanted : -HIGHEST_POWER : HIGHEST_POWER;
    const double whole = floor(wanted / LOG_2 + 0.5), rest = wanted - whole * LOG_2;
    series = 1;
    for (int n = LAST_OF_EXPONENTIAL; n > 0; n--)
        series = series * rest / n + 1;
    return ldexp(series, (int)whole);
}

#endif

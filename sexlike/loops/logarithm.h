/* Logarithms in double precision, the same on every platform (see detection/cleaning/power.py). */
#ifndef SEXLIKE_LOGARITHM_H
#define SEXLIKE_LOGARITHM_H

#include <math.h>
#include <string.h>

#include "loops.h"

/* Natural logarithm of mantissa * 2^twos, where the mantissa lies between 1/2 and 1. */
static inline double logarithm_of(double mantissa, double twos)
{
    const int low = mantissa < ROOT_HALF;
    mantissa = low ? 2 * mantissa : mantissa;
    twos = low ? twos - 1 : twos;
    const double ratio = (mantissa - 1) / (mantissa + 1), square = ratio * ratio;
    double series = 0;
    for (int n = LAST_OF_LOGARITHM; n > 0; n -= 2)
        series = series * square + 1.0 / n;
    return twos * LOG_2 + 2 * ratio * series;
}

/* Natural logarithm of a positive, finite number. */
static inline double logarithm(double value)
{
    int twos;
    const double mantissa = frexp(value, &twos);
    return logarithm_of(mantissa, twos);
}

/* The same of a number that is 1 or more: without a call, so that several are computed at a time. */
static inline double logarithm_above_1(double value)
{
    uint64_t bits;
    double mantissa;
    memcpy(&bits, &value, sizeof bits);
    const double twos = (double)(int32_t)(bits >> 52) - 1022;
    bits = (bits & 0xFFFFFFFFFFFFFULL) | 0x3FE0000000000000ULL;
    memcpy(&mantissa, &bits, sizeof bits);
    return logarithm_of(mantissa, twos);
}

#endif

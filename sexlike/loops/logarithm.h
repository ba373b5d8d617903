/* Logarithms in double precision, the same on every platform (see detection/power.py). */
#ifndef SEXLIKE_LOGARITHM_H
#define SEXLIKE_LOGARITHM_H

#include <math.h>
#include <string.h>

#include "loops.h"

/* Natural logarithm of a positive, finite number. */
static inline double logarithm(double value)
{
    int twos;
    double mantissa = frexp(value, &twos);
    if (mantissa < ROOT_HALF) {
        mantissa *= 2;
        twos--;
    }
    const double ratio = (mantissa - 1) / (mantissa + 1), square = ratio * ratio;
    double series = 0;
    for (int n = LAST_OF_LOGARITHM; n > 0; n -= 2)
        series = series * square + 1.0 / n;
    return twos * LOG_2 + 2 * ratio * series;
}

/* The same of a number that is 1 or more, to 12 digits: without calls and loops, so that several are computed at a time.
 *
 * The series ends with LAST_OF_SHORT_LOGARITHM.
 */
static inline double logarithm_above_1(double value)
{
    uint64_t bits, exponent;
    double mantissa, twos;
    memcpy(&bits, &value, sizeof bits);
    exponent = (bits >> 52) | 0x4330000000000000ULL; /* as the last bits of 2^52 it is turned into a double */
    bits = (bits & 0xFFFFFFFFFFFFFULL) | 0x3FE0000000000000ULL;
    memcpy(&mantissa, &bits, sizeof bits);
    memcpy(&twos, &exponent, sizeof exponent);
    twos = twos - 4503599627370496.0 - 1022;
    twos = mantissa < ROOT_HALF ? twos - 1 : twos;
    mantissa = mantissa < ROOT_HALF ? 2 * mantissa : mantissa;
    const double ratio = (mantissa - 1) / (mantissa + 1), x = ratio * ratio;
    const double series =
        (((((1.0 / 13 * x + 1.0 / 11) * x + 1.0 / 9) * x + 1.0 / 7) * x + 1.0 / 5) * x + 1.0 / 3) * x + 1;
    return twos * LOG_2 + 2 * ratio * series;
}

#endif

/* Exponentials and logarithms in single precision, the same on every platform (see measure/models/shapes/single.py).
 *
 * Without calls and branches, so that several are computed at a time.
 */
#ifndef SEXLIKE_SINGLE_H
#define SEXLIKE_SINGLE_H

#include <math.h>
#include <string.h>

#include "loops.h"

#define ROUNDING 12582912.0f /* 1.5 * 2^23: a number that is added to it is rounded to a whole one */
#define ROOT_HALF_BITS 0x3F3504F3

/* The exponential of a number between -87 and 88. */
static inline float single_exponential(float power)
{
    uint32_t bits;
    float scale;
    const float shifted = power * (float)PER_LOG_2 + ROUNDING, whole = shifted - ROUNDING;
    const float x = power - whole * (float)LOG_2_HIGH - whole * (float)LOG_2_LOW;
    const float series =
        (((((1.0f / 720 * x + 1.0f / 120) * x + 1.0f / 24) * x + 1.0f / 6) * x + 0.5f) * x + 1) * x + 1;
    memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 127) << 23; /* the last bits of the shifted number are the whole one */
    memcpy(&scale, &bits, sizeof scale);
    return series * scale;
}

/* The natural logarithm of a positive number that is not tiny. */
static inline float single_logarithm(float value)
{
    int32_t bits;
    float mantissa;
    memcpy(&bits, &value, sizeof bits);
    bits -= ROOT_HALF_BITS; /* so that the mantissa is between the roots of 1/2 and of 2 */
    const float twos = (float)(bits >> 23);
    bits = (bits & 0x7FFFFF) + ROOT_HALF_BITS;
    memcpy(&mantissa, &bits, sizeof mantissa);
    const float ratio = (mantissa - 1) / (mantissa + 1), square = ratio * ratio;
    const float series = (((1.0f / 9 * square + 1.0f / 7) * square + 0.2f) * square + 1.0f / 3) * square + 1;
    return twos * (float)LOG_2 + 2 * ratio * series;
}

#endif

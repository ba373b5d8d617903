/* What the loops have in common.
 *
 * Constants in capitals that no file here defines are those of constants.py. Indices and sizes are of type index_t; an
 * array comes with its shape behind it. Arithmetic is SExtractor's: terms of single precision are formed in single
 * precision, factor by factor, and summed in double precision, pixel by pixel.
 */
#ifndef SEXLIKE_LOOPS_H
#define SEXLIKE_LOOPS_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* A loop that is also compiled for processors with wider registers, which do the same more than once at a time. */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define WIDE __attribute__((flatten, target_clones("avx2", "default")))
#else
#define WIDE
#endif

typedef ptrdiff_t index_t;

static inline index_t smaller(index_t a, index_t b) { return a < b ? a : b; }
static inline index_t larger(index_t a, index_t b) { return a > b ? a : b; }
static inline index_t within(index_t value, index_t low, index_t high) { return larger(low, smaller(value, high)); }

#define FARTHEST 1e9 /* pixels: no centre or radius that went astray overflows an integer */

/* A whole number, rounded towards zero; what is not a number is far to the left. */
static inline index_t toward_zero(double value)
{
    return (index_t)(value > -FARTHEST ? value < FARTHEST ? value : FARTHEST : -FARTHEST);
}

#endif

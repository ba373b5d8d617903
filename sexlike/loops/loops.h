/* What the loops have in common.
 *
 * Indices and sizes are ptrdiff_t. An array comes with its shape behind it. Arithmetic is SExtractor's: terms of
 * single precision are formed in single precision, factor by factor, and summed in double precision, pixel by pixel.
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

typedef ptrdiff_t index_t;

static inline index_t smaller(index_t a, index_t b) { return a < b ? a : b; }
static inline index_t larger(index_t a, index_t b) { return a > b ? a : b; }
static inline index_t within(index_t value, index_t low, index_t high) { return larger(low, smaller(value, high)); }

#endif

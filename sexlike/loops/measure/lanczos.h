/* Lanczos-4 interpolation of maps of samples onto pixels (see measure/psf/lanczos.py and resampling.py). */
#ifndef SEXLIKE_LANCZOS_H
#define SEXLIKE_LANCZOS_H

#include <math.h>

#include "loops.h"

/* Along an axis: the first sample and the weights of each pixel, and the pixels that lie on the samples. */
typedef struct {
    int64_t *origin;
    float *weight;
    index_t start, stop;
} Axis;

/* sin(pi n / 4) and cos(pi n / 4) */
static const double SINES[] = {-ROOT_HALF, -1, -ROOT_HALF, 0, ROOT_HALF, 1, ROOT_HALF, 0};
static const double COSINES[] = {-ROOT_HALF, 0, ROOT_HALF, 1, ROOT_HALF, 0, -ROOT_HALF, -1};

/* Sine and cosine of a quarter of pi times a fraction. */
static inline void find_sines(double fraction, double *sine, double *cosine)
{
    const double x = QUARTER_PI * fraction, x2 = x * x;
    *sine =
        x * (1 - x2 / 6 * (1 - x2 / 20 * (1 - x2 / 42 * (1 - x2 / 72 * (1 - x2 / 110 * (1 - x2 / 156))))));
    *cosine = 1 - x2 / 2 * (1 - x2 / 12 * (1 - x2 / 30 * (1 - x2 / 56 * (1 - x2 / 90 * (1 - x2 / 132)))));
}

/* Weights, not normalised, of the samples around a position that lies this fraction above one of them. */
static inline void weigh_taps(double fraction, double *weight)
{
    if (fraction < PSF_CENTRED || fraction > 1 - PSF_CENTRED) {
        for (int k = 0; k < PSF_TAPS; k++)
            weight[k] = k + PSF_FIRST_TAP == (fraction > 0.5);
        return;
    }
    double sine, cosine;
    find_sines(fraction, &sine, &cosine);
    for (int k = 0; k < PSF_TAPS; k++) {
        const double distance = k + PSF_FIRST_TAP - fraction, sign = k % 2 ? -1 : 1;
        weight[k] = sign * (SINES[k] * cosine - COSINES[k] * sine) / (distance * distance);
    }
}

/* The taps of `count` pixels on `length` samples, `step` pixels apart, whose central one is moved by `shift` pixels.
 *
 * Weights are divided by the sum of those of all taps (whole), or of those that are on samples.
 */
static inline void place_taps(Axis *axis, index_t length, index_t count, double shift, double step, int32_t whole)
{
    index_t end = count;
    axis->start = axis->stop = 0;
    for (index_t j = 0; j < end; j++) {
        const double position = (double)(length / 2) + ((double)(j - count / 2) - shift) / step;
        if (position < 0) {
            axis->start = axis->stop = j + 1;
            continue;
        }
        if (whole && j == axis->start)
            end = smaller(count, j + toward_zero(((double)length - position) * step));
        if (j >= end || (!whole && position > (double)(length - 1)))
            return;
        axis->stop = j + 1;
        const index_t below = (index_t)position;
        double weight[PSF_TAPS], total = 0;
        weigh_taps(position - (double)below, weight);
        axis->origin[j] = below + PSF_FIRST_TAP;
        for (index_t k = 0; k < PSF_TAPS; k++) {
            const index_t sample = below + PSF_FIRST_TAP + k;
            if (whole || (sample >= 0 && sample < length))
                total += weight[k];
        }
        for (index_t k = 0; k < PSF_TAPS; k++)
            axis->weight[j * PSF_TAPS + k] = (float)(weight[k] / total);
    }
}

/* Where first taps are not on samples, those that are get the weights of the first ones: a mistake of SExtractor's. */
static inline void slip_taps(Axis *axis)
{
    for (index_t j = axis->start; j < axis->stop && axis->origin[j] < 0; j++)
        for (index_t k = PSF_TAPS - 1; k >= -axis->origin[j]; k--)
            axis->weight[j * PSF_TAPS + k] = axis->weight[j * PSF_TAPS + k + axis->origin[j]];
}

/* How the weights of taps, not normalised, change with the fraction. */
static inline void slope_taps(double fraction, double *weight, double *slope)
{
    double sine, cosine;
    fraction = fraction < PSF_CENTRED ? PSF_CENTRED : fraction > 1 - PSF_CENTRED ? 1 - PSF_CENTRED : fraction;
    find_sines(fraction, &sine, &cosine);
    weigh_taps(fraction, weight);
    for (int k = 0; k < PSF_TAPS; k++) {
        const double distance = k + PSF_FIRST_TAP - fraction, sign = k % 2 ? -1 : 1;
        const double turned = sign * (SINES[k] * sine + COSINES[k] * cosine);
        slope[k] = 2 * weight[k] / distance - QUARTER_PI * turned / (distance * distance);
    }
}

/* How the weights of the taps of an axis change if the samples are moved by a pixel. */
static inline void find_slopes(const Axis *axis, index_t length, index_t count, double shift, double step,
                               float *slopes)
{
    for (index_t j = axis->start; j < axis->stop; j++) {
        const double position = (double)(length / 2) + ((double)(j - count / 2) - shift) / step;
        double weight[PSF_TAPS], slope[PSF_TAPS], total = 0, change = 0;
        slope_taps(position - floor(position), weight, slope);
        for (index_t k = 0; k < PSF_TAPS; k++) {
            total += weight[k];
            change += slope[k];
        }
        for (index_t k = 0; k < PSF_TAPS; k++)
            slopes[j * PSF_TAPS + k] = (float)((weight[k] * (change / total) - slope[k]) / total / step);
    }
}

/* Room for the taps of two axes, and for maps that are interpolated. */
typedef struct {
    Axis x, y;
    float *turned;         /* the map, whose columns are rows */
    float *columns, *rows; /* interpolated along x, and turned back */
    float *end;            /* of this room */
} Interpolation;

/* For maps of at most so many rows and columns, at the pixels of windows. */
static inline Interpolation interpolation_in(int64_t *origins, float *room, index_t rows, index_t columns,
                                             index_t height, index_t width)
{
    float *turned = room + PSF_TAPS * (width + height), *columns_at = turned + rows * columns;
    float *rows_at = columns_at + rows * width, *end = rows_at + rows * width;
    const Axis x = {origins, room, 0, 0}, y = {origins + width, room + PSF_TAPS * width, 0, 0};
    const Interpolation of = {x, y, turned, columns_at, rows_at, end};
    return of;
}

/* Columns become rows; rows are so far apart before, and so far after it. */
static inline void turn(const float *restrict from, index_t apart, float *restrict to, index_t then_apart, index_t rows,
                        index_t columns)
{
    for (index_t i = 0; i < rows; i++)
        for (index_t j = 0; j < columns; j++)
            to[j * then_apart + i] = from[i * apart + j];
}

/* The sum over taps of rows that are so far apart, at many places at once.
 *
 * One tap after the other is added to 0: a sum is never -0.
 */
static inline void add_taps(const float *weight, const float *sample, index_t apart, index_t taps, float *restrict sum,
                            index_t length)
{
    if (taps == 8) { /* mostly; without a sum that waits in memory */
        const float *restrict a = sample, *restrict b = a + apart, *restrict c = b + apart, *restrict d = c + apart;
        const float *restrict e = d + apart, *restrict f = e + apart, *restrict g = f + apart, *restrict h = g + apart;
        for (index_t k = 0; k < length; k++) {
            const float first = 0 + weight[0] * a[k] + weight[1] * b[k] + weight[2] * c[k] + weight[3] * d[k];
            sum[k] = first + weight[4] * e[k] + weight[5] * f[k] + weight[6] * g[k] + weight[7] * h[k];
        }
        return;
    }
    for (index_t k = 0; k < length; k++)
        sum[k] = 0;
    for (index_t tap = 0; tap < taps; tap++)
        for (index_t k = 0; k < length; k++)
            sum[k] += weight[tap] * sample[tap * apart + k];
}

/* The taps of an axis that are on samples. */
static inline index_t first_tap(const Axis *axis, index_t pixel) { return larger(0, -axis->origin[pixel]); }
static inline index_t end_of_taps(const Axis *axis, index_t pixel, index_t length)
{
    return smaller(PSF_TAPS, length - axis->origin[pixel]);
}

/* The map that is turned, of so many rows, at the pixels from x.start to x.stop; weights: of taps, or their slopes. */
static inline void interpolate_along_x(const Interpolation *of, const float *weights, index_t number, index_t columns,
                                       float *rows)
{
    const Axis *x = &of->x;
    const index_t wide = x->stop - x->start;
    for (index_t j = x->start; j < x->stop; j++) {
        const index_t low = first_tap(x, j), taps = end_of_taps(x, j, columns) - low;
        add_taps(weights + j * PSF_TAPS + low, of->turned + (x->origin[j] + low) * number, number, taps,
                 of->columns + (j - x->start) * number, number);
    }
    turn(of->columns, number, rows, wide, wide, number);
}

/* A row of pixels from rows of that kind, the first of which is that of the sample `first` of so many. */
static inline void interpolate_along_y(const Interpolation *of, const float *weights, index_t pixel, const float *rows,
                                       index_t first, index_t samples, float *pixels)
{
    const Axis *y = &of->y;
    const index_t wide = of->x.stop - of->x.start, low = first_tap(y, pixel);
    const index_t taps = end_of_taps(y, pixel, samples) - low;
    add_taps(weights + pixel * PSF_TAPS + low, rows + (y->origin[pixel] + low - first) * wide, wide, taps,
             pixels + of->x.start, wide);
}

/* A map of samples (rows, columns) at the pixels (height, width): 0 where there are no samples. First along x. */
static inline void interpolate_map(const Interpolation *of, const float *map, index_t apart, index_t rows,
                                   index_t columns, float *pixels, index_t height, index_t width)
{
    const Axis *x = &of->x, *y = &of->y;
    for (index_t pixel = 0; pixel < height * width; pixel++)
        pixels[pixel] = 0;
    if (x->start >= x->stop || y->start >= y->stop)
        return;
    const index_t first = larger(0, y->origin[y->start]), last = smaller(rows, y->origin[y->stop - 1] + PSF_TAPS);
    turn(map + first * apart, apart, of->turned, last - first, last - first, columns);
    interpolate_along_x(of, x->weight, last - first, columns, of->rows);
    for (index_t i = y->start; i < y->stop; i++)
        interpolate_along_y(of, y->weight, i, of->rows, first, rows, pixels + i * width);
}

#endif

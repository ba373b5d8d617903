/* Light in circular and in elliptical apertures. */

#include <math.h>

#include "subpixels.h"
#include "sums.h"

/* Light in a circle of the same radius around each of the objects first to stop; x and y are in single precision, as
 * the offsets of pixels are. */
EXPORT void add_up_circles(const Scene *scene, const float *x, index_t count, const float *y, index_t y_count,
                           const int64_t *boxes, index_t box_count, index_t box_bounds, float radius, float corner,
                           const float *area, index_t area_count, Sums *sums, index_t sums_count, index_t sums_columns,
                           index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)box_count, (void)area_count, (void)sums_count, (void)sums_columns;
    const Circle circle = circle_of(radius, corner, SUBPIXELS, area);
    for (index_t i = first; i < stop; i++) {
        const int64_t *box = boxes + i * box_bounds;
        for (index_t row = box[2]; row < box[3]; row++)
            for (index_t column = box[0]; column < box[1]; column++) {
                const float fraction = fraction_inside(&circle, (float)column - x[i], (float)row - y[i]);
                if (fraction >= 0)
                    add_pixel(scene, sums + i, corrected_light(scene, i, column, row, x[i], y[i]), fraction);
            }
    }
}

/* cxx dx^2 + cyy dy^2 + cxy dx dy <= limit^2 */
typedef struct {
    float cxx, cyy, cxy, limit;
} Ellipse;

static inline float radius2_in(Ellipse ellipse, float dx, float dy)
{
    return (ellipse.cxx * dx) * dx + (ellipse.cyy * dy) * dy + (ellipse.cxy * dx) * dy;
}

/* Light in whole pixels in ellipses around the objects first to stop. */
EXPORT void add_up_ellipses(const Scene *scene, const float *x, index_t count, const float *y, index_t y_count,
                            const int64_t *boxes, index_t box_count, index_t box_bounds,
                            const Ellipse *ellipses, index_t ellipse_count, index_t coefficients,
                            Sums *sums, index_t sums_count, index_t sums_columns, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)box_count, (void)ellipse_count, (void)coefficients;
    (void)sums_count, (void)sums_columns;
    for (index_t i = first; i < stop; i++) {
        const int64_t *box = boxes + i * box_bounds;
        const Ellipse ellipse = ellipses[i];
        const float limit2 = ellipse.limit * ellipse.limit;
        for (index_t row = box[2]; row < box[3]; row++)
            for (index_t column = box[0]; column < box[1]; column++)
                if (radius2_in(ellipse, (float)column - x[i], (float)row - y[i]) <= limit2)
                    add_pixel(scene, sums + i, corrected_light(scene, i, column, row, x[i], y[i]), 1);
    }
}

/* Sums from which Kron's radius follows, in ellipses around the objects first to stop.
 *
 * sums: light times elliptical radius, light, numbers of visible and of masked pixels.
 */
EXPORT void add_up_kron(const Scene *scene, const float *x, index_t count, const float *y, index_t y_count,
                        const int64_t *boxes, index_t box_count, index_t box_bounds,
                        const Ellipse *ellipses, index_t ellipse_count, index_t coefficients,
                        double *sums, index_t sums_count, index_t sums_columns, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)box_count, (void)ellipse_count, (void)coefficients, (void)sums_count;
    for (index_t i = first; i < stop; i++) {
        const int64_t *box = boxes + i * box_bounds;
        const Ellipse ellipse = ellipses[i];
        const float limit2 = ellipse.limit * ellipse.limit;
        double *sum = sums + i * sums_columns;
        for (index_t row = box[2]; row < box[3]; row++)
            for (index_t column = box[0]; column < box[1]; column++) {
                const float r2 = radius2_in(ellipse, (float)column - x[i], (float)row - y[i]);
                if (!(r2 <= limit2))
                    continue;
                const Light light = masked_light(scene, i, row * scene->width + column);
                if (light.masked) {
                    sum[3]++;
                    continue;
                }
                sum[0] += sqrt((double)r2) * light.value;
                sum[1] += light.value;
                sum[2]++;
            }
    }
}

/* Light, and numbers of visible and of masked pixels, in bins of the elliptical radius, for objects first to stop.
 *
 * tenth: tenths of the step between radii that are tried, in units of A or B. bin_of: the bin of each whole number of
 * tenths; the last takes all that are beyond. totals: for each object three rows of bins.
 */
EXPORT void add_up_petrosian(const Scene *scene, const float *x, index_t count, const float *y, index_t y_count,
                             const int64_t *boxes, index_t box_count, index_t box_bounds,
                             const Ellipse *ellipses, index_t ellipse_count, index_t coefficients,
                             const double *tenth, index_t tenth_count, const int64_t *bin_of, index_t tenths,
                             double *totals, index_t totals_count, index_t kinds, index_t bins,
                             index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)box_count, (void)ellipse_count, (void)coefficients;
    (void)tenth_count, (void)totals_count;
    const double last = (double)(tenths - 1);
    for (index_t i = first; i < stop; i++) {
        const int64_t *box = boxes + i * box_bounds;
        const Ellipse ellipse = ellipses[i];
        const float limit2 = ellipse.limit * ellipse.limit;
        double *light_in = totals + i * kinds * bins, *visible_in = light_in + bins, *masked_in = visible_in + bins;
        for (index_t row = box[2]; row < box[3]; row++)
            for (index_t column = box[0]; column < box[1]; column++) {
                const float r2 = radius2_in(ellipse, (float)column - x[i], (float)row - y[i]);
                if (!(r2 <= limit2))
                    continue;
                const double tenths_out = sqrt((double)r2) / tenth[i];
                const index_t bin = bin_of[(index_t)(tenths_out < last ? tenths_out : last)];
                const Light light = masked_light(scene, i, row * scene->width + column);
                if (light.masked) {
                    masked_in[bin]++;
                } else {
                    light_in[bin] += light.value;
                    visible_in[bin]++;
                }
            }
    }
}

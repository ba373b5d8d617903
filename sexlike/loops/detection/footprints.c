/* Sums over the pixels of detections, in list order: footprint i has the pixels start[i] to start[i + 1]. */

#include "loops.h"

/* Values of an image at pixels first to stop. */
EXPORT void take_values(const float *restrict image, index_t height, index_t width,
                        const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                        float *restrict values, index_t values_count, index_t first, index_t stop)
{
    (void)height, (void)count, (void)y_count, (void)values_count;
    for (index_t i = first; i < stop; i++)
        values[i] = image[y[i] * width + x[i]];
}

/* How many values of each of the footprints first to stop are above its level. */
EXPORT void count_values_above(const float *restrict values, index_t count,
                               const int64_t *restrict start, index_t bounds,
                               const float *restrict level, index_t level_count,
                               double *restrict numbers, index_t number_count, index_t first, index_t stop)
{
    (void)count, (void)bounds, (void)level_count, (void)number_count;
    for (index_t i = first; i < stop; i++) {
        int64_t number = 0;
        for (index_t k = start[i]; k < start[i + 1]; k++)
            number += values[k] > level[i];
        numbers[i] = (double)number;
    }
}

/* Light times 1, dx, dy, dx^2, dy^2 and dx dy, where (dx, dy) is the offset from the corner of the box. */
EXPORT void add_up_moments(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                           const int64_t *restrict start, index_t bounds,
                           const float *restrict light, index_t light_count,
                           const int32_t *restrict x_min, index_t x_min_count,
                           const int32_t *restrict y_min, index_t y_min_count,
                           double *restrict sums, index_t rows, index_t columns, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)bounds, (void)light_count, (void)x_min_count, (void)y_min_count, (void)rows;
    for (index_t i = first; i < stop; i++) {
        double s[6] = {0};
        for (index_t k = start[i]; k < start[i + 1]; k++) {
            const float dx = (float)(x[k] - x_min[i]), dy = (float)(y[k] - y_min[i]);
            const float cx = light[k] * dx, cy = light[k] * dy;
            s[0] += light[k];
            s[1] += cx;
            s[2] += cy;
            s[3] += cx * dx;
            s[4] += cy * dy;
            s[5] += cx * dy;
        }
        for (index_t k = 0; k < columns; k++)
            sums[i * columns + k] = s[k];
    }
}

/* Sums for a straight line in the logarithm of light over squared radius, weighted with the squared light: of pixels
 * between two limits. The columns: weight, r^2, r^4, logarithm and their product, each times the weight. */
EXPORT void add_up_cores(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                         const int64_t *restrict start, index_t bounds,
                         const double *restrict light, index_t light_count,
                         const double *restrict log_light, index_t log_count,
                         const double *restrict lowest, index_t lowest_count,
                         const double *restrict highest, index_t highest_count,
                         const double *restrict x_centre, index_t x_centre_count,
                         const double *restrict y_centre, index_t y_centre_count,
                         double *restrict sums, index_t rows, index_t columns)
{
    (void)count, (void)y_count, (void)bounds, (void)light_count, (void)log_count, (void)lowest_count;
    (void)highest_count, (void)x_centre_count, (void)y_centre_count;
    for (index_t i = 0; i < rows; i++) {
        double s[5] = {0};
        for (index_t k = start[i] - start[0]; k < start[i + 1] - start[0] && lowest[i] > 0; k++) {
            if (!(light[k] > lowest[i] && light[k] < highest[i]))
                continue;
            const double dx = x[k] - x_centre[i], dy = y[k] - y_centre[i];
            const double r2 = dx * dx + dy * dy, weight = light[k] * light[k];
            s[0] += weight;
            s[1] += r2 * weight;
            s[2] += (r2 * r2) * weight;
            s[3] += log_light[k] * weight;
            s[4] += (log_light[k] * r2) * weight;
        }
        for (index_t k = 0; k < columns; k++)
            sums[i * columns + k] = s[k];
    }
}

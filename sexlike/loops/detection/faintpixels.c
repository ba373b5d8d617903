/* The light of a blend's seeds at its faint pixels (see detection/deblending/faintpixels.py). */

#include "power.h"

/* The Gaussian of a seed: a row of a table. */
typedef struct {
    float cxx, cyy, cxy, amplitude, width;
} Gaussian;

/* Half the squared distance from a seed, in units of its widened ellipse. */
static inline double elliptical_distance(double dx, double dy, const Gaussian *seed)
{
    const double squared = seed->cxx * dx * dx + seed->cyy * dy * dy + seed->cxy * dx * dy;
    return squared / (2 * (double)seed->width);
}

static inline double light(double distance, const Gaussian *seed)
{
    return distance < LARGEST_EXPONENT ? seed->amplitude * exponential(-distance) : 0;
}

/* The light of all seeds at the pixels `first` to `stop`, and which seed is nearest.
 *
 * x, y: of the pixels. seeds: the first one of each pixel's blob. number: of seeds in the blob. x_seed, y_seed,
 * gaussians: of all seeds.
 */
EXPORT void add_up_seeds(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                         const int64_t *restrict seeds, index_t seeds_count,
                         const int64_t *restrict number, index_t number_count,
                         const double *restrict x_seed, index_t x_size, const double *restrict y_seed, index_t y_size,
                         const float *restrict gaussians, index_t rows, index_t columns,
                         float *restrict total, index_t total_count, int64_t *restrict nearest, index_t nearest_count,
                         index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)seeds_count, (void)number_count, (void)x_size, (void)y_size, (void)rows;
    (void)columns, (void)total_count, (void)nearest_count;
    for (index_t i = first; i < stop; i++) {
        double least = INFINITY;
        float sum = 0;
        nearest[i] = seeds[i];
        for (index_t k = seeds[i]; k < seeds[i] + number[i]; k++) {
            const Gaussian *seed = (const Gaussian *)gaussians + k;
            const double distance = elliptical_distance(x[i] - x_seed[k], y[i] - y_seed[k], seed);
            sum = (float)(sum + light(distance, seed));
            if (distance < least) {
                least = distance;
                nearest[i] = k;
            }
        }
        total[i] = sum;
    }
}

/* The seed with which the light, added up, reaches what was drawn; pixels without light keep the one they have. */
EXPORT void find_winners(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                         const int64_t *restrict seeds, index_t seeds_count,
                         const int64_t *restrict number, index_t number_count,
                         const double *restrict x_seed, index_t x_size, const double *restrict y_seed, index_t y_size,
                         const float *restrict gaussians, index_t rows, index_t columns,
                         const float *restrict drawn, index_t drawn_count,
                         int64_t *restrict chosen, index_t chosen_count, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)seeds_count, (void)number_count, (void)x_size, (void)y_size, (void)rows;
    (void)columns, (void)drawn_count, (void)chosen_count;
    for (index_t i = first; i < stop; i++) {
        if (drawn[i] < 0)
            continue;
        float sum = 0;
        for (index_t k = seeds[i]; k < seeds[i] + number[i]; k++) {
            const Gaussian *seed = (const Gaussian *)gaussians + k;
            sum = (float)(sum + light(elliptical_distance(x[i] - x_seed[k], y[i] - y_seed[k], seed), seed));
            if (sum >= drawn[i]) {
                chosen[i] = k;
                break;
            }
        }
    }
}

/* Gaussian windows that move to the barycentre of the light in them (see measure/photometry/windowed.py). */

#include "subpixels.h"
#include "sums.h"

/* What exp() needs (see measure/photometry/glibcmath.py): 2^(k / fractions) for k = lowest, lowest + 1 ... */
typedef struct {
    const double *powers;
    double lowest, highest, per_unit;
    index_t first_power;
    double fractions;
    const double *coefficients; /* of a polynomial, from the lowest power: 2^x = 1 + x P(x) */
    index_t number;
} Exponential;

static inline float exponential(const Exponential *table, float x)
{
    const double clipped = x > table->lowest ? x < table->highest ? x : table->highest : table->lowest;
    const double power = clipped * table->per_unit;
    const double to_nearest = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to a whole number, to even if halfway */
    const double whole = (power + to_nearest) - to_nearest;
    const double rest = (power - whole) / table->fractions;
    double polynomial = table->coefficients[table->number - 1] * rest;
    for (index_t k = table->number - 2; k > 0; k--)
        polynomial = (polynomial + table->coefficients[k]) * rest;
    polynomial += table->coefficients[0];
    return (float)(table->powers[(index_t)whole - table->first_power] * (1 + rest * polynomial));
}

/* A window around an object. */
typedef struct {
    double x, y;
    index_t x_start, x_stop, y_start, y_stop;
    index_t lowest, highest; /* of y_start and y_stop, wherever it has been */
    int clipped;
    float sharpness;
    Circle circle;
} Window;

/* Move a window to (x, y); the box of pixels that it touches is rounded as SExtractor does. */
static void place(Window *window, const Scene *scene, index_t object, double x, double y, float radius)
{
    const float low = (float)NEARLY_HALF - radius, high = (float)(1 + NEARLY_HALF) + radius;
    const index_t x_start = toward_zero(x + low), x_stop = toward_zero(x + high);
    const index_t y_start = toward_zero(y + low), y_stop = toward_zero(y + high);
    const index_t first_row = scene->y_start[object], end_row = scene->y_stop[object];
    window->x = x;
    window->y = y;
    window->clipped |= x_start < 0 || x_stop > scene->width || y_start < first_row || y_stop > end_row;
    window->x_start = within(x_start, 0, scene->width);
    window->x_stop = within(x_stop, 0, scene->width);
    window->y_start = within(y_start, first_row, end_row);
    window->y_stop = within(y_stop, first_row, end_row);
    window->lowest = smaller(window->lowest, window->y_start);
    window->highest = larger(window->highest, window->y_stop);
}


/* A pixel in a window: its offset from the centre and its weight. */
typedef struct {
    float dx, dy, weight;
} Offset;

/* Whether some of a pixel lies in a window. */
static inline int is_inside(const Window *window, const Exponential *table, index_t column, index_t row, Offset *at)
{
    at->dx = (float)((double)column - window->x);
    at->dy = (float)((double)row - window->y);
    const float fraction = fraction_inside(&window->circle, at->dx, at->dy);
    if (!(fraction > 0))
        return 0;
    at->weight = fraction * exponential(table, -(at->dx * at->dx + at->dy * at->dy) * window->sharpness);
    return 1;
}

static void first_moments(const Scene *scene, const Window *window, const Exponential *table, index_t object, double *s)
{
    s[0] = s[1] = s[2] = 0;
    for (index_t row = window->y_start; row < window->y_stop; row++)
        for (index_t column = window->x_start; column < window->x_stop; column++) {
            Offset at;
            if (!is_inside(window, table, column, row, &at))
                continue;
            const double value = (double)at.weight * corrected_light(scene, object, column, row, window->x, window->y).value;
            s[0] += value;
            s[1] += value * at.dx;
            s[2] += value * at.dy;
        }
}

/* Moments of light and noise: s, sx, sy, sxx, syy, sxy, n, nxx, nyy, nxy. */
static void all_moments(const Scene *scene, const Window *window, const Exponential *table, index_t object, double *sums)
{
    for (int k = 0; k < 10; k++)
        sums[k] = 0;
    for (index_t row = window->y_start; row < window->y_stop; row++)
        for (index_t column = window->x_start; column < window->x_stop; column++) {
            Offset at;
            if (!is_inside(window, table, column, row, &at))
                continue;
            const float dx = at.dx, dy = at.dy;
            const Light light = corrected_light(scene, object, column, row, window->x, window->y);
            const double value = (double)at.weight * light.value;
            const double variance = scene->variance ? light.variance : scene->sky_variance;
            double noise = variance;
            if (scene->density_scale > 0) {
                const double ratio = (double)light.value / scene->density_scale;
                noise = noise * at.weight * (ratio * ratio);
            } else if (scene->gain > 0) {
                const double photons = (light.value > 0 ? (double)light.value : 0) / scene->gain;
                noise += scene->gain_follows ? photons * variance / scene->sky_variance : photons;
            }
            noise *= (double)(at.weight * at.weight);
            sums[0] += value;
            sums[1] += value * dx;
            sums[2] += value * dy;
            sums[3] += value * dx * dx;
            sums[4] += value * dy * dy;
            sums[5] += value * dx * dy;
            sums[6] += noise;
            sums[7] += noise * ((double)(dx * dx) + PIXEL_VARIANCE_OF_WINDOWS);
            sums[8] += noise * ((double)(dy * dy) + PIXEL_VARIANCE_OF_WINDOWS);
            sums[9] += noise * dx * dy;
        }
}

/* Move windows to where the light is, for objects first to stop.
 *
 * x, y: centres at first, and where the windows converged. moments: ten for each object, see above, and the rows that
 * its windows were on: the first, and the one after the last.
 * iterations: number of windows, one more than there may be if the last did not converge yet.
 */
EXPORT void move_windows(const Scene *scene, const float *sigma, index_t count,
                         const double *powers, index_t number_of_powers,
                         const double *coefficients, index_t number_of_coefficients,
                         double lowest, double highest, double per_unit, index_t first_power, double fractions,
                         const float *area, index_t area_count, float corner,
                         double *x, index_t x_count, double *y, index_t y_count,
                         double *moments, index_t moment_rows, index_t moment_columns,
                         int64_t *iterations, index_t iteration_count, uint8_t *clipped, index_t clipped_count,
                         index_t first, index_t stop)
{
    (void)count, (void)number_of_powers, (void)area_count, (void)x_count, (void)y_count, (void)moment_rows;
    (void)iteration_count, (void)clipped_count;
    const Exponential table = {powers, lowest, highest, per_unit, first_power, fractions, coefficients,
                               number_of_coefficients};
    for (index_t i = first; i < stop; i++) {
        const float radius = (float)WINDOW_RADIUS * sigma[i];
        Window window = {0};
        window.lowest = scene->height;
        window.sharpness = (float)(1 / (2 * (double)sigma[i] * sigma[i]));
        window.circle = circle_of(radius, corner, WINDOW_SUBPIXELS, area);
        iterations[i] = WINDOW_ITERATIONS + 1;
        for (int iteration = 1; iteration <= WINDOW_ITERATIONS; iteration++) {
            double s[3];
            place(&window, scene, i, x[i], y[i], radius);
            first_moments(scene, &window, &table, i, s);
            const double step_x = s[0] > 0 ? s[1] / s[0] : 0, step_y = s[0] > 0 ? s[2] / s[0] : 0;
            x[i] += WINDOW_STEP * step_x;
            y[i] += WINDOW_STEP * step_y;
            if (!(s[0] > 0) || step_x * step_x + step_y * step_y < WINDOW_CONVERGED) {
                iterations[i] = iteration;
                break;
            }
        }
        all_moments(scene, &window, &table, i, moments + i * moment_columns);
        moments[i * moment_columns + 10] = (double)window.lowest;
        moments[i * moment_columns + 11] = (double)window.highest;
        clipped[i] = (uint8_t)window.clipped;
    }
}

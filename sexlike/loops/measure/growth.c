/* Growth curves: light within circles of growing radius around objects (see measure/columns/growth.py). */

#include <math.h>

#include "scene.h"

#define PARTS (SUBPIXELS * SUBPIXELS)

/* Whether a pixel at some radius is divided: its rings end, or begin, near its centre. */
static inline int is_divided(double r, double width)
{
    if (width <= RIM)
        return 1;
    const double beyond = fmod(r, width);
    return beyond < RIM || beyond > width - RIM;
}

static inline index_t ring_at(double r, double rings_per_pixel)
{
    const double ring = r * rings_per_pixel;
    return (index_t)(ring < GROWTH_RINGS ? ring : GROWTH_RINGS);
}

/* Add the light of a pixel's parts to the rings in which they lie. */
static inline void add_divided(double *ring_light, double dx, double dy, double rings_per_pixel, double value)
{
    const double step = 1.0 / SUBPIXELS, part = value * (step * step);
    double x2[SUBPIXELS], y2[SUBPIXELS], x = dx + 0.5 * (step - 1), y = dy + 0.5 * (step - 1), ring[PARTS];
    for (int i = 0; i < SUBPIXELS; i++, x += step, y += step) {
        x2[i] = x * x;
        y2[i] = y * y;
    }
    for (int j = 0; j < SUBPIXELS; j++)
        for (int i = 0; i < SUBPIXELS; i++)
            ring[SUBPIXELS * j + i] = x2[i] + y2[j];
    for (int k = 0; k < PARTS; k++) {
        const double r = sqrt(ring[k]) * rings_per_pixel;
        ring[k] = r < GROWTH_RINGS ? r : GROWTH_RINGS;
    }
    for (int k = 0; k < PARTS; k++)
        ring_light[(int)ring[k]] += part;
}

/* Light in the rings around objects first to stop; the last ring takes what is beyond the limit.
 *
 * x, y: centres. boxes: first and last columns, first and last rows (the last exclusive). limit: outer radius.
 */
EXPORT void add_up_rings(const Scene *scene, const double *x, index_t count, const double *y, index_t y_count,
                         const int64_t *boxes, index_t box_count, index_t box_bounds,
                         const double *limit, index_t limit_count, double *light, index_t light_count, index_t rings,
                         index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)box_count, (void)limit_count, (void)light_count;
    for (index_t i = first; i < stop; i++) {
        const int64_t *box = boxes + i * box_bounds;
        const double rings_per_pixel = GROWTH_RINGS / limit[i], width = 1 / rings_per_pixel;
        for (index_t row = box[2]; row < box[3]; row++)
            for (index_t column = box[0]; column < box[1]; column++) {
                const double dx = (double)column - x[i], dy = (double)row - y[i], r = sqrt(dx * dx + dy * dy);
                if (!(r < limit[i] + GROWTH_TOUCHING))
                    continue;
                const double value = corrected_light(scene, i, column, row, x[i], y[i]).value;
                if (is_divided(r, width))
                    add_divided(light + i * rings, dx, dy, rings_per_pixel, value);
                else
                    light[i * rings + ring_at(r, rings_per_pixel)] += value;
            }
    }
}

/* Pixels around objects with their weights, and maps of samples at the pixels (see measure/psf/stamps.py). */

#include "lanczos.h"
#include "scene.h"

/* 1 / sigma of a pixel, with the photon noise of the object; 0 without noise. */
static inline float weight_of(const Scene *scene, float value, float variance)
{
    double noise = variance;
    if (scene->gain > 0) {
        const double photons = (value > 0 ? (double)value : 0) / scene->gain;
        noise += scene->gain_follows ? photons * variance / scene->sky_variance : photons;
    }
    return noise > 0 ? (float)(1 / sqrt(noise)) : 0;
}

/* Windows around objects; x0, y0: their first pixels. Pixels that do not count are 0, and so is their weight. */
EXPORT void cut_stamps(const Scene *scene, const int64_t *x0, index_t count, const int64_t *y0, index_t y_count,
                       const float *saturation, index_t saturation_count, float *stamps, index_t stamp_count,
                       index_t height, index_t width, float *weights, index_t weight_count, index_t weight_height,
                       index_t weight_width, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)saturation_count, (void)stamp_count, (void)weight_count;
    (void)weight_height, (void)weight_width;
    for (index_t i = first; i < stop; i++) {
        float *stamp = stamps + i * height * width, *weight = weights + i * height * width;
        for (index_t y = y0[i]; y < y0[i] + height; y++)
            for (index_t x = x0[i]; x < x0[i] + width; x++, stamp++, weight++) {
                *stamp = *weight = 0;
                if (y < scene->y_start[i] || y >= scene->y_stop[i] || x < 0 || x >= scene->width)
                    continue;
                const Light light = masked_light(scene, i, y * scene->width + x);
                const float variance = scene->variance ? light.variance : scene->sky_variance;
                if (light.masked || light.value >= saturation[i] || !(variance > 0))
                    continue;
                *stamp = light.value;
                *weight = weight_of(scene, light.value, variance);
            }
    }
}

/* Maps of samples, `step` pixels apart, at the pixels of windows; shift: of each map's centre, in pixels, x and y. */
EXPORT void resample_maps(const float *maps, index_t count, index_t rows, index_t columns, const double *shift,
                          index_t shift_count, index_t axes, double step, index_t whole, index_t slipped,
                          int64_t *origins, index_t origin_count, float *room, index_t room_count, float *windows,
                          index_t window_count, index_t height, index_t width, index_t first, index_t stop)
{
    (void)count, (void)shift_count, (void)axes, (void)origin_count, (void)room_count, (void)window_count;
    Interpolation of = interpolation_in(origins, room, rows, columns, height, width);
    for (index_t i = first; i < stop; i++) {
        place_taps(&of.x, columns, width, shift[2 * i], step, (int32_t)whole);
        if (slipped)
            slip_taps(&of.x);
        place_taps(&of.y, rows, height, shift[2 * i + 1], step, (int32_t)whole);
        const float *map = maps + i * rows * columns;
        interpolate_map(&of, map, columns, rows, columns, windows + i * height * width, height, width);
    }
}

/* Small images of objects (see measure/columns/vignet.py). */

#include "scene.h"

/* Windows of the image as the objects see it; x0, y0: their first pixels. */
EXPORT void cut_out(const Scene *scene, const int64_t *x0, index_t count, const int64_t *y0, index_t y_count,
                    float outside, float *stamps, index_t stamp_count, index_t height, index_t width,
                    index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)stamp_count;
    for (index_t i = first; i < stop; i++) {
        float *stamp = stamps + i * height * width;
        for (index_t y = y0[i]; y < y0[i] + height; y++)
            for (index_t x = x0[i]; x < x0[i] + width; x++) {
                const index_t pixel = y * scene->width + x;
                if (y < scene->y_start[i] || y >= scene->y_stop[i] || x < 0 || x >= scene->width)
                    *stamp++ = outside;
                else if (scene->block && is_neighbours(scene, i, pixel))
                    *stamp++ = scene->bad;
                else
                    *stamp++ = scene->pixels[pixel];
            }
    }
}

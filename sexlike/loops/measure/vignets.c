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

/* Sums of weights times pixels, tap by tap, for each pixel of a vignette. */
EXPORT void add_up_taps(const float *restrict weights, index_t count, index_t rows, index_t columns,
                        const float *restrict pixels, index_t pixel_count, index_t pixel_height, index_t pixel_width,
                        float *restrict stamps, index_t stamp_count, index_t height, index_t width,
                        index_t first, index_t stop)
{
    (void)count, (void)pixel_count, (void)stamp_count;
    for (index_t i = first; i < stop; i++) {
        const float *weight = weights + i * rows * columns, *corner = pixels + i * pixel_height * pixel_width;
        float *stamp = stamps + i * height * width;
        for (index_t y = 0; y < height; y++)
            for (index_t x = 0; x < width; x++) {
                float sum = 0;
                for (index_t row = 0; row < rows; row++)
                    for (index_t column = 0; column < columns; column++)
                        sum += weight[row * columns + column] * corner[(y + row) * pixel_width + x + column];
                *stamp++ = sum;
            }
    }
}

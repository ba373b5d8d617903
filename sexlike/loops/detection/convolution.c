/* Smoothing with the detection kernel. */

#include "loops.h"

/* Rows first to stop of the correlation of an image with a kernel; what is outside the image is zero.
 *
 * Each pixel's sum is in single precision, in the order of the kernel's elements.
 */
EXPORT void convolve_rows(const float *restrict pixels, index_t height, index_t width,
                          const float *restrict kernel, index_t kernel_height, index_t kernel_width,
                          float *restrict smoothed, index_t smoothed_height, index_t smoothed_width,
                          index_t first, index_t stop)
{
    (void)smoothed_height, (void)smoothed_width; /* those of the image */
    for (index_t y = first; y < stop; y++) {
        float *restrict sum = smoothed + y * width;
        for (index_t x = 0; x < width; x++)
            sum[x] = 0;
        for (index_t j = 0; j < kernel_height; j++) {
            index_t row = y + j - kernel_height / 2;
            if (row < 0 || row >= height)
                continue;
            for (index_t i = 0; i < kernel_width; i++) {
                const float factor = kernel[j * kernel_width + i];
                if (factor == 0)
                    continue;
                const index_t shift = i - kernel_width / 2;
                const index_t low = within(-shift, 0, width), high = within(width - shift, 0, width);
                const float *restrict neighbour = pixels + row * width + shift;
                for (index_t x = low; x < high; x++)
                    sum[x] += factor * neighbour[x];
            }
        }
    }
}

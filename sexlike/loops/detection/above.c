/* Pixels above the threshold, row by row. */

#include "loops.h"

#define AT_A_TIME 64 /* pixels */

/* step: 1 if each pixel has its own threshold, 0 if all have the same. */
static inline index_t number_above(const float *restrict pixel, const float *restrict threshold, index_t step,
                                   index_t width)
{
    const float common = *threshold;
    int32_t number = 0;
    if (step)
        for (index_t x = 0; x < width; x++)
            number += pixel[x] > threshold[x];
    else
        for (index_t x = 0; x < width; x++)
            number += pixel[x] > common;
    return number;
}

/* How many there are in the rows `first` to `stop`; threshold: a map, or a single number. */
EXPORT void count_above(const float *restrict pixels, index_t height, index_t width,
                        const float *restrict threshold, index_t rows, index_t columns,
                        int64_t *restrict counts, index_t counts_size,
                        index_t first, index_t stop)
{
    (void)counts_size;
    const index_t step = rows == height && columns == width;
    for (index_t y = first; y < stop; y++)
        counts[y] = number_above(pixels + y * width, threshold + step * y * width, step, width);
}

/* List them, and their light; start: where the list of each row begins, and where the last one ends. */
EXPORT void list_above(const float *restrict pixels, index_t height, index_t width,
                       const float *restrict threshold, index_t rows, index_t columns,
                       const int64_t *restrict start, index_t start_size,
                       int32_t *restrict x_above, index_t x_size,
                       int32_t *restrict y_above, index_t y_size,
                       float *restrict light, index_t light_size,
                       index_t first, index_t stop)
{
    (void)start_size, (void)x_size, (void)y_size, (void)light_size;
    const index_t step = rows == height && columns == width;
    for (index_t y = first; y < stop; y++) {
        const float *row = pixels + y * width, *limits = threshold + step * y * width;
        index_t next = start[y];
        for (index_t left = 0; left < width && next < start[y + 1]; left += AT_A_TIME) {
            const index_t number = smaller(AT_A_TIME, width - left);
            if (number_above(row + left, limits + step * left, step, number) == 0)
                continue;
            for (index_t x = left; x < left + number; x++)
                if (row[x] > limits[step * x]) {
                    x_above[next] = (int32_t)x;
                    y_above[next] = (int32_t)y;
                    light[next++] = row[x];
                }
        }
    }
}

/* The surface of the background. */

#include "loops.h"

/* A sixth of the second derivatives through some nodes; 0 at both ends. Each step of the back substitution is divided
 * by six, as SExtractor does. */
static void curvature(const float *node, index_t count, float *bend, float *factor, float *pending)
{
    for (index_t i = 0; i < count; i++)
        bend[i] = factor[i] = pending[i] = 0;
    for (index_t i = 1; i < count - 1; i++) {
        factor[i] = -1.0f / (factor[i - 1] + 4.0f);
        pending[i] = factor[i] * (pending[i - 1] - 6.0f * (node[i + 1] + node[i - 1] - 2.0f * node[i]));
    }
    for (index_t i = count - 2; i > 0; i--)
        bend[i] = (factor[i] * bend[i + 1] + pending[i]) / 6.0f;
}

/* Splines through the nodes of some rows, at every pixel of these rows.
 *
 * cell_start: first column of pixels of each cell between two nodes, and the width of the image.
 * right: distance of each column from the node on its left, in cells.
 * room: for three rows of nodes.
 */
EXPORT void spline_rows(const float *restrict nodes, index_t rows, index_t count,
                        const int64_t *restrict cell_start, index_t cell_bounds,
                        const float *restrict right, index_t width,
                        float *restrict room, index_t room_size,
                        float *restrict surface, index_t surface_rows, index_t surface_width)
{
    (void)room_size, (void)surface_rows, (void)surface_width;
    float *restrict bend = room, *factor = room + count, *pending = room + 2 * count;
    for (index_t y = 0; y < rows; y++) {
        const float *node = nodes + y * count;
        float *restrict line = surface + y * width;
        curvature(node, count, bend, factor, pending);
        for (index_t cell = 0; cell < cell_bounds - 1; cell++) {
            const float value0 = node[cell], value1 = node[cell + 1], bend0 = bend[cell], bend1 = bend[cell + 1];
            for (index_t x = cell_start[cell]; x < cell_start[cell + 1]; x++) {
                const float r = right[x], l = 1.0f - r;
                const float low = (bend0 * (l * l - 1.0f) + value0) * l;
                const float high = (bend1 * (r * r - 1.0f) + value1) * r;
                line[x] = low + high;
            }
        }
    }
}

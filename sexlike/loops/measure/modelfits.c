/* Fits of models of several parameters to windows of pixels (see measure/models/mapfits.py). */

#include <string.h>

#include "lanczos.h"
#include "residuals.h"

#define LANES 4 /* sums that go on side by side: of every fourth pixel of a row */

/* Room for the layers of a model at the pixels of a window. */
typedef struct {
    Interpolation plain, along_x, along_y; /* the layers, and how they change if they are moved */
    float *total;                          /* all layers together, as SExtractor has them */
    float *layers, *model, *dx, *dy;
} Layers;

static Layers layers_in(int64_t *origins, float *room, index_t side, index_t height, index_t width, index_t layers)
{
    Layers of;
    const index_t pixels = height * width;
    of.plain = interpolation_in(origins, room, side, side, height, width);
    of.along_x = of.along_y = of.plain;
    of.along_x.x.weight = of.plain.end;
    of.along_y.y.weight = of.along_x.x.weight + PSF_TAPS * width;
    of.total = of.along_y.y.weight + PSF_TAPS * height;
    of.layers = of.total + side * side;
    of.model = of.layers + layers * pixels;
    of.dx = of.model + pixels;
    of.dy = of.dx + pixels;
    return of;
}

/* Find the taps of a raster that is moved by so many pixels. */
static void place_layers(Layers *of, index_t size, index_t height, index_t width, const double *shift, double step)
{
    Axis *x = &of->plain.x, *y = &of->plain.y;
    place_taps(x, size, width, shift[0], step, 1);
    place_taps(y, size, height, shift[1], step, 1);
    find_slopes(x, size, width, shift[0], step, of->along_x.x.weight);
    find_slopes(y, size, height, shift[1], step, of->along_y.y.weight);
    of->along_x.x.start = of->along_y.x.start = x->start;
    of->along_x.x.stop = of->along_y.x.stop = x->stop;
    of->along_x.y.start = of->along_y.y.start = y->start;
    of->along_x.y.stop = of->along_y.y.stop = y->stop;
}

/* The layers at the pixels, the model that is their sum, and how it changes if it is moved. */
static void interpolate_layers(Layers *of, const float *maps, index_t side, index_t size, const double *amounts,
                               index_t layers, int32_t moves, index_t height, index_t width)
{
    const index_t margin = side / 2 - size / 2, pixels = height * width, samples = size * size;
    memset(of->model, 0, (size_t)pixels * sizeof(float));
    memset(of->total, 0, (size_t)samples * sizeof(float));
    for (index_t l = 0; l < layers; l++) {
        const float amount = (float)amounts[l], *map = maps + (l * side + margin) * side + margin;
        float *restrict layer = of->layers + l * pixels, *restrict model = of->model, *restrict total = of->total;
        interpolate_map(&of->plain, map, side, size, size, layer, height, width);
        if (amount == 0)
            continue;
        for (index_t k = 0; k < pixels; k++)
            model[k] += amount * layer[k];
        for (index_t j = 0; j < size; j++)
            for (index_t i = 0; i < size; i++)
                total[j * size + i] += amount * map[j * side + i];
    }
    if (moves) {
        interpolate_map(&of->along_x, of->total, size, size, size, of->dx, height, width);
        interpolate_map(&of->along_y, of->total, size, size, size, of->dy, height, width);
    }
}

/* Add the products of pairs of rows to their sums, which have LANES parts. Some rows before the last are strangers. */
static void add_products(const double *rows, index_t number, index_t strangers, index_t length, double *sums)
{
    for (index_t a = 0; a < number; a++)
        for (index_t b = a; b < number; b++, sums += LANES) {
            if (a + 1 + strangers >= number && a < b && b + 1 < number)
                continue;
            const double *restrict first = rows + a * length, *restrict second = rows + b * length;
            double sum[LANES] = {sums[0], sums[1], sums[2], sums[3]};
            for (index_t j = 0; j < length; j += LANES)
                for (index_t lane = 0; lane < LANES; lane++)
                    sum[lane] += first[j + lane] * second[j + lane];
            for (index_t lane = 0; lane < LANES; lane++)
                sums[lane] = sum[lane];
        }
}

/* How models that are sums of layers fit windows of pixels.
 *
 * Of each member: the sums of the products of all pairs of the derivatives of the residuals, and, as the last one, of
 * the residuals themselves. A derivative is that of a layer, or of a shift: in x (-1) or y (-2); times a factor.
 * The last ones are strangers: there are no sums of products of two of these, which stay 0.
 */
EXPORT WIDE void fit_maps(const float *maps, index_t map_count, index_t side, index_t columns, const int64_t *sizes,
                          index_t size_count, const float *pixels, index_t pixel_count, index_t height,
                          index_t width, const float *weights, index_t weight_count, index_t weight_height,
                          index_t weight_width, const int64_t *members, index_t member_count, const double *shifts,
                          index_t shift_count, index_t axes, double step, const double *amounts,
                          index_t amount_count, index_t layers, const int64_t *sources, index_t source_count,
                          const double *factors, index_t factor_count, index_t factor_columns, index_t strangers,
                          int64_t *origins, index_t origin_count, float *room, index_t room_count, double *row_room,
                          index_t row_count, double *sums, index_t sum_count, index_t sum_columns, index_t first,
                          index_t stop)
{
    (void)map_count, (void)columns, (void)size_count, (void)pixel_count, (void)weight_count, (void)weight_height;
    (void)weight_width, (void)member_count, (void)shift_count, (void)amount_count, (void)factor_count;
    (void)origin_count, (void)room_count, (void)sum_count;
    const index_t length = (width + LANES - 1) / LANES * LANES, number = source_count + 1;
    Layers of = layers_in(origins, room, side, height, width, layers);
    double *slope = row_room, *rows = slope + length, *residual = rows + source_count * length;
    double *products = rows + number * length;
    for (index_t k = 0; k < row_count; k++)
        row_room[k] = 0;
    for (index_t m = first; m < stop; m++) {
        const index_t window = members[m] * height * width;
        place_layers(&of, sizes[m], height, width, shifts + m * axes, step);
        interpolate_layers(&of, maps + m * layers * side * side, side, sizes[m], amounts + m * layers, layers,
                           source_count > 0, height, width);
        for (index_t k = 0; k < LANES * sum_columns; k++)
            products[k] = 0;
        for (index_t i = 0; i < height; i++) {
            const index_t row = window + i * width;
            compress_row(of.model + i * width, 1, pixels + row, weights + row, width, residual, slope);
            for (index_t c = 0; c < source_count; c++) {
                const float *layer = sources[c] >= 0 ? of.layers + sources[c] * height * width
                                                     : sources[c] == -1 ? of.dx : of.dy;
                const double factor = factors[m * factor_columns + c];
                for (index_t j = 0; j < width; j++)
                    rows[c * length + j] = slope[j] * factor * layer[i * width + j];
            }
            add_products(rows, number, strangers, length, products);
        }
        for (index_t k = 0; k < sum_columns; k++) {
            const double *part = products + k * LANES;
            sums[m * sum_columns + k] = ((part[0] + part[1]) + part[2]) + part[3];
        }
    }
}

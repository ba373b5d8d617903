/* Fits of point sources to windows of pixels, and tests whether sources are extended (see measure/models/). */

#include "lanczos.h"
#include "residuals.h"

/* Squares of the residuals of windows without a model, and for each window their sum and their number. */
EXPORT void square_residuals(const float *pixels, index_t count, index_t height, index_t width, const float *weights,
                             index_t weight_count, index_t weight_height, index_t weight_width, double *squares,
                             index_t square_count, index_t square_height, index_t square_width, double *sums,
                             index_t sum_count, index_t columns, index_t first, index_t stop)
{
    (void)count, (void)weight_count, (void)weight_height, (void)weight_width, (void)square_count;
    (void)square_height, (void)square_width, (void)sum_count;
    const index_t size = height * width;
    for (index_t i = first; i < stop; i++) {
        double total = 0, number = 0, *square = squares + i * size;
        for (index_t k = i * size; k < (i + 1) * size; k++, square++) {
            const double residual = compressed((double)pixels[k] * weights[k]).value;
            *square = residual * residual;
        }
        for (index_t k = i * size; k < (i + 1) * size; k++) {
            total += squares[k];
            number += weights[k] > 0;
        }
        sums[i * columns] = total;
        sums[i * columns + 1] = number;
    }
}

/* Room for a map at the pixels of a window, and for how it changes if it is moved. */
typedef struct {
    Interpolation of;
    float *x_slopes, *y_slopes, *row_slopes, *model, *model_dx, *model_dy;
    double *residual, *slope; /* of a row of pixels */
} Slopes;

static Slopes slopes_in(int64_t *origins, float *room, double *row, index_t rows, index_t columns, index_t height,
                        index_t width)
{
    Slopes slopes = {interpolation_in(origins, room, rows, columns, height, width), 0, 0, 0, 0, 0, 0, row, row + width};
    slopes.x_slopes = slopes.of.end;
    slopes.y_slopes = slopes.x_slopes + PSF_TAPS * width;
    slopes.row_slopes = slopes.y_slopes + PSF_TAPS * height;
    slopes.model = slopes.row_slopes + rows * width;
    slopes.model_dx = slopes.model + width;
    slopes.model_dy = slopes.model_dx + width;
    return slopes;
}

static void place_map(Slopes *at, index_t rows, index_t columns, index_t height, index_t width, double dx, double dy,
                      double step)
{
    place_taps(&at->of.x, columns, width, dx, step, 1);
    place_taps(&at->of.y, rows, height, dy, step, 1);
    find_slopes(&at->of.x, columns, width, dx, step, at->x_slopes);
    find_slopes(&at->of.y, rows, height, dy, step, at->y_slopes);
}

/* Rows of a map, interpolated along x, and how they change. */
static void interpolate_rows(Slopes *at, const float *map, index_t rows, index_t columns)
{
    turn(map, columns, at->of.turned, rows, rows, columns);
    interpolate_along_x(&at->of, at->of.x.weight, rows, columns, at->of.rows);
    interpolate_along_x(&at->of, at->x_slopes, rows, columns, at->row_slopes);
}

/* A row of pixels of the model, and how it changes. */
static void interpolate_row(Slopes *at, index_t i, index_t rows)
{
    interpolate_along_y(&at->of, at->of.y.weight, i, at->of.rows, 0, rows, at->model);
    interpolate_along_y(&at->of, at->of.y.weight, i, at->row_slopes, 0, rows, at->model_dx);
    interpolate_along_y(&at->of, at->y_slopes, i, at->of.rows, 0, rows, at->model_dy);
}

/* Cost of point sources, in excess of that of no model, and what its derivatives are made of.
 *
 * Of each member: the cost, the sums of residuals times derivatives (in x, y and flux), and those of products of
 * derivatives (xx, xy, x flux, yy, y flux, flux flux).
 */
EXPORT WIDE void fit_point_sources(const float *maps, index_t count, index_t rows, index_t columns,
                                   const float *pixels, index_t pixel_count, index_t height, index_t width,
                                   const float *weights, index_t weight_count, index_t weight_height,
                                   index_t weight_width, const double *squares, index_t square_count,
                                   index_t square_height, index_t square_width, const int64_t *members,
                                   index_t member_count, const double *parameters, index_t parameter_count,
                                   index_t parameter_columns, double step, int64_t *origins, index_t origin_count,
                                   float *room, index_t room_count, double *row_room, index_t row_count,
                                   double *sums, index_t sum_count, index_t sum_columns, index_t first,
                                   index_t stop)
{
    (void)count, (void)pixel_count, (void)weight_count, (void)weight_height, (void)weight_width;
    (void)square_count, (void)square_height, (void)square_width, (void)member_count, (void)parameter_count;
    (void)origin_count, (void)room_count, (void)row_count, (void)sum_count;
    Slopes at = slopes_in(origins, room, row_room, rows, columns, height, width);
    const index_t size = height * width;
    for (index_t m = first; m < stop; m++) {
        const double *parameter = parameters + m * parameter_columns, flux = parameter[2];
        const index_t window = members[m] * size;
        double *sum = sums + m * sum_columns;
        for (index_t k = 0; k < sum_columns; k++)
            sum[k] = 0;
        place_map(&at, rows, columns, height, width, parameter[0], parameter[1], step);
        interpolate_rows(&at, maps + members[m] * rows * columns, rows, columns);
        for (index_t i = at.of.y.start; i < at.of.y.stop; i++) {
            interpolate_row(&at, i, rows);
            const index_t row = window + i * width;
            const index_t start = at.of.x.start;
            compress_row(at.model + start, flux, pixels + row + start, weights + row + start, at.of.x.stop - start,
                         at.residual + start, at.slope + start);
            for (index_t j = at.of.x.start; j < at.of.x.stop; j++) {
                const double model = at.model[j], residual = at.residual[j], slope = at.slope[j];
                const double dx = slope * flux * at.model_dx[j], dy = slope * flux * at.model_dy[j], df = slope * model;
                sum[0] += residual * residual - squares[row + j];
                sum[1] += residual * dx;
                sum[2] += residual * dy;
                sum[3] += residual * df;
                sum[4] += dx * dx;
                sum[5] += dx * dy;
                sum[6] += dx * df;
                sum[7] += dy * dy;
                sum[8] += dy * df;
                sum[9] += df * df;
            }
        }
    }
}

/* Sums over windows that tell how well a map (the PSF) and one that is broader fit the pixels in the same place.
 *
 * Of each window: the PSF and the broad map times the pixels; the PSF squared, the PSF times the broad map; and the
 * squares of the PSF and of the broad map, and their product, times the variance.
 */
EXPORT void compare_maps(const float *maps, index_t count, index_t rows, index_t columns, const float *broad,
                         index_t broad_count, index_t broad_rows, index_t broad_columns, const float *pixels,
                         index_t pixel_count, index_t height, index_t width, const float *weights,
                         index_t weight_count, index_t weight_height, index_t weight_width, const double *shift,
                         index_t shift_count, index_t axes, double step, int64_t *origins, index_t origin_count,
                         float *room, index_t room_count, double *sums, index_t sum_count, index_t sum_columns,
                         index_t first, index_t stop)
{
    (void)count, (void)broad_count, (void)pixel_count, (void)weight_count, (void)weight_height, (void)weight_width;
    (void)shift_count, (void)origin_count, (void)room_count, (void)sum_count;
    const index_t most_rows = larger(rows, broad_rows), most_columns = larger(columns, broad_columns);
    Interpolation of = interpolation_in(origins, room, most_rows, most_columns, height, width);
    float *psf = of.end, *disk = psf + height * width;
    for (index_t i = first; i < stop; i++) {
        double *sum = sums + i * sum_columns;
        place_taps(&of.x, columns, width, shift[i * axes], step, 1);
        place_taps(&of.y, rows, height, shift[i * axes + 1], step, 1);
        interpolate_map(&of, maps + i * rows * columns, columns, rows, columns, psf, height, width);
        place_taps(&of.x, broad_columns, width, shift[i * axes], step, 1);
        place_taps(&of.y, broad_rows, height, shift[i * axes + 1], step, 1);
        const float *broad_map = broad + i * broad_rows * broad_columns;
        interpolate_map(&of, broad_map, broad_columns, broad_rows, broad_columns, disk, height, width);
        for (index_t k = 0; k < sum_columns; k++)
            sum[k] = 0;
        for (index_t row = of.y.start; row < of.y.stop; row++) /* the broad map is the larger one */
            for (index_t k = row * width + of.x.start; k < row * width + of.x.stop; k++) {
                const double weight = weights[i * height * width + k], pixel = pixels[i * height * width + k];
                if (weight == 0)
                    continue;
                const double variance = 1 / (weight * weight), p = psf[k], d = disk[k];
                sum[0] += p * pixel;
                sum[1] += d * pixel;
                sum[2] += p * p;
                sum[3] += p * d;
                sum[4] += p * p * variance;
                sum[5] += d * d * variance;
                sum[6] += p * d * variance;
            }
    }
}

/* Fits of the PSF to objects: flux and position (see measure/psf/fitting.py). */

#include "lanczos.h"

/* An object in its window: data are pixels times weights, in rows that are `stride` apart; model: the PSF at its place. */
typedef struct {
    const float *data, *weight;
    float *model;
    index_t stride, height, width;
} Window;

/* Sums over the pixels, of products of the PSF, its slopes along x and y, and the data, with weights. */
typedef struct {
    double matrix[6]; /* 00 01 02 11 12 22 */
    double light[3];
} Sums;

/* The flux, the changes of flux times position, and their covariances 00 11 22 12. */
typedef struct {
    double value[3], covariance[4];
} Solution;

static Sums add_up(const Window *window, const Interpolation *of)
{
    const index_t width = window->width, height = window->height;
    const index_t first_row = larger(0, of->y.start - 1), last_row = smaller(height, of->y.stop + 1);
    const index_t first = larger(0, of->x.start - 1), last = smaller(width, of->x.stop + 1);
    Sums sums = {{0}, {0}};
    for (index_t y = first_row; y < last_row; y++)
        for (index_t x = first; x < last; x++) {
            const float *model = window->model + y * width + x;
            const int within_x = x > 0 && x < width - 1, within_y = y > 0 && y < height - 1;
            const double weight = window->weight[y * window->stride + x], data = window->data[y * window->stride + x];
            const double psf = within_x && within_y ? *model * weight : 0;
            const double slope_x = within_x ? (model[1] - model[-1]) / 2 * weight : 0;
            const double slope_y = within_y ? (model[width] - model[-width]) / 2 * weight : 0;
            sums.matrix[0] += psf * psf;
            sums.matrix[1] += psf * slope_x;
            sums.matrix[2] += psf * slope_y;
            sums.matrix[3] += slope_x * slope_x;
            sums.matrix[4] += slope_x * slope_y;
            sums.matrix[5] += slope_y * slope_y;
            sums.light[0] += psf * data;
            sums.light[1] += slope_x * data;
            sums.light[2] += slope_y * data;
        }
    return sums;
}

/* Least squares; the flux is not positive where there is no solution. */
static Solution solve(const Sums *sums)
{
    const double *m = sums->matrix, *b = sums->light;
    const double c00 = m[3] * m[5] - m[4] * m[4], c01 = m[2] * m[4] - m[1] * m[5], c02 = m[1] * m[4] - m[2] * m[3];
    const double c11 = m[0] * m[5] - m[2] * m[2], c12 = m[1] * m[2] - m[0] * m[4], c22 = m[0] * m[3] - m[1] * m[1];
    const double determinant = m[0] * c00 + m[1] * c01 + m[2] * c02;
    Solution solution = {{0}, {0}};
    if (!(determinant > 0))
        return solution;
    solution.value[0] = (c00 * b[0] + c01 * b[1] + c02 * b[2]) / determinant;
    solution.value[1] = (c01 * b[0] + c11 * b[1] + c12 * b[2]) / determinant;
    solution.value[2] = (c02 * b[0] + c12 * b[1] + c22 * b[2]) / determinant;
    solution.covariance[0] = c00 / determinant;
    solution.covariance[1] = c11 / determinant;
    solution.covariance[2] = c22 / determinant;
    solution.covariance[3] = c12 / determinant;
    return solution;
}

static double chi_square(const Window *window, double flux)
{
    double sum = 0;
    for (index_t y = 0; y < window->height; y++)
        for (index_t x = 0; x < window->width; x++) {
            const index_t pixel = y * window->stride + x;
            const double model = (double)window->model[y * window->width + x] * window->weight[pixel];
            const double residual = window->data[pixel] / flux - model;
            sum += residual * residual;
        }
    return sum;
}

/* Whether the pixel of a position is within the window and has a weight. */
static int is_on_weight(const Window *window, double x, double y)
{
    const index_t column = toward_zero(x + ALMOST_HALF_OF_FITS) + window->width / 2;
    const index_t row = toward_zero(y + ALMOST_HALF_OF_FITS) + window->height / 2;
    return column >= 0 && column < window->width && row >= 0 && row < window->height &&
           window->weight[row * window->stride + column] > 0;
}

static index_t count_weights(const Window *window)
{
    index_t count = 0;
    for (index_t y = 0; y < window->height; y++)
        for (index_t x = 0; x < window->width; x++)
            count += window->weight[y * window->stride + x] > 0;
    return count;
}

/* Fits, from where `start` says (x and y from the window's central pixel); sizes: height and width of the windows.
 *
 * results: flux, x, y, covariances 00 11 22 12 of flux and flux times position, chi2, iterations; 0 where a fit failed.
 */
EXPORT void fit_psfs(const float *psfs, index_t count, index_t rows, index_t columns, double step, const float *data,
                     index_t data_count, index_t data_height, index_t data_width, const float *weights,
                     index_t weight_count, index_t weight_height, index_t stride, const int64_t *sizes,
                     index_t size_count, index_t size_columns, const double *start, index_t start_count, index_t axes,
                     int64_t *origins, index_t origin_count, float *room, index_t room_count, double *results,
                     index_t result_count, index_t result_columns, index_t first, index_t stop)
{
    (void)count, (void)data_count, (void)weight_count, (void)weight_height, (void)size_count, (void)size_columns;
    (void)start_count, (void)axes, (void)origin_count, (void)room_count, (void)result_count;
    for (index_t i = first; i < stop; i++) {
        const index_t height = sizes[2 * i], width = sizes[2 * i + 1], corner = i * data_height * data_width;
        Interpolation of = interpolation_in(origins, room, rows, columns, height, width);
        const Window window = {data + corner, weights + corner, of.end, stride, height, width};
        double *result = results + i * result_columns, x = start[2 * i], y = start[2 * i + 1];
        for (index_t k = 0; k < result_columns; k++)
            result[k] = 0;
        if (count_weights(&window) < PSF_LEAST_PIXELS)
            continue;
        for (int iteration = 1; iteration <= PSF_ITERATIONS; iteration++) {
            place_taps(&of.x, columns, width, x, step, 0);
            place_taps(&of.y, rows, height, y, step, 0);
            interpolate_map(&of, psfs + i * rows * columns, columns, rows, columns, window.model, height, width);
            const Sums sums = add_up(&window, &of);
            const Solution solution = solve(&sums);
            const double flux = solution.value[0];
            if (!(flux > 0))
                break;
            const double step_x = -solution.value[1] / flux, step_y = -solution.value[2] / flux;
            x += step_x;
            y += step_y;
            if (!(x * x + y * y <= (double)(width * height) / 2))
                break;
            if (step_x * step_x + step_y * step_y > PSF_CONVERGED && iteration < PSF_ITERATIONS)
                continue;
            if (is_on_weight(&window, x, y)) {
                const double found[] = {flux, x, y, solution.covariance[0], solution.covariance[1],
                                        solution.covariance[2], solution.covariance[3], chi_square(&window, flux),
                                        iteration};
                for (index_t k = 0; k < result_columns; k++)
                    result[k] = found[k];
            }
            break;
        }
    }
}

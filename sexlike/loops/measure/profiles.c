/* Profiles of galaxies on rasters (see measure/models/rasters.py). */

#include "single.h"

/* The numbers that describe a profile: a row of the table of rasters.py, in its order. */
typedef struct {
    float xx, xy, yx, yy;          /* from samples to scales */
    float power, slope;            /* the profile is exp(slope * (r^2)^power) */
    float limit2;                  /* beyond which it is 0 */
    float core2, constant, square, cube; /* the polynomial of the core, within core2 */
    float ring;                    /* weight of the rings */
    float back_xx, back_xy, back_yx, back_yy; /* from scales to samples */
    float reach;                   /* samples, of a ring of 1 scale */
    double light;                  /* what the raster holds; 0 leaves it as it is */
} Profile;

static Profile profile_of(const double *row)
{
    const Profile profile = {(float)row[0],  (float)row[1],  (float)row[2],  (float)row[3],  (float)row[4],
                             (float)row[5],  (float)row[6],  (float)row[7],  (float)row[8],  (float)row[9],
                             (float)row[10], (float)row[11], (float)row[12], (float)row[13], (float)row[14],
                             (float)row[15], (float)row[16], row[17]};
    return profile;
}

static inline float at_least(float value, float limit) { return value > limit ? value : limit; }

/* The exponent of the profile. */
static inline float exponent_at(const Profile *of, float radius2)
{
    return of->slope * single_exponential(of->power * single_logarithm(radius2 + (float)LEAST_SQUARE));
}

static inline float core_at(const Profile *of, float radius2)
{
    return of->constant + (of->square + of->cube * sqrtf(radius2)) * radius2;
}

/* A row of samples, y samples above the centre: several loops, none of which branches. */
static void draw_row(const Profile *of, float y, index_t size, float *restrict radius2, float *restrict core,
                     float *restrict row)
{
    const float ux = of->xy * y, uy = of->yy * y, centre = (float)(size / 2), xx = of->xx, yx = of->yx;
    const float limit2 = of->limit2, core2 = of->core2;
    for (int32_t i = 0; i < (int32_t)size; i++) {
        const float x = (float)i - centre, u = xx * x + ux, v = yx * x + uy;
        radius2[i] = u * u + v * v;
    }
    for (index_t i = 0; i < size; i++)
        row[i] = exponent_at(of, radius2[i]);
    for (index_t i = 0; i < size; i++)
        row[i] = at_least(row[i], (float)LOWEST_EXPONENT);
    for (index_t i = 0; i < size; i++)
        row[i] = single_exponential(row[i]);
    for (index_t i = 0; i < size; i++)
        core[i] = core_at(of, radius2[i]);
    for (index_t i = 0; i < size; i++) {
        const float near = core[i], far = row[i];
        row[i] = radius2[i] < core2 ? near : far;
    }
    for (index_t i = 0; i < size; i++) {
        const float value = row[i];
        row[i] = radius2[i] > limit2 ? 0 : value;
    }
}

/* Light at a position goes to the sample there. */
static inline void deposit(float *raster, index_t stride, index_t size, float x, float y, float light)
{
    const index_t i = toward_zero(x), j = toward_zero(y);
    if (i >= 0 && i < size && j >= 0 && j < size)
        raster[j * stride + i] += light;
}

/* The same, divided among the nearest nine samples, so that its centre and its extent stay what they are. */
static inline void spread(float *raster, index_t stride, index_t size, float x, float y, float light)
{
    const index_t i = toward_zero(x + 0.5f), j = toward_zero(y + 0.5f);
    if (!(x >= 0.5f && y >= 0.5f) || i + 1 >= size || j + 1 >= size) /* neither where it is no number */
        return;
    const float right = x - (float)i, up = y - (float)j;
    const float right2 = right * right, up2 = up * up;
    const float along[3] = {(right2 - right) / 2, 1 - right2, (right2 + right) / 2};
    const float across[3] = {(up2 - up) / 2 * light, (1 - up2) * light, (up2 + up) / 2 * light};
    float *samples = raster + (j - 1) * stride + i - 1;
    for (index_t row = 0; row < 3; row++)
        for (index_t column = 0; column < 3; column++)
            samples[row * stride + column] += along[column] * across[row];
}

/* A sum to which a term is added so many times: SExtractor rounds it each time. */
static inline float added_often(float sum, float term, index_t times)
{
    for (index_t k = 0; k < times; k++)
        sum += term;
    return sum;
}

/* Light around the central sample, of so much extent (squared samples), as nine samples that have the same extent. */
static inline void add_central(float *raster, index_t stride, index_t size, double light, double xx, double yy,
                               double xy)
{
    float *middle = raster + size / 2 * stride + size / 2;
    if (size < CENTRAL_SAMPLES) {
        middle[0] += (float)light;
        return;
    }
    const float across = (float)(xx / 2), along = (float)(yy / 2), corner = (float)(xy / 4);
    float *below = middle - stride, *above = middle + stride;
    middle[0] += (float)(light - xx - yy);
    middle[-1] += across, middle[1] += across;
    below[0] += along, above[0] += along;
    below[-1] += corner, above[1] += corner;
    below[1] -= corner, above[-1] -= corner;
}

/* What the polynomial of the core misses, in rings of points: each goes to the nearest sample, or to nine of them. */
static void add_rings(const Profile *of, const float *radii, index_t rings, const float *directions, index_t number,
                      int smooth, float *raster, index_t stride, index_t size)
{
    const float centre = (float)(size / 2) + (smooth ? 0 : (float)ALMOST_HALF_SAMPLE);
    const float within = smooth ? (float)CENTRAL_SMOOTH_RING : (float)CENTRAL_RING;
    const float xx = of->back_xx * of->back_xx + of->back_xy * of->back_xy;
    const float yy = of->back_yx * of->back_yx + of->back_yy * of->back_yy;
    const float xy = of->back_xx * of->back_yx + of->back_xy * of->back_yy;
    const index_t middle = size / 2 * stride + size / 2;
    double central = 0, extent = 0;
    for (index_t k = 0; k < rings && radii[k] * radii[k] < of->core2; k++) {
        const float radius = radii[k], radius2 = radius * radius;
        const float profile = single_exponential(at_least(exponent_at(of, radius2), (float)LOWEST_EXPONENT));
        const float light = (profile - core_at(of, radius2)) * radius2 * of->ring;
        if (radius * of->reach < within) {
            if (smooth) {
                central += light;
                extent += light * radius2;
            } else {
                raster[middle] = added_often(raster[middle], light, 2 * number);
            }
            continue;
        }
        for (index_t d = 0; d < number; d++) {
            const float sine = directions[2 * d], cosine = directions[2 * d + 1];
            const float x = radius * (of->back_xx * sine + of->back_xy * cosine);
            const float y = radius * (of->back_yx * sine + of->back_yy * cosine);
            if (smooth) {
                spread(raster, stride, size, centre + x, centre + y, light);
                spread(raster, stride, size, centre - x, centre - y, light);
            } else {
                deposit(raster, stride, size, centre + x, centre + y, light);
                deposit(raster, stride, size, centre - x, centre - y, light);
            }
        }
    }
    if (smooth) /* a point is in the mean by half of the squared radius from the centre, along each axis */
        add_central(raster, stride, size, 2 * (double)number * central, (double)number * extent * xx,
                    (double)number * extent * yy, (double)number * extent * xy);
}

/* Scale a raster to the light that it holds. Sums are those of columns first. */
static void scale_raster(float *raster, index_t stride, index_t size, double light, double *restrict columns)
{
    double total = 0;
    for (index_t i = 0; i < size; i++)
        columns[i] = 0;
    for (index_t j = 0; j < size; j++)
        for (index_t i = 0; i < size; i++)
            columns[i] += raster[j * stride + i];
    for (index_t i = 0; i < size; i++)
        total += columns[i];
    if (total == 0)
        return;
    const float scale = (float)(light / fabs(total));
    for (index_t j = 0; j < size; j++)
        for (index_t i = 0; i < size; i++)
            raster[j * stride + i] *= scale;
}

/* Profiles on rasters of their sizes, in the middle of larger ones, which are 0 elsewhere.
 *
 * If they are smooth, samples change with the shape without leaps.
 */
EXPORT WIDE void draw_profiles(const double *table, index_t count, index_t columns, const int64_t *sizes,
                               index_t size_count, const float *radii, index_t rings, const float *directions,
                               index_t numbers, index_t smooth, float *rows, index_t row_count, double *sums,
                               index_t sum_count, float *rasters, index_t raster_count, index_t height, index_t width,
                               index_t first, index_t stop)
{
    (void)count, (void)size_count, (void)row_count, (void)sum_count, (void)raster_count;
    for (index_t k = first; k < stop; k++) {
        const Profile of = profile_of(table + k * columns);
        const index_t size = sizes[k], centre = size / 2, margin_y = height / 2 - centre, margin_x = width / 2 - centre;
        float *whole = rasters + k * height * width, *raster = whole + margin_y * width + margin_x;
        memset(whole, 0, (size_t)(height * width) * sizeof *whole);
        for (index_t j = 0; j <= centre; j++)
            draw_row(&of, (float)(j - centre), size, rows, rows + size, raster + j * width);
        for (index_t j = centre + 1; j < size; j++) /* the other half is the same, turned */
            for (index_t i = size - 2 * centre ? 0 : 1; i < size; i++)
                raster[j * width + i] = raster[(2 * centre - j) * width + 2 * centre - i];
        add_rings(&of, radii, rings, directions, numbers / 2, smooth != 0, raster, width, size);
        if (of.light > 0)
            scale_raster(raster, width, size, of.light, sums);
    }
}

/* Level and scatter of the sky in meshes (see images/background/histograms.py for the method). */

#include <math.h>
#include <string.h>

#include "loops.h"

#define AT_A_TIME 256 /* pixels */

typedef struct {
    const float *first;
    index_t stride, lines, width;
} Mesh;

typedef struct {
    float low, high;
} Limits;

typedef struct {
    index_t count;
    double mean, sigma;
} Statistics;

typedef struct {
    index_t number;
    float width, zero;
    double mean; /* of the values for which they are made */
} Bins;

static Mesh mesh_at(const float *pixels, index_t image_width, index_t x, index_t y, index_t width, index_t lines)
{
    const Mesh mesh = {pixels + y * image_width + x, image_width, lines, width};
    return mesh;
}

/* Some lines of a mesh; lines: the first, the one after the last, and the step. */
static Mesh sampled(Mesh mesh, const int64_t *lines)
{
    mesh.first += lines[0] * mesh.stride;
    mesh.lines = (lines[1] - lines[0] + lines[2] - 1) / lines[2];
    mesh.stride *= lines[2];
    return mesh;
}

/* Values within limits, at pixels within theirs, and 0 for the others; returns how many there are. */
static index_t choose(const float *restrict value, Limits limits, const float *pixel, Limits of_pixel, index_t number,
                      float *restrict term)
{
    int32_t count = 0;
    for (index_t i = 0; i < number; i++) {
        const int chosen = (pixel[i] >= of_pixel.low) & (pixel[i] <= of_pixel.high) & (value[i] >= limits.low) &
                           (value[i] <= limits.high);
        term[i] = chosen ? value[i] : 0.0f;
        count += chosen;
    }
    return count;
}

/* Of the values within limits, at the pixels of the image that are within theirs. Terms are added up one after the
 * other: if the level is high, rounding shows in the scatter. */
static Statistics statistics(Mesh values, Limits limits, Mesh image, Limits of_image)
{
    float term[AT_A_TIME];
    double total = 0, squares = 0;
    index_t count = 0;
    for (index_t y = 0; y < values.lines; y++)
        for (index_t x = 0; x < values.width; x += AT_A_TIME) {
            const index_t number = smaller(AT_A_TIME, values.width - x);
            count += choose(values.first + y * values.stride + x, limits, image.first + y * image.stride + x, of_image,
                            number, term);
            for (index_t i = 0; i < number; i++) {
                total += term[i];
                squares += (double)term[i] * term[i];
            }
        }
    const double divisor = (double)larger(count, 1), mean = total / divisor, variance = squares / divisor - mean * mean;
    const Statistics found = {count, mean, sqrt(variance < 0 ? 0 : variance)};
    return found;
}

static Limits clipping_limits(Statistics all)
{
    const Limits limits = {(float)(all.mean - SKY_CLIP * all.sigma), (float)(all.mean + SKY_CLIP * all.sigma)};
    return limits;
}

/* Values that are within both. */
static Limits both(Limits one, Limits other)
{
    if (one.low < other.low)
        one.low = other.low;
    if (one.high > other.high)
        one.high = other.high;
    return one;
}

static Bins bins_of(Statistics clipped)
{
    const double number = sqrt(2 / 3.14159265358979323846) * 5 / 4 * (double)clipped.count + 1;
    Bins bins = {number < SKY_BINS ? (index_t)number : SKY_BINS, 1.0f, 0.0f, clipped.mean};
    if (clipped.sigma > 0)
        bins.width = (float)(2 * SKY_HALF_WIDTH * clipped.sigma / (double)bins.number);
    bins.zero = (float)(clipped.mean - SKY_HALF_WIDTH * clipped.sigma);
    return bins;
}

/* Bins of some values, -1 for those in none. */
static void find_bins(const float *restrict value, index_t count, Bins bins, int32_t *restrict bin)
{
    const float offset = (float)(NEARLY_HALF - (double)(bins.zero / bins.width)), number = (float)bins.number;
    for (index_t i = 0; i < count; i++) {
        const float position = value[i] / bins.width + offset;
        bin[i] = (int32_t)(((position > -1.0f) & (position < number)) ? position : -1.0f);
    }
}

/* Numbers of values in bins, counts[0] being that of values in none. Only pixels in the bins of the image count. */
static void histogram(Mesh values, Bins bins, Mesh image, Bins of_image, int32_t *counts)
{
    const int alone = values.first == image.first;
    int32_t bin[AT_A_TIME], bin_of_image[AT_A_TIME];
    memset(counts, 0, (size_t)(bins.number + 1) * sizeof(int32_t));
    for (index_t y = 0; y < values.lines; y++)
        for (index_t x = 0; x < values.width; x += AT_A_TIME) {
            const index_t number = smaller(AT_A_TIME, values.width - x);
            find_bins(values.first + y * values.stride + x, number, bins, bin);
            if (!alone) {
                find_bins(image.first + y * image.stride + x, number, of_image, bin_of_image);
                for (index_t i = 0; i < number; i++)
                    bin[i] = bin_of_image[i] < 0 ? -1 : bin[i];
            }
            for (index_t i = 0; i < number; i++)
                counts[bin[i] + 1]++;
        }
}

/* Bins of a histogram from one to another: the sum of their counts, of these times the numbers of their bins, and of
 * these times the squares; and the sum of the counts below. Whole numbers: bins are added and removed exactly. */
typedef struct {
    const int32_t *counts;
    index_t low, high;
    int64_t below, number, first, second;
} Range;

static void count_bin(Range *range, index_t bin, int sign)
{
    const int64_t count = sign * (int64_t)range->counts[bin];
    range->number += count;
    range->first += count * bin;
    range->second += count * bin * bin;
}

static void move_to(Range *range, index_t low, index_t high)
{
    for (; range->low < low; range->low++) {
        range->below += range->counts[range->low];
        count_bin(range, range->low, -1);
    }
    while (range->low > low) {
        range->low--;
        range->below -= range->counts[range->low];
        count_bin(range, range->low, 1);
    }
    while (range->high < high)
        count_bin(range, ++range->high, 1);
    while (range->high > high)
        count_bin(range, range->high--, -1);
}

/* The bin in which the median is looked for, and the sum of the counts below. */
typedef struct {
    index_t bin;
    int64_t below;
} Meeting;

/* The median of a range: where two sums meet that start at both ends; the smaller one always takes the next bin. They
 * meet where the sum below a bin and the sum up to it exceed, together, the total. */
static double median_bin(const Range *range, Meeting *at)
{
    const int32_t *counts = range->counts;
    const int64_t enough = 2 * range->below + range->number;
    while (at->bin < range->high && 2 * at->below + counts[at->bin] < enough)
        at->below += counts[at->bin++];
    while (at->bin > 0 && 2 * at->below - counts[at->bin - 1] >= enough)
        at->below -= counts[--at->bin];
    if (at->bin == 0)
        return 0;
    const int32_t tallest = counts[at->bin] > counts[at->bin - 1] ? counts[at->bin] : counts[at->bin - 1];
    return (double)at->bin - 0.5 + (double)(enough - 2 * at->below) / (2.0 * (double)larger(tallest, 1));
}

/* Level and scatter from a histogram. */
static void mode(const int32_t *counts, Bins bins, double pearson, float *level, float *sigma)
{
    const index_t last = bins.number - 1;
    Range range = {counts, 0, -1, 0, 0, 0, 0};
    Meeting meeting = {0, 0};
    index_t low = 0, high = last;
    double mean = bins.mean, median = mean, scatter = 10.0 * (double)last, previous = 1;
    for (int i = 0; i < SKY_CLIPPINGS && scatter >= SKY_NARROW && fabs(scatter / previous - 1) > SKY_SETTLED; i++) {
        previous = scatter;
        move_to(&range, low, high);
        const double number = (double)range.number;
        mean = (double)range.first / number;
        const double variance = (double)range.second / number - mean * mean;
        scatter = sqrt(variance < 0 ? 0 : variance);
        median = median_bin(&range, &meeting);
        const double reach = SKY_HISTOGRAM_CLIP * scatter;
        low = within(toward_zero(floor(median - reach + 0.5)), 0, last);
        high = within(toward_zero(floor(median + reach + 0.5)), 0, last);
    }
    const int crowded = fabs(mean - median) / scatter >= SKY_CROWDED;
    double found = crowded ? median : pearson * median - (pearson - 1) * mean;
    if (scatter == 0)
        found = mean;
    *level = (float)((double)bins.zero + found * (double)bins.width);
    *sigma = (float)(scatter * (double)bins.width);
}

/* The sky in the meshes `mesh` to `stop` of an image, counted row by row.
 *
 * others: a map that is measured in the same pixels; it is not read if there are maps of two values only.
 * lines: those that are clipped, for each row of meshes: the first, the one after the last, and the step.
 * counts: room for a histogram, and one number more.
 * maps: level and scatter of the pixels, and of the others; meshes with too few good pixels are left as they are.
 */
EXPORT void measure_meshes(const float *restrict pixels, index_t height, index_t width,
                           const float *restrict others, index_t others_height, index_t others_width,
                           index_t mesh_height, index_t mesh_width,
                           const int64_t *restrict lines, index_t lines_count, index_t lines_parts,
                           double pearson,
                           int32_t *restrict counts, index_t counts_size,
                           float *restrict maps, index_t map_count, index_t rows, index_t columns,
                           index_t mesh, index_t stop)
{
    (void)others_height, (void)others_width, (void)lines_count, (void)lines_parts, (void)counts_size;
    const Limits good = {nextafterf((float)BAD_PIXEL, 0), INFINITY}, any = {-INFINITY, INFINITY};
    for (; mesh < stop; mesh++) {
        const index_t x = mesh % columns * mesh_width, y = mesh / columns * mesh_height;
        const index_t last = smaller(mesh_width, width - x), tall = smaller(mesh_height, height - y);
        const Mesh whole = mesh_at(pixels, width, x, y, last, tall), part = sampled(whole, lines + mesh / columns * 3);
        const Statistics all = statistics(part, good, part, good);
        if ((double)all.count < LEAST_GOOD * (double)(part.lines * part.width))
            continue;
        const Limits clipped = both(clipping_limits(all), good);
        const Bins bins = bins_of(statistics(part, clipped, part, clipped));
        histogram(whole, bins, whole, bins, counts);
        float *found = maps + mesh;
        mode(counts + 1, bins, pearson, found, found + rows * columns);
        if (map_count < 4)
            continue;
        const Mesh whole_other = mesh_at(others, width, x, y, last, tall);
        const Mesh other = sampled(whole_other, lines + mesh / columns * 3);
        const Limits clipped_other = clipping_limits(statistics(other, any, part, good));
        const Bins bins_other = bins_of(statistics(other, clipped_other, part, clipped));
        histogram(whole_other, bins_other, whole, bins, counts);
        found += 2 * rows * columns;
        mode(counts + 1, bins_other, pearson, found, found + rows * columns);
    }
}

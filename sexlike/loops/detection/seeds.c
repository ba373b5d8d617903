/* The branches of blobs that become objects (see detection/deblending/seeds.py and tree.py for the rules). */

#include <stdlib.h>

#include "runs.h"

#define NONE -1

/* Connected pixels above a level of a blob. */
typedef struct {
    int64_t parent, label, last, area, peaks; /* last: of its pixels */
    double flux;
    int64_t significant_above; /* branches right above it that hold enough light */
    int64_t seed;              /* which of the blob's seeds it is in */
    int holds_split;           /* further up, a branch splits into seeds */
} Branch;

/* A blob, its tree so far, and the pixels on the highest level of it. */
typedef struct {
    index_t count;
    const float *light;
    uint8_t *is_peak;
    int64_t *node; /* of each pixel, the highest branch that holds it */
    Branch *branches;
    index_t grown, room;
    index_t *level_start; /* first branch of each level, and after the last level their number */
    index_t levels;
    index_t followed;
    int64_t *pixel, *label, *work, *group;
    int32_t *x, *y; /* of the pixels that are followed */
} Blob;

/* All memory for blobs of up to so many pixels; returns whether there is enough. */
static int prepare(Blob *b, index_t largest, index_t levels)
{
    const size_t count = (size_t)larger(largest, 1);
    b->room = 64;
    b->branches = malloc((size_t)b->room * sizeof *b->branches);
    b->level_start = malloc(((size_t)levels + 2) * sizeof *b->level_start);
    b->is_peak = malloc(count);
    b->node = malloc(6 * count * sizeof *b->node);
    b->group = calloc(count, sizeof *b->group); /* all pixels are of one group */
    b->x = malloc(2 * count * sizeof *b->x);
    if (!b->branches || !b->level_start || !b->is_peak || !b->node || !b->group || !b->x)
        return 0;
    b->pixel = b->node + count;
    b->label = b->node + 2 * count;
    b->work = b->node + 3 * count;
    b->y = b->x + count;
    return 1;
}

static void release(Blob *b)
{
    free(b->branches);
    free(b->level_start);
    free(b->is_peak);
    free(b->node);
    free(b->group);
    free(b->x);
}

/* Begin the tree of a blob: one branch, which holds all its pixels. Returns whether there is memory. */
static void plant(Blob *b, const int32_t *x, const int32_t *y, const float *light, index_t count)
{
    find_maxima(x, count, y, count, b->group, count, light, count, b->is_peak, count);
    b->count = b->followed = count;
    b->light = light;
    b->branches[0] = (Branch){.parent = NONE, .seed = NONE};
    for (index_t i = 0; i < count; i++) {
        b->branches[0].peaks += b->is_peak[i];
        b->node[i] = 0;
        b->pixel[i] = i;
        b->x[i] = x[i];
        b->y[i] = y[i];
    }
    b->level_start[0] = 0;
    b->level_start[1] = b->grown = 1;
    b->levels = 1;
}

/* Follow no more pixels than those above a level, in branches that may still split. */
static void climb(Blob *b, float level)
{
    index_t kept = 0;
    for (index_t k = 0; k < b->followed; k++) {
        const int64_t i = b->pixel[k];
        if (b->branches[b->node[i]].peaks > 1 && b->light[i] > level) {
            b->pixel[kept] = i;
            b->x[kept] = b->x[k];
            b->y[kept++] = b->y[k];
        }
    }
    b->followed = kept;
}

/* Branches of one parent come in the order in which the scan completes them. */
static int by_parent(const void *one, const void *other)
{
    const Branch *a = one, *b = other;
    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    return (a->last > b->last) - (a->last < b->last);
}

/* The branches of the pixels that are followed; small ones are left out. Returns whether there is memory. */
static int branch_out(Blob *b, index_t least_area)
{
    const index_t n = b->followed;
    const index_t number = label_pixels(b->x, n, b->y, n, b->group, n, b->label, n, b->work, 3 * n);
    if (b->grown + number > b->room) {
        Branch *more = realloc(b->branches, 2 * (size_t)(b->grown + number) * sizeof *more);
        if (!more)
            return 0;
        b->branches = more;
        b->room = 2 * (b->grown + number);
    }
    Branch *found = b->branches + b->grown;
    for (index_t k = 0; k < number; k++)
        found[k] = (Branch){.label = k, .seed = NONE};
    for (index_t k = 0; k < n; k++) {
        const int64_t i = b->pixel[k];
        Branch *branch = found + b->label[k];
        branch->parent = b->node[i];
        branch->last = i;
        branch->area++;
        branch->peaks += b->is_peak[i];
        branch->flux += b->light[i];
    }
    index_t large = 0;
    for (index_t k = 0; k < number; k++)
        if (found[k].area >= least_area)
            found[large++] = found[k];
    qsort(found, (size_t)large, sizeof *found, by_parent);
    int64_t *node_of_label = b->work;
    for (index_t k = 0; k < number; k++)
        node_of_label[k] = NONE;
    for (index_t k = 0; k < large; k++)
        node_of_label[found[k].label] = b->grown + k;
    index_t kept = 0;
    for (index_t k = 0; k < n; k++) {
        const int64_t i = b->pixel[k], node = node_of_label[b->label[k]];
        if (node == NONE)
            continue;
        b->node[i] = node;
        b->pixel[kept] = i;
        b->x[kept] = b->x[k];
        b->y[kept++] = b->y[k];
    }
    b->followed = kept;
    b->grown += large;
    b->level_start[++b->levels] = b->grown;
    return 1;
}

/* It holds enough light above its level. */
static int is_significant(const Branch *branch, double level, double least_flux)
{
    return (float)branch->flux - level * (double)branch->area > least_flux;
}

static int splits(const Branch *branch) { return branch->significant_above > 1; }

/* Choose the seeds from the top down; returns how many there are, with the level of each. */
static index_t choose(Blob *b, const float *level, double least_flux, float *seed_level)
{
    index_t number = 0;
    for (index_t depth = b->levels - 1; depth > 0; depth--) {
        const Branch *first = b->branches + b->level_start[depth], *stop = b->branches + b->level_start[depth + 1];
        const double height = level[depth];
        for (const Branch *branch = first; branch < stop; branch++) {
            Branch *parent = b->branches + branch->parent;
            parent->significant_above += is_significant(branch, height, least_flux);
            parent->holds_split |= splits(branch) || branch->holds_split;
        }
        for (Branch *branch = b->branches + b->level_start[depth]; branch < stop; branch++)
            if (is_significant(branch, height, least_flux) && !splits(branch) && !branch->holds_split
                && splits(b->branches + branch->parent)) {
                seed_level[number] = level[depth];
                branch->seed = number++;
            }
    }
    return number;
}

/* Which seed holds each pixel: its own branch, or one further down. */
static void mark(Blob *b, int32_t *seed)
{
    for (index_t k = 1; k < b->grown; k++) /* parents come first */
        if (b->branches[k].seed == NONE)
            b->branches[k].seed = b->branches[b->branches[k].parent].seed;
    for (index_t i = 0; i < b->count; i++)
        seed[i] = (int32_t)b->branches[b->node[i]].seed;
}

/* Find the seeds of the blobs `first` to `stop`; returns 0, or 1 if there is not enough memory.
 *
 * x, y, light: pixels, row by row within each blob. start: where those of each blob begin, and where the last end.
 * levels: of each blob. least_flux: that a branch must hold above its level. seed: of each pixel, from 0 in its blob, or
 * -1. seed_level: of the seeds, in the places of the first pixels of their blob. number: of seeds. overflowed: too many
 * branches on one level.
 */
EXPORT index_t mark_seeds(const int32_t *restrict x, index_t count, const int32_t *restrict y, index_t y_count,
                          const int64_t *restrict start, index_t bounds, const float *restrict light,
                          index_t light_count, const float *restrict levels, index_t blobs, index_t number_of_levels,
                          const double *restrict least_flux, index_t flux_count, index_t least_area,
                          int32_t *restrict seed, index_t seed_count, float *restrict seed_level, index_t level_count,
                          int64_t *restrict number, index_t number_count, uint8_t *restrict overflowed,
                          index_t overflowed_count, index_t first, index_t stop)
{
    (void)count, (void)y_count, (void)bounds, (void)light_count, (void)blobs, (void)flux_count, (void)seed_count;
    (void)level_count, (void)number_count, (void)overflowed_count;
    index_t largest = 0;
    for (index_t i = first; i < stop; i++)
        largest = larger(largest, start[i + 1] - start[i]);
    Blob blob = {0};
    int enough = prepare(&blob, largest, number_of_levels);
    for (index_t i = first; enough && i < stop; i++) {
        const float *level = levels + i * number_of_levels;
        const index_t from = start[i];
        plant(&blob, x + from, y + from, light + from, start[i + 1] - from);
        overflowed[i] = 0;
        while (enough && blob.levels < number_of_levels && blob.followed) {
            climb(&blob, level[blob.levels]);
            enough = branch_out(&blob, least_area);
            const index_t *newest = blob.level_start + blob.levels;
            overflowed[i] |= newest[0] - newest[-1] > MOST_BRANCHES;
        }
        if (!enough)
            break;
        number[i] = overflowed[i] ? 0 : choose(&blob, level, least_flux[i], seed_level + from);
        mark(&blob, seed + from);
    }
    release(&blob);
    return !enough;
}

/* The order in which SExtractor lists the pixels of objects (see detection/pixels/listorder.py for the rule). */

#include "sets.h"

/* Connected parts of what has been scanned of an object. Each has a list of pixels, and begins somewhere in its newest
 * row. */
typedef struct {
    index_t count;
    int64_t *first, *last; /* pixels of the list */
    int64_t *left;
} Branches;

/* Pixels side by side, in one row. */
typedef struct {
    index_t count;
    int64_t *left, *right;
    int64_t *branch; /* to which each belongs */
} Runs;

static void append(int64_t *next, Branches *branches, index_t branch, index_t first, index_t last)
{
    if (branches->first[branch] < 0)
        branches->first[branch] = first;
    else
        next[branches->last[branch]] = first;
    branches->last[branch] = last;
}

static void find_runs(Runs *row, const int32_t *x, index_t start, index_t stop)
{
    row->count = 0;
    for (index_t i = start; i < stop; i++) {
        if (i == start || x[i] != x[i - 1] + 1)
            row->left[row->count++] = x[i];
        row->right[row->count - 1] = x[i];
    }
}

/* Join the runs of a row (nodes from 0) with the branches of the row below (the nodes after them) that they touch; the
 * root of a set is its lowest node, and so a run. Then number the branches that they make from left to right. */
static void find_branches(Runs *row, const Runs *below, const Branches *older, Branches *newer, int64_t *parent)
{
    for (index_t node = 0; node < row->count + older->count; node++)
        parent[node] = node;
    index_t first = 0;
    for (index_t run = 0; run < row->count; run++) {
        while (first < below->count && below->right[first] < row->left[run] - 1)
            first++;
        for (index_t k = first; k < below->count && below->left[k] <= row->right[run] + 1; k++)
            join(parent, run, row->count + below->branch[k]);
    }
    newer->count = 0;
    for (index_t run = 0; run < row->count; run++) {
        const index_t root = root_of(parent, run);
        if (root == run) {
            newer->first[newer->count] = -1;
            newer->left[newer->count] = row->left[run];
            row->branch[run] = newer->count++;
        } else
            row->branch[run] = row->branch[root];
    }
}

/* Make the lists of the new branches: older ones and pixels of the row in the order of x, an older one first. */
static void fill_branches(const Runs *row, const int32_t *x, index_t start, index_t stop, const Branches *older,
                          Branches *newer, int64_t *parent, int64_t *next)
{
    index_t run = -1, b = 0;
    for (index_t i = start; i <= stop; i++) {
        for (; b < older->count && (i == stop || older->left[b] <= x[i]); b++) {
            const index_t root = root_of(parent, row->count + b);
            append(next, newer, root < row->count ? row->branch[root] : 0, older->first[b], older->last[b]);
        }
        if (i < stop) {
            run += i == start || x[i] != x[i - 1] + 1;
            append(next, newer, row->branch[run], i, i);
        }
    }
}

/* Indices of pixels in the order of the lists, group after group.
 *
 * Pixels are sorted by group, y and x, and each group is an 8-connected object. room: a number for each pixel, and
 * fourteen for each column of pixels that there may be.
 */
EXPORT void list_order(const int32_t *restrict x, index_t count,
                       const int32_t *restrict y, index_t y_count,
                       const int64_t *restrict group, index_t group_count,
                       int64_t *restrict order, index_t order_count,
                       int64_t *restrict room, index_t room_size)
{
    (void)y_count, (void)group_count, (void)order_count;
    int64_t *next = room, *parent = room + count, *free = parent;
    const index_t columns = (room_size - count) / 14;
    free += 2 * columns;
    Branches older = {0, free, free + columns, free + 2 * columns};
    free += 3 * columns;
    Branches newer = {0, free, free + columns, free + 2 * columns};
    free += 3 * columns;
    Runs below = {0, free, free + columns, free + 2 * columns};
    free += 3 * columns;
    Runs row = {0, free, free + columns, free + 2 * columns};
    index_t listed = 0;
    for (index_t start = 0, stop = 0; start < count; start = stop) {
        while (stop < count && group[stop] == group[start] && y[stop] == y[start])
            stop++;
        find_runs(&row, x, start, stop);
        find_branches(&row, &below, &older, &newer, parent);
        fill_branches(&row, x, start, stop, &older, &newer, parent, next);
        const Runs runs = below;
        const Branches branches = older;
        below = row, row = runs;
        older = newer, newer = branches;
        if (stop < count && group[stop] == group[start])
            continue;
        for (index_t b = 0; b < older.count; b++) { /* one, if the object is connected */
            next[older.last[b]] = -1;
            for (index_t i = older.first[b]; i >= 0; i = next[i])
                order[listed++] = i;
        }
        older.count = below.count = 0;
    }
}

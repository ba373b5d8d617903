/* Connected pixels. Coordinates are those of pixels that are sorted by group, y and x. */

#include "runs.h"
#include "sets.h"

/* Labels of 8-connected pixels, from 0 in the order of their first runs; returns how many there are.
 *
 * A run is a row of pixels side by side. room: three numbers for each pixel.
 */
EXPORT index_t label_pixels(const int32_t *restrict x, index_t count,
                            const int32_t *restrict y, index_t y_count,
                            const int64_t *restrict group, index_t group_count,
                            int64_t *restrict label, index_t label_count,
                            int64_t *restrict room, index_t room_size)
{
    (void)y_count, (void)group_count, (void)label_count, (void)room_size;
    int64_t *parent = room, *left = room + count, *right = room + 2 * count;
    index_t runs = 0, below = 0, below_stop = 0, row_start = 0; /* runs below..below_stop are those of the row below */
    for (index_t i = 0; i < count; i++) {
        if (i == 0 || y[i] != y[i - 1] || group[i] != group[i - 1]) {
            const int follows = i > 0 && group[i] == group[i - 1] && y[i] == y[i - 1] + 1;
            below = follows ? row_start : runs;
            below_stop = row_start = runs;
        } else if (x[i] == x[i - 1] + 1) {
            label[i] = runs - 1;
            right[runs - 1] = x[i];
            continue;
        }
        parent[runs] = runs;
        left[runs] = right[runs] = x[i];
        label[i] = runs++;
        /* The runs below may touch this one up to where it ends. */
        index_t end = i;
        while (end + 1 < count && group[end + 1] == group[i] && y[end + 1] == y[i] && x[end + 1] == x[end] + 1)
            end++;
        while (below < below_stop && right[below] < x[i] - 1)
            below++;
        for (index_t k = below; k < below_stop && left[k] <= x[end] + 1; k++)
            join(parent, runs - 1, k);
    }
    index_t number = 0;
    for (index_t run = 0; run < runs; run++) { /* roots come before the others of their set */
        const index_t root = root_of(parent, run);
        left[run] = root == run ? number++ : left[root];
    }
    for (index_t i = 0; i < count; i++)
        label[i] = left[label[i]];
    return number;
}

/* Indices of pixels, sorted by their labels, without those of a negative one; those of one label stay in their order.
 * place: where the pixels of each label begin; it is moved to where they end. */
EXPORT void sort_by_label(const int64_t *restrict label, index_t count,
                          int64_t *restrict place, index_t labels,
                          int64_t *restrict order, index_t order_count)
{
    (void)labels, (void)order_count;
    for (index_t i = 0; i < count; i++)
        if (label[i] >= 0)
            order[place[label[i]]++] = i;
}

/* Which pixels are as bright as all their neighbours among the pixels of their group. */
EXPORT void find_maxima(const int32_t *restrict x, index_t count,
                        const int32_t *restrict y, index_t y_count,
                        const int64_t *restrict group, index_t group_count,
                        const float *restrict light, index_t light_count,
                        uint8_t *restrict is_maximum, index_t maximum_count)
{
    (void)y_count, (void)group_count, (void)light_count, (void)maximum_count;
    for (index_t i = 0; i < count; i++)
        is_maximum[i] = 1;
    index_t above = 0;
    for (index_t i = 0; i < count; i++) {
        while (above < count && (group[above] < group[i] ||
               (group[above] == group[i] && (y[above] < y[i] + 1 || (y[above] == y[i] + 1 && x[above] < x[i] - 1)))))
            above++;
        index_t candidates[4];
        int found = 0;
        if (i + 1 < count && group[i + 1] == group[i] && y[i + 1] == y[i] && x[i + 1] == x[i] + 1)
            candidates[found++] = i + 1;
        for (index_t k = above; k < count && k < above + 3; k++)
            if (group[k] == group[i] && y[k] == y[i] + 1 && x[k] <= x[i] + 1)
                candidates[found++] = k;
        for (int c = 0; c < found; c++) {
            const index_t k = candidates[c];
            if (light[k] > light[i])
                is_maximum[i] = 0;
            else if (light[k] < light[i])
                is_maximum[k] = 0;
        }
    }
}

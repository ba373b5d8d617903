/* How far detections rise above their thresholds (see detection/cleaning/peakdepth.py for the heap that is not one). */

#include <stdlib.h>

#include "loops.h"

static int ascending(const void *one, const void *other)
{
    const float a = *(const float *)one, b = *(const float *)other;
    return (a > b) - (a < b);
}

/* Put a value on top of a heap, and sift it down: after each exchange one position beyond the child comes next. */
static void sift_down(float *heap, index_t rank, float value)
{
    heap[0] = value;
    index_t parent = 1; /* counted from 1 */
    while (2 * parent <= rank) {
        index_t child = 2 * parent;
        if (child < rank && heap[child] < heap[child - 1])
            child++;
        if (!(heap[parent - 1] > heap[child - 1]))
            return;
        const float upper = heap[parent - 1];
        heap[parent - 1] = heap[child - 1];
        heap[child - 1] = upper;
        parent = child + 1;
    }
}

/* Depths of detections, 0 for those of fewer than `rank` pixels. start: first of each detection's values, and the number
 * of all. heap: room for `rank` values. */
EXPORT void find_peak_depths(const float *restrict values, index_t count, const int64_t *restrict start, index_t bounds,
                             float *restrict heap, index_t rank, float *restrict depth, index_t depth_count)
{
    (void)count, (void)bounds;
    for (index_t i = 0; i < depth_count; i++) {
        const float *value = values + start[i];
        const index_t number = start[i + 1] - start[i];
        depth[i] = number == rank ? value[0] : 0;
        if (number <= rank)
            continue;
        for (index_t k = 0; k < rank; k++)
            heap[k] = value[k];
        qsort(heap, (size_t)rank, sizeof *heap, ascending);
        for (index_t k = rank + 1; k < number; k++)
            if (value[k] > heap[0])
                sift_down(heap, rank, value[k]);
        depth[i] = heap[0];
    }
}

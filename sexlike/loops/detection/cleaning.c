/* Cleaning while the image is scanned (see detection/cleaning/sequence.py for the rules). */

#include <stdlib.h>

#include "power.h"
#include "tree.h"

#define PI 3.141592653589793
#define ABSENT -1
#define NEVER INT64_MAX /* a line that no scan comes to */

/* A detection, and how far it rises above its threshold: the columns of a table. */
typedef struct {
    float a, b, cxx, cyy, cxy, flux, width, threshold, depth;
} Detection;

/* Its lines and pixels: the columns of another table. */
typedef struct {
    int64_t completed_on, y_min, y_max, centre, area;
} Extent;

/* When a detection has left the list for the catalog: a row of a table. */
typedef struct {
    int64_t detection, first_line, line, arrived;
} Departure;

typedef struct {
    Detection *detections;
    const double *x, *y; /* where they are */
    Extent *extents;
    double exponent; /* CLEAN_PARAM */
    int64_t *absorber, *merged_at;
    /* The list: the detection in each slot, the slot of each detection. */
    int64_t *slots, *slot_of;
    index_t count;
    Tree lowest, highest; /* lines that the detections in the slots need */
    /* The scan. */
    int64_t first_line, line, arrived;
    Departure *departures;
    index_t departed;
} Cleaning;

/* ---- The list of those that wait ---- */

static void put(Cleaning *c, index_t slot, int64_t detection, int64_t lowest, int64_t highest)
{
    c->slots[slot] = detection;
    c->slot_of[detection] = slot;
    set_leaf(c->lowest, slot, lowest);
    set_leaf(c->highest, slot, highest);
}

/* Take a detection out; the last of the list takes its slot. */
static void take_out(Cleaning *c, int64_t detection)
{
    const index_t slot = c->slot_of[detection], last = --c->count;
    if (slot != last)
        put(c, slot, c->slots[last], leaf(c->lowest, last), leaf(c->highest, last));
    c->slot_of[detection] = ABSENT;
    set_leaf(c->lowest, last, NO_VALUE);
    set_leaf(c->highest, last, NO_VALUE);
}

/* Send the detection in a slot to the catalog. */
static void release(Cleaning *c, index_t slot)
{
    const int64_t detection = c->slots[slot];
    c->departures[c->departed++] = (Departure){detection, c->first_line, c->line, c->arrived};
    take_out(c, detection);
}

/* The buffer scrolls: detections that it leaves behind are released, the last slot first. */
static void flush(Cleaning *c)
{
    while (least(c->lowest) <= c->first_line)
        release(c, last_leaf_up_to(c->lowest, c->first_line));
}

/* ---- Wings ---- */

/* Light of the wings of a bright detection at the centre of a faint one. */
static double wing_light(const Cleaning *c, int64_t bright, int64_t faint)
{
    const Detection *b = c->detections + bright;
    const double major = b->a, minor = b->b;
    const float dx = (float)(c->x[faint] - c->x[bright]), dy = (float)(c->y[faint] - c->y[bright]);
    const double amplitude = b->flux / (2 * PI * major * minor * b->width), ratio = amplitude / b->threshold;
    const double growth = (power(ratio < 0 ? 0 : ratio, 1 / c->exponent) - 1) * PI * major * minor
                          / (double)c->extents[bright].area;
    const float r2 = b->cxx * dx * dx + b->cyy * dy * dy + b->cxy * dx * dy;
    const double base = 1 + growth * r2;
    return base > 1 && base < LARGEST_MOFFAT_BASE ? amplitude * power(base, -c->exponent) : 0;
}

static void absorb(Cleaning *c, int64_t absorber, int64_t absorbed)
{
    Extent *whole = c->extents + absorber, *part = c->extents + absorbed;
    c->detections[absorber].flux += c->detections[absorbed].flux;
    whole->area += part->area;
    whole->y_min = smaller(whole->y_min, part->y_min);
    whole->y_max = larger(whole->y_max, part->y_max);
    c->absorber[absorbed] = absorber;
    c->merged_at[absorbed] = c->arrived;
}

static int descending(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a < b) - (a > b);
}

/* Compare a newcomer with its neighbours in the list; returns whether it is left. room: a number for each slot. */
static int resolve(Cleaning *c, int64_t newcomer, const int64_t *neighbours, index_t number, int64_t *room)
{
    index_t explained = 0, eater = ABSENT; /* slots: those that the newcomer explains, the first that explains it */
    for (index_t k = 0; k < number; k++) {
        const int64_t old = neighbours[k];
        const index_t slot = c->slot_of[old];
        if (slot == ABSENT)
            continue;
        if (c->detections[old].flux < c->detections[newcomer].flux) {
            if (wing_light(c, newcomer, old) > c->detections[old].depth)
                room[explained++] = slot;
        } else if ((eater == ABSENT || slot < eater) && wing_light(c, old, newcomer) > c->detections[newcomer].depth)
            eater = slot;
    }
    if (eater != ABSENT) {
        absorb(c, c->slots[eater], newcomer);
        return 0;
    }
    qsort(room, (size_t)explained, sizeof *room, descending);
    for (index_t k = 0; k < explained; k++) {
        const int64_t old = c->slots[room[k]];
        absorb(c, newcomer, old);
        take_out(c, old);
    }
    return 1;
}

/* Clean m detections; returns how many are left, with as many rows of departures.
 *
 * detections, x, y, extents, ellipse_height: of each. start, earlier: the neighbours of each, detections before it, are
 * earlier[start[i]] to before earlier[start[i + 1]]. flushes: the line that has been scanned when the buffer scrolls,
 * and the first that is kept. capacity: of the list. reach: rows that the largest aperture needs. room: 3 numbers for
 * each of m, and twice a tree's size for min(m, capacity) leaves. absorber, merged_at: of each that is merged.
 */
EXPORT index_t clean(float *detections, index_t count, index_t columns,
                     const double *x, index_t x_count, const double *y, index_t y_count, int64_t *extents, index_t extent_count, index_t extent_columns,
                     const double *ellipse_height, index_t height_count,
                     const int64_t *start, index_t bounds, const int64_t *earlier, index_t pairs,
                     const int64_t *flushes, index_t flush_count, index_t flush_columns,
                     double exponent, index_t capacity, index_t reach, index_t last_first_line,
                     int64_t *room, index_t room_size,
                     int64_t *departures, index_t departure_count, index_t departure_columns,
                     int64_t *absorber, index_t absorber_count, int64_t *merged_at, index_t merged_count)
{
    (void)columns, (void)x_count, (void)y_count, (void)extent_count, (void)extent_columns, (void)height_count;
    (void)bounds, (void)pairs, (void)flush_columns, (void)departure_count, (void)departure_columns;
    (void)absorber_count, (void)merged_count;
    const index_t leaves = (room_size - 3 * count) / 4;
    Cleaning c = {.detections = (Detection *)detections, .x = x, .y = y, .extents = (Extent *)extents,
                  .exponent = exponent, .absorber = absorber, .merged_at = merged_at, .slots = room, .slot_of = room + count,
                  .lowest = {room + 3 * count, leaves}, .highest = {room + 3 * count + 2 * leaves, leaves},
                  .departures = (Departure *)departures};
    clear(c.lowest);
    clear(c.highest);
    for (index_t i = 0; i < count; i++)
        c.slot_of[i] = ABSENT;
    index_t flushed = 0;
    for (index_t i = 0; i <= count; i++) { /* after the last the scan goes on to the end */
        c.arrived = i;
        const int64_t line = i < count ? c.extents[i].completed_on : NEVER;
        for (; flushed < flush_count && flushes[2 * flushed] < line; flushed++) {
            c.line = flushes[2 * flushed] + 1;
            c.first_line = flushes[2 * flushed + 1];
            flush(&c);
        }
        c.line = line;
        if (i == count)
            break;
        if (c.count >= capacity) /* the one whose highest line is lowest goes */
            release(&c, first_leaf_up_to(c.highest, least(c.highest)));
        if (!resolve(&c, i, earlier + start[i], start[i + 1] - start[i], room + 2 * count))
            continue;
        const Extent *e = c.extents + i;
        const double height = ellipse_height[i], rows = (double)(e->y_max - e->y_min + 1);
        const int64_t margin = (int64_t)(2 * (height > rows ? height : rows) + 4 + ALMOST_HALF);
        put(&c, c.count++, i, smaller(e->y_min - margin, e->centre - reach), larger(e->y_max + margin, e->centre + reach));
    }
    c.first_line = last_first_line;
    while (c.count)
        release(&c, 0);
    return c.departed;
}

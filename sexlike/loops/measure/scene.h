/* An image as its objects see it: the pixels of neighbours are masked, or replaced (see measure/photometry/masking.py). */
#ifndef SEXLIKE_SCENE_H
#define SEXLIKE_SCENE_H

#include "loops.h"

/* The same fields in the same order as in measure/photometry/scene.py. */
typedef struct {
    const float *pixels;
    const float *light;          /* of the pixels, of a photographic plate; NULL: they are light themselves */
    const float *variance;       /* NULL without weights */
    const int32_t *block;        /* of a map of labels; NULL: neighbours mask nothing */
    const int32_t *labels;       /* of the detection that a pixel belongs to */
    const int32_t *label;        /* of each object */
    const int64_t *y_start;      /* lines that each object sees */
    const int64_t *y_stop;
    const int64_t *blanked_before; /* pixels before this one had been blanked when an object was measured */
    const int64_t *arrived;      /* detections that had been found then */
    const int64_t *unblanked;    /* pixels that were given back to the sky, ascending; NULL: all was blanked by then */
    const int64_t *since;        /* on the arrival of which detection */
    index_t unblanked_count;
    index_t height, width;
    double gain;                 /* 0: no photon noise */
    double density_scale;        /* of a photographic plate; 0: the pixels are light */
    float bad;                   /* value of pixels that do not count */
    float light_of_sky;          /* what masked pixels have */
    float worst_variance;
    float sky_variance;
    int32_t mirrored;            /* masked pixels are replaced by those opposite the centre */
    int32_t gain_follows;        /* the gain is in proportion to the weights */
    int32_t block_bits;          /* a block is 2^block_bits pixels */
} Scene;

typedef struct {
    float value, variance;
    int masked;
} Light;

/* Whether a pixel that is not blanked any more was still blanked when an object was measured. */
static inline int still_blanked(const Scene *scene, index_t object, index_t pixel)
{
    index_t low = 0, high = scene->unblanked_count;
    while (low < high) {
        const index_t middle = low + (high - low) / 2;
        if (scene->unblanked[middle] < pixel)
            low = middle + 1;
        else
            high = middle;
    }
    return low < scene->unblanked_count && scene->unblanked[low] == pixel && scene->since[low] >= scene->arrived[object];
}

/* What the map of blanked pixels says, see detection/blankedmap.py. */
static inline int32_t label_at(const Scene *scene, index_t pixel)
{
    const index_t block = scene->block[pixel >> scene->block_bits], size = (index_t)1 << scene->block_bits;
    return scene->labels[block * size + (pixel & (size - 1))];
}

static inline int is_neighbours(const Scene *scene, index_t object, index_t pixel)
{
    const int32_t label = label_at(scene, pixel);
    if (!scene->unblanked)
        return label != 0 && label != scene->label[object];
    return label != scene->label[object] && pixel < scene->blanked_before[object] &&
           (label != 0 || still_blanked(scene, object, pixel));
}

/* A pixel, and whether it is masked. */
static inline Light masked_light(const Scene *scene, index_t object, index_t pixel)
{
    Light light = {scene->pixels[pixel], 0, 0};
    light.masked = light.value <= scene->bad;
    if (scene->variance) {
        light.variance = scene->variance[pixel];
        light.masked |= light.variance >= scene->worst_variance;
    }
    if (scene->block)
        light.masked |= is_neighbours(scene, object, pixel);
    if (scene->light)
        light.value = scene->light[pixel];
    return light;
}

/* A pixel; one that is masked is replaced by its mirror image about the centre (cx, cy), or by nothing. */
static inline Light corrected_light(const Scene *scene, index_t object, index_t x, index_t y, double cx, double cy)
{
    Light light = masked_light(scene, object, y * scene->width + x);
    if (!light.masked)
        return light;
    light.value = scene->light_of_sky;
    light.variance = 0;
    if (!scene->mirrored)
        return light;
    const index_t mirror_x = toward_zero(2 * cx + ALMOST_HALF - (double)x);
    const index_t mirror_y = toward_zero(2 * cy + ALMOST_HALF - (double)y);
    if (mirror_x < 0 || mirror_x >= scene->width || mirror_y < scene->y_start[object] || mirror_y >= scene->y_stop[object])
        return light;
    const Light mirror = masked_light(scene, object, mirror_y * scene->width + mirror_x);
    if (!mirror.masked) {
        light.value = mirror.value;
        light.variance = mirror.variance;
    }
    return light;
}

#endif

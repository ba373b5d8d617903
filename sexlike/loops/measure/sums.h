/* Sums of light in apertures (see measure/photometry/aperturesums.py). */
#ifndef SEXLIKE_SUMS_H
#define SEXLIKE_SUMS_H

#include "scene.h"

/* The columns of the table of ApertureSums. */
typedef struct {
    double area, light, variance, photons, masked;
} Sums;

static inline void add_pixel(const Scene *scene, Sums *sums, Light light, double fraction)
{
    sums->area += fraction;
    sums->light += fraction * light.value;
    if (scene->variance)
        sums->variance += fraction * light.variance;
    if (scene->gain_follows && light.value > 0)
        sums->photons += light.value / scene->gain * light.variance / scene->sky_variance;
    sums->masked += light.masked;
}

#endif

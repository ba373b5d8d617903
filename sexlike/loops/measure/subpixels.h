/* Fractions of pixels inside circles, by counting sub-pixels in single precision (see measure/photometry/subpixels.py). */
#ifndef SEXLIKE_SUBPIXELS_H
#define SEXLIKE_SUBPIXELS_H

#include "loops.h"

/* A circle around an object, and the squared radii between which something is to be decided. */
typedef struct {
    float radius2;
    float outer2;  /* pixels beyond have nothing inside */
    float inner2;  /* pixels within are inside as a whole */
    float beyond2; /* pixels beyond have no sub-pixel inside */
    float near2;   /* pixels within have all sub-pixels inside */
    int divisions; /* sub-pixels along each side */
    const float *area; /* of so many sub-pixels, 0 to divisions^2 */
} Circle;

static inline float positive(float value) { return value > 0 ? value : 0; }

/* corner: distance of the outermost sub-pixels from the centre of a pixel, and a bit more. */
static inline Circle circle_of(float radius, float corner, int divisions, const float *area)
{
    const float outer = radius + (float)RIM, inner = positive(radius - (float)RIM);
    const float beyond = radius + corner, near = positive(radius - corner);
    const Circle circle = {radius * radius, outer * outer, inner * inner, beyond * beyond, near * near, divisions, area};
    return circle;
}

/* How much of a pixel is inside, its centre at (dx, dy) from that of the circle; -1 for one that is nowhere near. */
static inline float fraction_inside(const Circle *circle, float dx, float dy)
{
    const int divisions = circle->divisions;
    const float r2 = dx * dx + dy * dy;
    if (!(r2 < circle->outer2))
        return -1;
    if (r2 >= circle->beyond2)
        return 0;
    if (!(r2 > circle->near2))
        return r2 > circle->inner2 ? circle->area[divisions * divisions] : 1;
    const float step = (float)(1.0 / divisions), start = 0.5f * (step - 1.0f);
    float x2[WINDOW_SUBPIXELS], x = dx + start, y = dy + start;
    for (int i = 0; i < divisions; i++, x += step)
        x2[i] = x * x;
    int count = 0;
    for (int j = 0; j < divisions; j++, y += step) {
        const float y2 = y * y;
        for (int i = 0; i < divisions; i++)
            count += x2[i] + y2 < circle->radius2;
    }
    return circle->area[count];
}

#endif

/* Residuals of fits of models. */
#ifndef SEXLIKE_RESIDUALS_H
#define SEXLIKE_RESIDUALS_H

#include "../logarithm.h"

/* A residual: compressed, and by how much less it changes than one that is not. */
typedef struct {
    double value, slope;
} Residual;

static inline Residual compressed(double sigmas)
{
    const double stretched = 1 + fabs(sigmas) / COMPRESSION, size = COMPRESSION * logarithm_above_1(stretched);
    const Residual residual = {copysign(size, sigmas), 1 / stretched};
    return residual;
}

/* Residuals of a row of pixels, and how they change with the model. */
static inline void compress_row(const float *restrict model, double flux, const float *restrict pixels,
                                const float *restrict weights, index_t length, double *restrict residual,
                                double *restrict slope)
{
    for (index_t j = 0; j < length; j++) {
        const Residual of = compressed((flux * model[j] - pixels[j]) * weights[j]);
        residual[j] = of.value;
        slope[j] = of.slope * weights[j];
    }
}

#endif

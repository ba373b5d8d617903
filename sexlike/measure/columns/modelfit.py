"""Fits of models: their parameters, and how good they are. So far, models are point sources."""

import numpy as np

from ..models.pointsources import PARAMETERS
from ..registry import column

COEFFICIENT = "f4 %12.4g"


@column("VECTOR_MODEL", COEFFICIENT, about="x, y and flux", ucd="stat.fit.param;src.morph.param", size=(PARAMETERS,))
def _(point_sources):
    return point_sources.vector


@column(
    "VECTOR_MODELERR",
    COEFFICIENT,
    about="Errors of x, y and flux",
    ucd="stat.stdev;stat.fit;src.morph.param",
    size=(PARAMETERS,),
)
def _(point_sources):
    return np.sqrt(point_sources.covariance.diagonal(axis1=1, axis2=2))


@column(
    "MATRIX_MODELERR",
    COEFFICIENT,
    about="Covariances of x, y and flux",
    ucd="stat.covariance;stat.fit;src.morph.param",
    size=(PARAMETERS, PARAMETERS),
)
def _(point_sources):
    return point_sources.covariance


@column("CHI2_MODEL", "f4 %12.7g", about="Reduced chi2 of the model fit", ucd="stat.fit.chi2;src.morph")
def _(point_sources):
    return point_sources.chi2


@column("FLAGS_MODEL", "u1 %3d", about="Bits that tell of difficulties of the fit", ucd="meta.code;stat.fit;src.morph")
def _(point_sources):
    return point_sources.flags


@column("NITER_MODEL", "i2 %3d", about="Iterations of the model fit", ucd="meta.number;stat.fit;src.morph")
def _(point_sources):
    return point_sources.iterations

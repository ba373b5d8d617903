"""Fits of models: their parameters, and how good they are."""

from collections.abc import Callable, Collection

from ..models.components import components_of
from ..registry import column

COEFFICIENT = "f4 %12.4g"
CHI2, BITS, ITERATIONS = "f4 %12.7g", "u1 %3d", "i2 %3d"
CHI2_UCD, BITS_UCD = "stat.fit.chi2;src.morph", "meta.code;stat.fit;src.morph"
ITERATIONS_UCD = "meta.number;stat.fit;src.morph"


def by_parameters(dimensions: int) -> Callable[[Collection[str]], tuple[int, ...]]:
    """The size of a column with an element, a row, for each parameter of the models that columns ask for."""
    return lambda names: (len(components_of(names).parameters),) * dimensions


@column(
    "VECTOR_MODEL",
    COEFFICIENT,
    about="Parameters of the model",
    ucd="stat.fit.param;src.morph.param",
    dimensions=1,
    size=by_parameters(1),
)
def _(model_fits):
    return model_fits.vector


@column(
    "VECTOR_MODELERR",
    COEFFICIENT,
    about="Errors of the parameters",
    ucd="stat.stdev;stat.fit;src.morph.param",
    dimensions=1,
    size=by_parameters(1),
)
def _(model_fits):
    return model_fits.errors


@column(
    "MATRIX_MODELERR",
    COEFFICIENT,
    about="Covariances of the parameters",
    ucd="stat.covariance;stat.fit;src.morph.param",
    dimensions=2,
    size=by_parameters(2),
)
def _(model_fits):
    return model_fits.covariance


@column("CHI2_MODEL", CHI2, about="Reduced chi2 of the model fit", ucd=CHI2_UCD)
def _(model_fits):
    return model_fits.chi2


@column("FLAGS_MODEL", BITS, about="Bits that tell of difficulties of the fit", ucd=BITS_UCD)
def _(model_fits):
    return model_fits.flags


@column("NITER_MODEL", ITERATIONS, about="Iterations of the model fit", ucd=ITERATIONS_UCD)
def _(model_fits):
    return model_fits.iterations

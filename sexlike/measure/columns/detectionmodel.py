"""Models that are fitted to the detection image, and their fluxes in the image that is measured: FLUX_DETMODEL."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from ...config.config import Config
from ...detection.detections import Detections
from ...detection.objects import Objects
from ...images.image import Image
from ..fluxcolumns import MODEL_UCDS, flux_columns
from ..models.batches import ModelBatch, ModelScene, for_batches
from ..models.components import Components
from ..models.drawing import draw_models
from ..models.fits import ModelFits, reduced
from ..models.galaxies import model_fits as fit_models
from ..models.shapes.fluxes import total_flux
from ..models.starts import bounds_of, model_start, point_parameters, point_start
from ..models.windows import model_windows
from ..photometry.masking import Masking
from ..psf.model import Psf
from ..registry import column, quantity
from .modelfit import BITS, BITS_UCD, CHI2, CHI2_UCD, ITERATIONS, ITERATIONS_UCD

HALF_LIGHT_RADIUS = 1.17  # of a Gaussian, in sigmas


@quantity
def detection_scene(
    detection_image: Image,
    search_masking: Masking,
    config: Config,
    objects: Objects,
    detection_psf: Psf,
    detection_psf_contexts: np.ndarray,
) -> ModelScene:
    """What models are fitted to in the detection image."""
    x, y = (objects.x + 0.5).astype(int), (objects.y + 0.5).astype(int)
    level = detection_image.background.at(x, y).astype(np.float64)
    saturation = (detection_image.saturation - level).astype(np.float32)
    windows = model_windows(objects, detection_psf)
    return ModelScene(
        detection_image, search_masking, config, saturation, windows, detection_psf, detection_psf_contexts
    )


@quantity
def detection_fits(
    detection_scene: ModelScene, detections: Detections, objects: Objects, model_components: Components
) -> ModelFits:
    """Fit the model of the run to each object in the detection image; light above the isophote tells where to begin."""
    image, windows, psf = detection_scene.image, detection_scene.windows, detection_scene.psf
    footprints, merging = detections.raw.footprints, detections.merging
    flux = merging.sum(footprints.sum(footprints.values_of(image.pixels)))
    light = SimpleNamespace(flux=flux, flux_error=objects.area * image.background.sigma**2)
    radius = np.maximum(HALF_LIGHT_RADIUS * np.sqrt(objects.a.astype(np.float64) * objects.b), psf.fwhm / 2)
    start = model_start(model_components, point_start(objects, light, windows), radius, objects)
    bounds = bounds_of(model_components, point_parameters(light, radius, windows), start, image.background.sigma)
    return fit_models(detection_scene, model_components, start, bounds)


@dataclass(frozen=True)
class ModelsSeen:
    """Models of the detection image in the image that is measured; float64 of shape (n,), 0 without a fit.

    Attributes
    ----------
    flux, flux_error, chi2 : ndarray
    """

    flux: np.ndarray
    flux_error: np.ndarray
    chi2: np.ndarray


@quantity
def detection_models(model_scene: ModelScene, detection_fits: ModelFits, model_components: Components) -> ModelsSeen:
    """Scale the models of the detection image to the pixels that are measured; only the flux is fitted."""
    vector, covariance = detection_fits.vector, detection_fits.covariance
    total = total_flux(vector, covariance, model_components)[0]
    flux, error, chi2 = np.zeros((3, len(vector)))

    def scale(batch: np.ndarray, data: ModelBatch) -> None:
        weights = data.stamps.weights.astype(np.float64)
        model = draw_models(model_components, data, vector[batch]) * weights
        pixels = data.stamps.pixels * weights
        square = (model**2).sum(axis=(1, 2))
        factor = np.divide((model * pixels).sum(axis=(1, 2)), square, out=np.zeros(len(batch)), where=square > 0)
        flux[batch] = factor * total[batch]
        error[batch] = np.divide(total[batch], np.sqrt(square), out=np.zeros(len(batch)), where=square > 0)
        freedom = np.count_nonzero(weights, axis=(1, 2)) - vector.shape[1]
        chi2[batch] = reduced(((factor[:, None, None] * model - pixels) ** 2).sum(axis=(1, 2)), freedom)

    for_batches(scale, model_scene)
    return ModelsSeen(*(np.where(detection_fits.fitted, values, 0) for values in (flux, error, chi2)))


def flux_of_detection(detection_models: ModelsSeen) -> tuple[np.ndarray, np.ndarray]:
    """The flux and its error, float32."""
    return detection_models.flux.astype(np.float32), detection_models.flux_error.astype(np.float32)


flux_columns("DETMODEL", of=flux_of_detection, about="of the detection's model", ucds=MODEL_UCDS)


@column("CHI2_DETMODEL", CHI2, about="Reduced chi2 of the detection's model", ucd=CHI2_UCD)
def _(detection_models):
    return detection_models.chi2


@column("FLAGS_DETMODEL", BITS, about="FLAGS_MODEL of the fit to the detection image", ucd=BITS_UCD)
def _(detection_fits):
    return detection_fits.flags


@column("NITER_DETMODEL", ITERATIONS, about="Iterations of the fit to the detection image", ucd=ITERATIONS_UCD)
def _(detection_fits):
    return detection_fits.iterations

"""CLASS_STAR: stars and galaxies, classified by a neural network (Bertin & Arnouts 1996, section 9)."""

import logging

import numpy as np

from ...config.files.finding import find_network
from ...config.files.nnwfile import Network, read_network
from ...images.sky.pixelscale import pixel_scale
from ..registry import column

log = logging.getLogger("sexlike")

NO_AREA = 0.01  # seeing discs, in place of an area of 0
NO_PEAK = 0.1  # ratio of peak and threshold where the peak is not positive
NO_THRESHOLD = 0.1  # ... and where the threshold is not


def evaluate(network: Network, inputs: np.ndarray) -> np.ndarray:
    """Evaluate a multi-layer perceptron.

    Parameters
    ----------
    network : Network
    inputs : ndarray, shape (n, inputs)

    Returns
    -------
    ndarray of float64, shape (n, outputs)
    """
    nodes = inputs * network.input_scale + network.input_bias
    for weights, biases in zip(network.weights, network.biases, strict=True):
        nodes = 1 / (1 + np.exp(-(nodes @ weights.T + biases)))
    return (nodes - network.output_bias) / network.output_scale


def features(
    areas: np.ndarray, peak: np.ndarray, threshold: float, scale: float, seeing: float | np.ndarray
) -> np.ndarray:
    """The inputs of the network: logarithms of isophotal areas in seeing discs, of the peak, and of the seeing.

    Parameters
    ----------
    areas : ndarray of int, shape (n, 8)
        ISO0 to ISO7.
    peak : ndarray of float32, shape (n,)
        FLUX_MAX.
    threshold : float
        Analysis threshold of the image.
    scale : float
        Size of a pixel, arcsec.
    seeing : float or ndarray of float64, shape (n,)
        Full width at half maximum of stars, arcsec.

    Returns
    -------
    ndarray of float64, shape (n, 10)
    """
    seeing = np.full(len(peak), seeing)[:, None]
    disc = (seeing / scale) ** 2
    sizes = np.log10(np.where(areas > 0, areas / disc, NO_AREA))
    ratio = np.where(peak > 0, peak / threshold, NO_PEAK) if threshold > 0 else np.full(len(peak), NO_THRESHOLD)
    return np.column_stack([sizes[:, :1], np.log10(ratio), sizes[:, 1:], np.log10(seeing)])


@column("CLASS_STAR", "f4 %6.3f", about="0: galaxy, 1: star", ucd="src.class.starGalaxy")
def _(image, detections, isophotal, isophotal_levels, config, psf_fwhm=None):
    path = find_network(config.STARNNW_NAME, config.folder)
    network = read_network(path)
    if image.rank == 1:
        log.info("CLASS_STAR: the neural network of %s", path)
    threshold, scale = detections.analysis_threshold, pixel_scale(image, config)
    seeing = config.SEEING_FWHM if psf_fwhm is None else psf_fwhm * scale
    inputs = features(isophotal_levels, isophotal.peak, threshold, scale, seeing)
    return evaluate(network, inputs)[:, 0]

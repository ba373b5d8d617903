"""Plain images and objects to measure, without a search: what the functions need of them, and nothing else."""

from types import SimpleNamespace

import numpy as np

from sexlike.detection.blankedmap import BlankedMap
from sexlike.detection.footprints import Footprints
from sexlike.detection.scanview import ScanView
from sexlike.measure.columns.kron import kron, kron_search
from sexlike.measure.columns.petrosian import petrosian, petrosian_search
from sexlike.measure.columns.shape import OwnPixels
from sexlike.measure.photometry.masking import masking
from sexlike.measure.registry import Request

DEFAULTS = {
    "MASK_TYPE": "CORRECT",
    "WEIGHT_GAIN": True,
    "PHOT_APERTURES": (10.0,),
    "PHOT_AUTOPARAMS": (2.5, 3.5),
    "PHOT_PETROPARAMS": (2.0, 3.5),
    "PHOT_AUTOAPERS": (0.0, 0.0),
    "PHOT_FLUXFRAC": (0.5,),
    "MAG_ZEROPOINT": 25.0,
    "PIXEL_SCALE": 0.5,
    "SEEING_FWHM": 1.0,
    "DETECT_TYPE": "CCD",
    "MAG_GAMMA": 4.0,
    "BACKPHOTO_TYPE": "GLOBAL",
    "BACKPHOTO_THICK": 4,
    "BACK_PEARSON": 2.5,
    "COMPATIBILITY": "NONE",
}
NO_OFFSET = SimpleNamespace(offset=np.zeros(100, np.float32))


class Objects(SimpleNamespace):
    """The fields of Objects that are asked for, and `blanked`, the map of the detections."""

    def __len__(self):
        return len(self.x)


def config(**keywords):
    """Values of keywords."""
    return SimpleNamespace(**DEFAULTS | keywords)


def request(**sizes):
    """A request for columns of some sizes."""
    return Request(sizes)


def image(pixels, sigma=1.0, gain=0.0, variance=None, worst=1e30):
    """An image whose background is subtracted."""
    pixels = np.ascontiguousarray(pixels, np.float32)
    if variance is not None:
        variance = np.ascontiguousarray(variance, np.float32)
    background = SimpleNamespace(sigma=np.float32(sigma))
    return SimpleNamespace(
        pixels=pixels, shape=pixels.shape, background=background, gain=gain, variance=variance, worst_variance=worst
    )


def objects(x, y, a=2.0, b=2.0, degrees=0.0, shape=(100, 100), blanked=None):
    """Objects at x, y, with ellipses of a, b; `blanked` has their labels, the k-th object being detection k."""
    x, y = (np.atleast_1d(np.asarray(v, float)) for v in (x, y))
    a, b = (np.full(len(x), v, np.float32) for v in (a, b))
    theta = np.full(len(x), np.radians(degrees))
    cos2, sin2 = np.cos(theta) ** 2, np.sin(theta) ** 2
    cxx, cyy = cos2 / a**2 + sin2 / b**2, sin2 / a**2 + cos2 / b**2
    cxy = 2 * np.cos(theta) * np.sin(theta) * (1 / a**2 - 1 / b**2)
    coefficients = {"cxx": np.float32(cxx), "cyy": np.float32(cyy), "cxy": np.float32(cxy)}
    blanked = np.zeros(shape, np.int32) if blanked is None else np.asarray(blanked, np.int32)
    others = {"singular": np.zeros(len(x), bool), "detection": np.arange(len(x)), "view": view(len(x), len(blanked))}
    return Objects(x=x, y=y, a=a, b=b, theta=theta, **coefficients, **others, blanked=blanked)


class NothingMerged:
    """Raw detections of which cleaning gave no pixel back."""

    footprints = Footprints.from_counts(*np.zeros((3, 0), np.int64))
    merged_at = np.zeros(0, np.int64)

    def __len__(self):
        return 0


def view(number, height=100):
    """The whole image, as so many objects see it."""
    return ScanView.of_whole_image(number, height)


def masks(objects, config):
    """The masking of objects, in one image, by the detections whose pixels their `blanked` holds."""
    one = SimpleNamespace(pixels=None)
    return masking(
        one, one, SimpleNamespace(blanked=BlankedMap.of_frame(objects.blanked), raw=NothingMerged()), objects, config
    )


def own_pixels(*objects, filtered=None):
    """OwnPixels of objects, each a list of pixels (x, y, value)."""
    x, y, value = np.array([pixel for pixels in objects for pixel in pixels], np.float32).reshape(-1, 3).T
    footprints = Footprints.from_counts(x.astype(np.int32), y.astype(np.int32), [len(pixels) for pixels in objects])
    return OwnPixels(footprints, np.arange(len(x)), value, value if filtered is None else np.float32(filtered))


def elliptical_photometry(image, objects, detection_image=None, offset=NO_OFFSET, **keywords):
    """Kron and Petrosian photometry of some objects."""
    values = config(**keywords)
    hidden = masks(objects, values)
    measured = []
    for search, photometry in ((kron_search, kron), (petrosian_search, petrosian)):
        size = search(detection_image or image, objects, values, hidden)
        measured.append(photometry(image, objects, values, hidden, offset, size))
    return measured


def gaussian(x, y, flux=1000.0, a=2.0, b=2.0, degrees=0.0, shape=(100, 100)):
    """A Gaussian source without noise."""
    row, column = np.mgrid[: shape[0], : shape[1]]
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    u, v = cos * (column - x) + sin * (row - y), -sin * (column - x) + cos * (row - y)
    return flux / (2 * np.pi * a * b) * np.exp(-((u / a) ** 2 + (v / b) ** 2) / 2)

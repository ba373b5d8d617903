"""What the state tells of an exposure besides its objects: sky, seeing, depth. The catalog does not depend on it."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...images.files.cards import card_text, card_value, number
from ...images.sky.ownunits import scales
from ...measure.extension import Extension
from ...measure.flags import Flag
from ...output.depth import DEPTH, depth_of
from ...output.measured import measured, measured_now

LEAST_SIGNAL = 20.0  # signal to noise of objects whose width counts
MOST_ELONGATED = 1.3  # A / B of what may be a point
LEAST_WIDTH = 1.0  # pixels: what is narrower is no star
LEAST_POINTS = 5
SEQUENCE = 0.12  # half the width of the sequence of stars, in the logarithm of the FWHM
LEAST_OF_SEQUENCE = 0.5  # of the richest sequence, which may be that of galaxies: a narrower one with so many is it
MJD_EPOCH = "1858-11-17T00:00:00"


class Quality:
    """Collects what is told of the images of a file, one after the other."""

    def __init__(self) -> None:
        self.objects = 0
        self.observed = ""
        self.found: list[dict[str, float]] = []

    def look_at(self, extension: Extension) -> None:
        """Look at an image that has been measured."""
        self.objects += len(extension.detections.objects)
        self.observed = self.observed or observed_at(extension.image.header)
        self.found.append(quality_of(extension))

    def summary(self) -> dict[str, Any]:
        """Columns of the state: the medians over the images of the file; None where there is no value."""
        names = self.found[0] if self.found else {}
        medians = {name: median([one[name] for one in self.found]) for name in names}
        return {"objects": self.objects, "observed": self.observed, **medians}


def median(values: list[float]) -> float | None:
    """The median of the values that are finite, with six digits; None if there are none."""
    finite = [value for value in values if np.isfinite(value)]
    return float(f"{np.median(finite):.6g}") if finite else None


@np.errstate(all="ignore")
def quality_of(extension: Extension) -> dict[str, float]:
    """Sky, seeing and depth of an image; NaN where there is no value."""
    config, background = extension.config, extension.image.background
    fluxes = measured(extension, dict.fromkeys(("MAG_AUTO", "FLUX_AUTO", "FLUXERR_AUTO"), ()))
    ratio = fluxes["FLUX_AUTO"] / fluxes["FLUXERR_AUTO"]
    fwhm = seeing_of(extension, ratio)
    set_scale, of_header = scales(config, extension.image)
    seen = np.isfinite(ratio) & (ratio > 0)
    return {
        "background": float(background.mean),
        "rms": float(background.sigma),
        "fwhm": fwhm,
        "seeing": fwhm * (set_scale or of_header or np.nan),
        "depth_aper": aperture_depth(background.sigma, config.PHOT_APERTURES[0], config.MAG_ZEROPOINT),
        "depth_auto": depth_of(fluxes["MAG_AUTO"][seen], ratio[seen]),
        "zeropoint": float(config.MAG_ZEROPOINT),
    }


def aperture_depth(sigma: float, diameter: float, zero_point: float) -> float:
    """The magnitude of the light that is 5 times the noise of the sky in an aperture."""
    light = DEPTH * float(sigma) * np.sqrt(np.pi / 4) * diameter
    return float(zero_point - 2.5 * np.log10(light)) if light > 0 else np.nan


def seeing_of(extension: Extension, ratio: np.ndarray) -> float:
    """Median FWHM of the unsaturated objects that look like points, in pixels; NaN where there are too few.

    Parameters
    ----------
    extension : Extension
    ratio : ndarray, shape (n,)
        Signal to noise of its objects.
    """
    if not len(ratio):
        return np.nan
    values = measured_now(extension, dict.fromkeys(("FWHM_IMAGE", "FLAGS", "ELONGATION"), ()))
    disturbed = Flag.MERGED | Flag.SATURATED | Flag.TRUNCATED
    fwhm = values["FWHM_IMAGE"]
    good = (values["FLAGS"] & int(disturbed) == 0) & (fwhm >= LEAST_WIDTH) & (ratio > LEAST_SIGNAL)
    return width_of_points(fwhm[good & (values["ELONGATION"] < MOST_ELONGATED)])


def width_of_points(fwhm: np.ndarray) -> float:
    """The median of the sequence of narrow objects in a list of widths; NaN where there are too few.

    Stars have one width, galaxies many: the sequence is the narrowest place where the widths lie close together.
    """
    if len(fwhm) < LEAST_POINTS:
        return np.nan
    widths = np.sort(np.log(fwhm))
    counts = np.searchsorted(widths, widths + SEQUENCE, "right") - np.searchsorted(widths, widths - SEQUENCE)
    rich = counts >= max(LEAST_OF_SEQUENCE * counts.max(), LEAST_POINTS)
    if not rich.any():
        return np.nan
    # The first rich place is the foot of the sequence; its middle is the richest within reach.
    reach = np.flatnonzero(widths <= widths[rich.argmax()] + 2 * SEQUENCE)
    middle = widths[reach[np.argmax(counts[reach])]]
    return float(np.exp(np.median(widths[np.abs(widths - middle) <= SEQUENCE])))


def observed_at(header: Any) -> str:
    """Date and time of an exposure, by its header, as ISO 8601; empty where it is not told."""
    from datetime import datetime, timedelta

    date = card_text(header, "DATE-OBS") or card_text(header, "DATE-BEG")
    if date:
        time = next(filter(None, (card_text(header, key) for key in ("TIME-OBS", "UTC-OBS", "UT"))), "")
        return date if "T" in date or not time else f"{date}T{time}"
    days = number(card_value(header, "MJD-OBS"))
    try:
        return f"{datetime.fromisoformat(MJD_EPOCH) + timedelta(days=days):%Y-%m-%dT%H:%M:%S}" if days else ""
    except (OverflowError, ValueError):
        return ""

"""Columns of measures in a Gaussian window; where these failed, isophotal measures take their place."""

from dataclasses import dataclass, fields, replace

import numpy as np

from ...constants import PIXEL_VARIANCE, PIXEL_VARIANCE_OF_ERRORS, SMALLEST_DETERMINANT
from ...detection.moments import Moments
from ...detection.objects import Objects
from ..flags import WindowFlag, add_bits
from ..fluxcolumns import flux_columns
from ..momentcolumns import moment_columns
from ..photometry.windowed import Windowed
from ..registry import Request, column, quantity

NO_NOISE = 1e-30
SNR_WITHOUT_NOISE = 1e30


@dataclass(frozen=True)
class WindowedPositions:
    """Positions of n objects in their windows, the isophotal ones where FLAGS_WIN is not 0.

    Attributes
    ----------
    x, y : ndarray of float64, shape (n,)
        0-based.
    x2, y2, xy : ndarray of float64, shape (n,)
        Second moments of the window's light, whether they make an ellipse or not.
    flags : ndarray of int16, shape (n,)
        Bits of `WindowFlag`.
    """

    x: np.ndarray
    y: np.ndarray
    x2: np.ndarray
    y2: np.ndarray
    xy: np.ndarray
    flags: np.ndarray


@quantity
def windowed_positions(windowed: Windowed, objects: Objects) -> WindowedPositions:
    """Positions in the windows, and the flags that tell where they failed."""
    w, positive = windowed, windowed.s > 0
    total = np.where(w.s == 0, 1, w.s)
    mean_x, mean_y = (v / np.where(positive, total, 1) for v in (w.sx, w.sy))
    x2, y2, xy = w.sxx / total - mean_x**2, w.syy / total - mean_y**2, w.sxy / total - mean_x * mean_y
    dx, dy = w.x - objects.x, w.y - objects.y
    distance2 = objects.cxx * dx * dx + objects.cyy * dy * dy + objects.cxy * dx * dy
    astray = (np.abs(dx) > 1) & (np.abs(dy) > 1) & (distance2 > 1)
    flags = add_bits(
        {
            WindowFlag.NO_ELLIPSE: x2 * y2 - xy * xy < 0,
            WindowFlag.NEGATIVE_VARIANCE: (x2 < 0) | (y2 < 0),
            WindowFlag.NO_LIGHT: ~positive,
            WindowFlag.ASTRAY: astray,
        }
    )
    x, y = np.where(flags, objects.x, w.x), np.where(flags, objects.y, w.y)
    return WindowedPositions(x, y, x2, y2, xy, flags)


def unless_flagged(flags: np.ndarray, moments: Moments, substitute: Moments) -> Moments:
    """The moments where the flags are 0, those of a substitute where not."""
    pairs = ((getattr(moments, f.name), getattr(substitute, f.name)) for f in fields(Moments))
    return Moments(*(np.where(flags, other, own) for own, other in pairs))


@quantity
def windowed_moments(windowed_positions: WindowedPositions, objects: Objects) -> Moments:
    """Second moments of the light in the windows, the isophotal ones where FLAGS_WIN is not 0."""
    p = windowed_positions
    x2, y2, xy = (np.where(p.flags, 1, v) for v in (p.x2, p.y2, p.xy))
    singular = x2 * y2 - xy * xy < SMALLEST_DETERMINANT
    moments = Moments.from_variances(x2 + PIXEL_VARIANCE * singular, y2 + PIXEL_VARIANCE * singular, xy)
    return unless_flagged(p.flags, moments, objects)


@quantity
def windowed_error(
    windowed: Windowed,
    windowed_positions: WindowedPositions,
    position_error: Moments,
    objects: Objects,
    request: Request,
) -> Moments:
    """Errors of the positions in the windows, those of the barycentres where FLAGS_WIN is not 0."""
    flags, w = windowed_positions.flags, windowed
    scale = 4 / np.where(flags, 1, w.s) ** 2
    x2, y2, xy = w.nxx * scale, w.nyy * scale, w.nxy * scale
    floor = PIXEL_VARIANCE_OF_ERRORS * w.n * scale
    is_tiny = objects.singular & (x2 * y2 - xy * xy < floor * floor)
    x2, y2 = (np.where(flags, 1, variance + floor * is_tiny) for variance in (x2, y2))
    xy = np.where(flags, 0, xy)
    if not any(f"ERR{name}_IMAGE" in request.sizes for name in ("CXX", "CYY", "CXY")):
        # SExtractor computes these only if they are asked for; otherwise zeros take the place of the windowed ones.
        nothing = np.zeros(len(flags), np.float32)
        position_error = replace(position_error, cxx=nothing, cyy=nothing, cxy=nothing)
    return unless_flagged(flags, Moments.from_variances(x2, y2, xy), position_error)


@quantity
def windowed_flux(windowed: Windowed) -> tuple[np.ndarray, np.ndarray]:
    """Flux in the windows and its error, float32 of shape (n,)."""
    return windowed.s.astype(np.float32), np.sqrt(windowed.n).astype(np.float32)


flux_columns("WIN", of=lambda windowed_flux: windowed_flux, about="in the Gaussian window")
moment_columns("{}WIN", of=lambda windowed_moments: windowed_moments, about="the windowed light")
moment_columns("ERR{}WIN", of=lambda windowed_error: windowed_error, about="the windowed error", error=True)


@column("SNR_WIN", "f4 %10.4g", about="Signal to noise in the Gaussian window", ucd="stat.snr")
def _(windowed, windowed_flux):
    noisy = windowed.n > NO_NOISE
    flux, error = windowed_flux
    return np.where(noisy, flux / np.where(noisy, error, 1), SNR_WITHOUT_NOISE)


@column("XWIN_IMAGE", "f8 %11.4f pixel", about="Windowed position along x", ucd="pos.cartesian.x;instr.det")
def _(windowed_positions):
    return windowed_positions.x + 1


@column("YWIN_IMAGE", "f8 %11.4f pixel", about="Windowed position along y", ucd="pos.cartesian.y;instr.det")
def _(windowed_positions):
    return windowed_positions.y + 1


@column("NITER_WIN", "i2 %3d", about="Windows until the position came to rest", ucd="meta.number")
def _(windowed):
    return windowed.iterations


@column("FLAGS_WIN", "i2 %3d", about="Bits that tell of difficulties in the Gaussian window", ucd="meta.code.qual")
def _(windowed_positions):
    return windowed_positions.flags


@column("POLARWIN_IMAGE", "f4 %7.5f", about="Polarisation of the windowed light", ucd="src.ellipticity;instr.det")
def _(windowed_moments, windowed_positions, request):
    m = windowed_moments
    polarisation = np.sqrt((m.x2 - m.y2) ** 2 / 4 + m.xy**2) / ((m.x2 + m.y2) / 2)
    # As above: the isophotal value takes its place if it is asked for.
    return polarisation if "POLAR_IMAGE" in request.sizes else np.where(windowed_positions.flags, 0, polarisation)

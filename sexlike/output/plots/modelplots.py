"""Pictures of fitted models: the pixels of objects as the fits saw them, the models, and what is left, in sigmas."""

import numpy as np

from ...measure.models.drawing import draw_models
from ...measure.models.shapes.fluxes import total_flux
from ..checkimages.fittedmodels import fitted_models
from .layers import colour_range, zscale
from .layout import Margins, lay_out, write_remark
from .segment_colours import NO_DATA_COLOUR
from .stretches import AUTOMATIC, norm_of

SEED = 1  # the same objects are picked in every run
PICKED = 12  # objects beside the brightest and the worst
SIGMAS = 5.0  # at which residuals have the darkest colours

OBJECTS_IN_A_ROW = 2
WIDTH = 13.0
FIRST, OTHER = Margins(0.25, 0.02, 0.08, 0.36), Margins(0.06, 0.02, 0.08, 0.36)


def model_figure(extension, title):
    """Draw the fits of the brightest object, of the one with the worst chi2, and of others -> Figure."""
    scene, fits, components = fitted_models(extension)
    flux = total_flux(fits.vector, fits.covariance, components)[0]
    chosen = chosen_objects(flux, fits.chi2, fits.fitted)
    rows = [(1.0, ([FIRST] + [OTHER] * 2) * OBJECTS_IN_A_ROW)] * max(-(-len(chosen) // OBJECTS_IN_A_ROW), 1)
    more = f"pixels that do not count are blue; residuals from −{SIGMAS:g} (blue) to {SIGMAS:g} sigma (red)"
    figure, panels = lay_out(rows, WIDTH, f"{title}\n{more}")
    places = [axes[first : first + 3] for axes in panels for first in range(0, len(axes), 3)]
    for axes in (one for place in places for one in place):
        axes.set_axis_off()
        axes.set(xticks=[], yticks=[])
    if not chosen:
        write_remark(panels[0][1], "no object with a fit")
    for (index, why), axes in zip(chosen.items(), places, strict=False):
        show_fit(axes, scene, fits, components, index)
        text = f"{why}NUMBER {index + 1}, chi2 {fits.chi2[index]:.3g}, flux {flux[index]:.4g}"
        axes[0].set_title(text, loc="left", fontsize=8)
    return figure


def chosen_objects(flux, chi2, fitted):
    """Indices of the objects to show -> why each of them is: "", but for the brightest and the worst.

    Parameters
    ----------
    flux, chi2 : ndarray of float64, shape (n,)
    fitted : ndarray of bool, shape (n,)
    """
    some = np.flatnonzero(fitted & np.isfinite(flux) & np.isfinite(chi2))
    if not len(some):
        return {}
    chosen = {}
    for why, values in (("brightest: ", flux), ("worst chi2: ", chi2)):
        index = int(some[values[some].argmax()])
        chosen[index] = chosen.get(index, "") + why
    others = np.setdiff1d(some, list(chosen))
    picked = np.random.default_rng(SEED).permutation(others)[:PICKED]
    return chosen | dict.fromkeys(map(int, np.sort(picked)), "")


def show_fit(axes, scene, fits, components, index):
    """Show the pixels of an object, its model, and the residuals in three panels."""
    batch = np.array([index])
    data = scene.take(batch)
    model = draw_models(components, data, fits.vector[batch])[0].astype(np.float64)
    pixels, weights = (values[0].astype(np.float64) for values in data.stamps)
    seen = np.where(weights > 0, pixels, np.nan)
    norm = norm_of(AUTOMATIC, seen, colour_range(seen, zscale))
    for panel, values in zip(axes[:2], (seen, model), strict=True):
        panel.imshow(values, origin="lower", norm=norm, cmap=with_no_data("gray"), interpolation="nearest")
    residual = np.where(weights > 0, (pixels - model) * weights, np.nan)
    limits = {"vmin": -SIGMAS, "vmax": SIGMAS}
    axes[2].imshow(residual, origin="lower", cmap=with_no_data("RdBu_r"), interpolation="nearest", **limits)


def with_no_data(name):
    """A colour map of matplotlib in which what has no value has the colour that it has in all maps."""
    from matplotlib import colormaps

    return colormaps[name].with_extremes(bad=NO_DATA_COLOUR / 255)

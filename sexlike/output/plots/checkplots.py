"""What the check-plots show: CHECKPLOT_TYPE -> the function that draws it.

A check-plot is declared with ``@check_plot("TYPE")``. It takes an Extension and a View and returns a figure. Importing
this module imports matplotlib.
"""

from collections.abc import Callable

from ..declaring import declaring
from .diagnostics import diagnostic_figure
from .kron_ellipses import kron_ellipses
from .layers import (
    background_layer,
    error_layer,
    filtered_layer,
    noise_layer,
    objects_layer,
    raw_layer,
    subtracted_layer,
    weight_layer,
)
from .layout import our_style
from .maps import map_figure
from .views import WHOLE, refuse_views

CHECK_PLOTS: dict[str, Callable] = {}
check_plot = declaring(CHECK_PLOTS)


def figure_of(kind, extension, view=WHOLE):
    """Draw a check-plot of an extension.

    Parameters
    ----------
    kind : str
        A type of CHECKPLOT_TYPE.
    extension : Extension
    view : View

    Returns
    -------
    matplotlib.figure.Figure
        It is not registered with pyplot.
    """
    with our_style():
        return CHECK_PLOTS[kind](extension, view)


def title_of(extension, *more):
    """Title of a figure: name and size of the image, and more text."""
    image = extension.image
    height, width = image.shape
    hdu = f" [{image.hdu}]" if image.extension_count > 0 else ""
    return " · ".join([f"{image.name}{hdu}", f"{width} x {height} pixels", *more])


@check_plot("IMAGE")
def image(extension, view):
    """The image as it was read, with pixel and sky coordinates."""
    return map_figure(extension, [raw_layer(extension.image)], title_of(extension), view, sky=True)


@check_plot("INPUTS")
def inputs(extension, view):
    """The science image, and its error, weight and background noise as far as there are any."""
    measured, searched = extension.image, extension.detection_image
    layers = [raw_layer(measured, "Science image")]
    if measured.variance is not None and measured.variance is not searched.variance:
        layers.append(error_layer(measured))
    if searched.variance is not None:
        layers.append(weight_layer(searched))
    return map_figure(extension, [*layers, noise_layer(searched)], title_of(extension), view)


@check_plot("FILTERED")
def filtered(extension, view):
    """The detection image before and after convolution."""
    searched = extension.detection_image
    layers = [subtracted_layer(searched), filtered_layer(searched, extension.kernel)]
    return map_figure(extension, layers, title_of(extension), view)


@check_plot("SEGMENTATION")
def segmentation(extension, view):
    """The detection image and the segmentation map."""
    detections = extension.detections
    layers = [subtracted_layer(extension.detection_image), objects_layer(detections)]
    return map_figure(extension, layers, title_of(extension, f"{len(detections.objects)} objects"), view)


@check_plot("APERTURES")
def apertures(extension, view):
    """Kron ellipses over the image and over the segmentation map."""
    detections = extension.detections
    over_image, over_objects = (kron_ellipses(extension, over) for over in (False, True))
    layers = [subtracted_layer(extension.image, marks=over_image), objects_layer(detections, marks=over_objects)]
    about = f"{len(detections.objects)} Kron ellipses, orange: neighbours had a part (FLAGS 1, 2)"
    return map_figure(extension, layers, title_of(extension, about), view)


@check_plot("BACKGROUND")
def background(extension, view):
    """The background, its noise, and the image with and without it."""
    measured = extension.image
    layers = [raw_layer(measured), background_layer(measured), subtracted_layer(measured)]
    return map_figure(extension, [*layers, noise_layer(measured)], title_of(extension), view, enlarged=False)


@check_plot("DIAGNOSTICS")
def diagnostics(extension, view):
    """Sizes, number counts, signal-to-noise ratios and growth curves of the objects."""
    refuse_views(view)
    return diagnostic_figure(extension, title_of(extension, f"{len(extension.detections.objects)} objects"))

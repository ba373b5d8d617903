"""What the check-plots show: CHECKPLOT_TYPE -> the function that draws it.

A check-plot is declared with ``@check_plot("TYPE")``. It takes an Extension and a View and returns a figure. Importing
this module imports matplotlib.
"""

from collections.abc import Callable
from dataclasses import replace

from ...counting import counted
from ..declaring import declaring
from .diagnostics import diagnostic_figure
from .headings import title_of
from .kron_ellipses import kron_ellipses
from .layers import (
    background_layer,
    error_layer,
    filtered_layer,
    objects_layer,
    raw_layer,
    sky_noise_layer,
    subtracted_layer,
    weight_layer,
)
from .layout import our_style
from .maps import map_figure
from .modelplots import model_figure
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


@check_plot("IMAGE")
def image(extension, view):
    """The image as it was read, with pixel and sky coordinates."""
    return map_figure(extension, [raw_layer(extension.image)], title_of(extension), view, sky=True)


@check_plot("INPUTS")
def inputs(extension, view):
    """The science image, its error and weight maps as far as there are any, and the noise that the search goes by."""
    layers = [raw_layer(extension.image, "Science image"), *map_layers(extension), search_noise_layer(extension)]
    return map_figure(extension, layers, title_of(extension), view)


def search_noise_layer(extension):
    """The noise that the search goes by; where that is an error map, which is shown, the scatter of the sky."""
    searched, (kind, *_) = extension.detection_image, extension.config.WEIGHT_TYPE or ("NONE",)
    if searched.variance is not None and kind == "MAP_WEIGHT":
        return error_layer(searched, "Noise of the search")
    shown = sky_noise_layer(searched)
    is_used = searched.variance is None or kind == "BACKGROUND"
    return shown if is_used else replace(shown, title=f"{shown.title}, to compare")


def map_layers(extension):
    """The weight and error maps of an extension, each as what it was given: for the measurement, for the detection."""
    measured, searched = extension.image, extension.detection_image
    kinds = extension.config.WEIGHT_TYPE or ("NONE",)
    given = [(measured, kinds[-1])]
    if searched.variance is not measured.variance:
        given.append((searched, kinds[0]))
    layers = []
    for image, kind in given:
        if image.variance is not None and kind != "BACKGROUND":  # that is the noise of the background
            layers.append(weight_layer(image) if kind == "MAP_WEIGHT" else error_layer(image))
    if len(layers) == 2 and layers[0].title == layers[1].title:
        layers[1] = replace(layers[1], title=f"{layers[1].title} for the detection")
    return layers


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
    layers = [subtracted_layer(extension.detection_image), objects_layer(detections, extension.detection_image)]
    return map_figure(extension, layers, title_of(extension, counted(len(detections.objects), "object")), view)


@check_plot("APERTURES")
def apertures(extension, view):
    """Kron ellipses over the image and over the segmentation map."""
    detections = extension.detections
    over_image, over_objects = (kron_ellipses(extension, over) for over in (False, True))
    layers = [
        subtracted_layer(extension.image, marks=over_image),
        objects_layer(detections, extension.detection_image, marks=over_objects),
    ]
    about = f"{counted(len(detections.objects), 'object')}, orange: neighbours had a part (FLAGS 1, 2)"
    return map_figure(extension, layers, title_of(extension, about), view)


@check_plot("MODELS")
def models(extension, view):
    """Pixels, fitted models and residuals: the brightest object, the one with the worst chi2, and twelve others."""
    refuse_views(view, "models")
    return model_figure(extension, title_of(extension, counted(len(extension.detections.objects), "object")))


@check_plot("BACKGROUND")
def background(extension, view):
    """The background, its noise, and the image with and without it."""
    measured = extension.image
    layers = [raw_layer(measured), background_layer(measured), subtracted_layer(measured)]
    return map_figure(extension, [*layers, sky_noise_layer(measured)], title_of(extension), view, enlarged=False)


@check_plot("DIAGNOSTICS")
def diagnostics(extension, view):
    """Sizes, number counts, signal-to-noise ratios and growth curves of the objects."""
    refuse_views(view, "diagnostics")
    return diagnostic_figure(extension, title_of(extension, counted(len(extension.detections.objects), "object")))

"""Whether an output shows pixels as they were read. If none does, they need not be kept when they are subtracted."""

from .checkimages.checkfiles import wanted_check_images
from .plots.plotfiles import wanted_check_plots


def shows_raw_pixels(config):
    """Whether a check-image or a check-plot needs the pixels before their background was subtracted."""
    return any(kind == "IDENTICAL" for kind, _ in wanted_check_images(config)) or bool(wanted_check_plots(config))

"""How far the measures of an object reach into its image."""

from .families import APERTURE_COLUMNS


def aperture_diameters(request, config):
    """Diameters of the apertures that are measured, pixels: no more of PHOT_APERTURES than the columns have room for.

    Parameters
    ----------
    request : Request
    config : Config

    Returns
    -------
    tuple of float
    """
    return config.PHOT_APERTURES[: request.longest(*APERTURE_COLUMNS)]


def aperture_reach(request, config):
    """Rows that the largest aperture or vignette needs on either side of an object's centre.

    Those of SExtractor's line buffer: the order of its catalog depends on them.

    Parameters
    ----------
    request : Request
    config : Config

    Returns
    -------
    int
        0 if neither apertures nor vignettes are asked for.
    """
    reaches = [int((diameter + 1) / 2) + 1 for diameter in aperture_diameters(request, config)]
    reaches += [(height + 1) // 2 for height in vignette_heights(request, "VIGNET")]
    reaches += [(height + 1) // 2 + 3 for height in vignette_heights(request, "VIGNET_SHIFT")]
    return max(reaches, default=0)


def vignette_heights(request, name):
    """The height of a vignette, or nothing if it is not asked for."""
    return [request.sizes[name][1]] if name in request.sizes else []

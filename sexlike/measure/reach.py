"""How far the measures of an object reach into its image."""


def aperture_reach(request, config):
    """Rows that the largest aperture or vignette asked for needs on either side of an object's centre.

    Those of SExtractor's line buffer, on which the order of its catalog depends.
    """
    apertures = config.PHOT_APERTURES[: request.longest("FLUX_APER", "FLUXERR_APER", "MAG_APER", "MAGERR_APER")]
    reaches = [int((diameter + 1) / 2) + 1 for diameter in apertures]
    reaches += [(height + 1) // 2 for height in heights(request, "VIGNET")]
    reaches += [(height + 1) // 2 + 3 for height in heights(request, "VIGNET_SHIFT")]
    return max(reaches, default=0)


def heights(request, name):
    """The height of a vignette, if it is wanted."""
    return [request.sizes[name][1]] if name in request.sizes else []

"""How many rows of the image the apertures of an object cover."""

from ..config.config import Config
from .families import APERTURE_COLUMNS
from .registry import Request


def aperture_diameters(request: Request, config: Config) -> tuple[float, ...]:
    """Diameters of the apertures that are measured, pixels: as many of PHOT_APERTURES as the columns have room for."""
    return config.PHOT_APERTURES[: request.longest(*APERTURE_COLUMNS)]


def aperture_reach(request: Request, config: Config) -> int:
    """Rows that the largest aperture or vignette needs on either side of an object's centre; 0 if there is none.

    SExtractor keeps so many rows of the image: the order of its catalog depends on them.
    """
    reaches = [int((diameter + 1) / 2) + 1 for diameter in aperture_diameters(request, config)]
    reaches += [(height + 1) // 2 for height in vignette_heights(request, "VIGNET")]
    reaches += [(height + 1) // 2 + 3 for height in vignette_heights(request, "VIGNET_SHIFT")]
    return max(reaches, default=0)


def vignette_heights(request: Request, name: str) -> list[int]:
    """The height of a vignette, or nothing if it is not asked for."""
    return [request.sizes[name][1]] if name in request.sizes else []

"""Where the objects of a table are from, as its meta tells: for tables that are made of a Result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from astropy.io.fits import Header

from ...config.config import Config, defaults, load_config
from ...images.files.cards import number
from ...images.sky.ownunits import in_own_units
from ..tablemeta import once, settings_once

SETTINGS = ("COMPATIBILITY", "PHOT_APERTURES", "PIXEL_SCALE")  # what positions and regions depend on


@dataclass(frozen=True)
class OriginImage:
    """What is known of an image.

    Attributes
    ----------
    name : str
    rank : int
        EXT_NUMBER.
    header : astropy.io.fits.Header
        The cards of its WCS.
    """

    name: str
    rank: int
    header: Header

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width in pixels."""
        return int(number(self.header.get("NAXIS2", 1))), int(number(self.header.get("NAXIS1", 1)))


@dataclass(frozen=True)
class Origin:
    """An image extension, as far as positions of its objects need it: in place of an Extension.

    Attributes
    ----------
    image : OriginImage
    config : Config
    """

    image: OriginImage
    config: Config


def origins_of(meta: Mapping) -> list[Origin]:
    """The images that the meta of a table tells of; one without a WCS if it tells of none."""
    settings = settings_once(meta.get("config", {}))
    given = {name: settings[name] for name in SETTINGS if name in settings}
    if given.get("PIXEL_SCALE") == defaults()["PIXEL_SCALE"]:  # it counts only if it was set
        del given["PIXEL_SCALE"]
    config = load_config(None, given, "meta")
    images: list[Any] = [
        OriginImage(one.get("name", ""), one.get("ext_number", index), Header(one.get("wcs", {}).items()))
        for index, one in enumerate(once(meta.get("extensions", [])), 1)
    ]
    images = images or [OriginImage("", 1, Header())]
    return [Origin(image, in_own_units(config, image)) for image in images]

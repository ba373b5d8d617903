"""The units in which values of keywords may be given."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """Units in which the values of a keyword may be given.

    Attributes
    ----------
    direct : tuple of str
        Units that mean the same as the number alone, and whatever can be converted to them.
    by_scale : str
        A unit that is converted with the size of a pixel; empty if there is none.
    power : int
        The number is multiplied by this power of the size of a pixel in arcsec.
    also : str
        What else is allowed, for messages.
    """

    direct: tuple[str, ...]
    by_scale: str = ""
    power: int = 0
    also: str = ""

    @property
    def allowed(self) -> str:
        """The units, in words."""
        return ", ".join(filter(None, (*self.direct, self.by_scale, self.also)))


# The unit of a keyword's plain numbers -> the units that it takes.
DIMENSIONS = {
    "pix": Dimension(("pix",), "arcsec", -1, "mas, arcmin, deg"),
    "pix2": Dimension(("pix2", "pix"), "arcsec2", -2, "mas2, arcmin2"),
    "arcsec": Dimension(("arcsec",), "pix", 1, "mas, arcmin, deg"),
    "arcsec/pix": Dimension(("arcsec/pix", "arcsec"), also="mas, arcmin, deg"),
    "mag": Dimension(("mag", "mag(AB)")),
    "adu": Dimension(("adu", "count", "DN")),
    "electron/adu": Dimension(("electron/adu", "electron/count", "electron/DN", "electron")),
    "Mbyte": Dimension(("Mbyte",), also="kB, GB, TB"),
}

FLUX_UNITS = ("uJy", "nJy", "mJy", "Jy", "erg/s/cm2/Hz")  # examples

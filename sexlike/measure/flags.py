"""The bits of FLAGS."""

from dataclasses import dataclass

from ..errors import SexlikeError


@dataclass(frozen=True)
class Flag:
    """A bit of FLAGS: its value, its name, and what it says of an object."""

    bit: int
    name: str
    meaning: str


FLAGS = (
    Flag(1, "CROWDED", "its AUTO or PETRO flux lost more than 10 % of the pixels to neighbours or to bad pixels"),
    Flag(2, "MERGED", "it was blended with another object"),
    Flag(4, "SATURATED", "at least one of its pixels is saturated"),
    Flag(8, "TRUNCATED", "it touches the border of the image"),
    Flag(16, "APERTURE", "one of its apertures is not wholly on the image"),
    Flag(32, "ISOPHOTAL", "its footprint is not wholly known (SExtractor's memory was too small; never set here)"),
    Flag(64, "DEBLENDING", "it was too complex to be deblended"),
    Flag(128, "OVERFLOW", "there was no memory to search it (never set here)"),
)


def explain_flags(value):
    """The Flags of which a value of FLAGS is the sum.

    Parameters
    ----------
    value : int

    Returns
    -------
    tuple of Flag

    Raises
    ------
    SexlikeError
        If it is no such sum.
    """
    most = sum(flag.bit for flag in FLAGS)
    if not 0 <= value <= most:
        raise SexlikeError(f"{value} is no value of FLAGS (allowed: 0 to {most})")
    return tuple(flag for flag in FLAGS if value & flag.bit)

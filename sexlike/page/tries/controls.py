"""The keywords of the page's panel: which they are, and within which bounds they are useful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...config.config import Config, defaults
from ...config.dumps import command_text
from ...config.keyword import Keyword
from ...config.keywords import KEYWORDS
from ...config.numbertext import REAL_AT_START

SECTIONS = {
    "DETECT": "Detection",
    "DEBLEND": "Deblending and cleaning",
    "BACK": "Background",
    "PHOT": "Photometry and weights",
}


@dataclass(frozen=True)
class Control:
    """A keyword of the panel.

    Attributes
    ----------
    name, section : str
    low, high, step : float, optional
        Ends and steps of its slider; more may be allowed, and is typed in.
    logarithmic : bool
        Whether steps at the low end are smaller.
    """

    name: str
    section: str
    low: float | None = None
    high: float | None = None
    step: float | None = None
    logarithmic: bool = False

    @property
    def keyword(self) -> Keyword:
        """Its row in the table of keywords."""
        return KEYWORDS[self.name]


CONTROLS = (
    Control("DETECT_THRESH", "DETECT", 0.5, 20, 0.05, True),
    Control("ANALYSIS_THRESH", "DETECT", 0.5, 20, 0.05, True),
    Control("THRESH_TYPE", "DETECT"),
    Control("DETECT_MINAREA", "DETECT", 1, 100, 1, True),
    Control("DETECT_MAXAREA", "DETECT"),
    Control("FILTER", "DETECT"),
    Control("FILTER_NAME", "DETECT"),
    Control("DEBLEND_NTHRESH", "DEBLEND", 1, 64, 1),
    Control("DEBLEND_MINCONT", "DEBLEND", 1e-5, 1, 1e-5, True),
    Control("CLEAN", "DEBLEND"),
    Control("CLEAN_PARAM", "DEBLEND", 0.1, 10, 0.05, True),
    Control("BACK_TYPE", "BACK"),
    Control("BACK_VALUE", "BACK"),
    Control("BACK_SIZE", "BACK", 8, 512, 1, True),
    Control("BACK_FILTERSIZE", "BACK", 1, 11, 1),
    Control("BACK_FILTTHRESH", "BACK"),
    Control("PHOT_AUTOPARAMS", "PHOT"),
    Control("PHOT_APERTURES", "PHOT"),
    Control("MASK_TYPE", "PHOT"),
    Control("BACKPHOTO_TYPE", "PHOT"),
    Control("BACKPHOTO_THICK", "PHOT", 1, 256, 1, True),
    Control("SATUR_LEVEL", "PHOT"),
    Control("GAIN", "PHOT"),
    Control("MAG_ZEROPOINT", "PHOT"),
    Control("WEIGHT_TYPE", "PHOT"),
    Control("WEIGHT_THRESH", "PHOT"),
)
BY_NAME = {control.name: control for control in CONTROLS}

# Those of SExtractor's kernels that people use; the one of the configuration is offered as well.
KERNELS = (
    "default.conv",
    *(f"gauss_{width}_{size}x{size}.conv" for width, size in (("1.5", 3), ("2.0", 3), ("2.5", 5), ("3.0", 5))),
    *(f"gauss_{width}_{size}x{size}.conv" for width, size in (("4.0", 7), ("5.0", 9))),
    *(f"tophat_{width}_{size}x{size}.conv" for width, size in (("2.0", 3), ("3.0", 3), ("4.0", 5), ("5.0", 5))),
    *(f"mexhat_{width}_{size}x{size}.conv" for width, size in (("2.0", 7), ("2.5", 7), ("4.0", 9))),
    "block_3x3.conv",
)


def keywords_of(config: Config) -> list[dict[str, Any]]:
    """The keywords of the panel, with their values in a configuration, for the browser."""
    return [described(control, config) for control in CONTROLS]


def described(control: Control, config: Config) -> dict[str, Any]:
    """A keyword of the panel: its name, help, kind, value, default, bounds and choices."""
    keyword, value = control.keyword, command_text(config.as_given[control.name])
    return {
        "name": control.name,
        "section": SECTIONS[control.section],
        "help": keyword.about,
        "allowed": keyword.allowed,
        "kind": kind_of(control, value),
        "value": value,
        "default": command_text(defaults()[control.name]),
        "minimum": control.low,
        "maximum": control.high,
        "step": control.step,
        "scale": "log" if control.logarithmic else "linear",
        "choices": choices_of(control, config),
    }


def kind_of(control: Control, value: str) -> str:
    """How a keyword is set in the panel: ``number``, ``integer``, ``choice``, ``yesno`` or ``text``."""
    keyword = control.keyword
    if keyword.kind == "bool":
        return "yesno"
    if control.name == "FILTER_NAME" or (keyword.kind == "choice" and "," not in value):
        return "choice"
    plain = REAL_AT_START.fullmatch(value) is not None and not keyword.special_words
    if control.name in ("PHOT_APERTURES", "PHOT_AUTOPARAMS", "WEIGHT_THRESH") or not plain:
        return "text"
    return "integer" if keyword.kind == "int" else "number"


def choices_of(control: Control, config: Config) -> list[str]:
    """The words among which a keyword is chosen; empty for others."""
    if control.name == "FILTER_NAME":
        return list(dict.fromkeys((config.FILTER_NAME, *KERNELS)))
    if control.name == "WEIGHT_TYPE":  # maps are named on the command line, and there alone
        return list(dict.fromkeys((command_text(config.WEIGHT_TYPE) or "NONE", "NONE", "BACKGROUND")))
    return list(control.keyword.offered)

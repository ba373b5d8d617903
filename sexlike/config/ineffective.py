"""Keywords that are accepted and have no effect in sexlike."""

import warnings

from ..errors import SexlikeWarning
from .config import Config
from .keyword import Value
from .keywords import KEYWORDS

# Keyword -> values that ask for what sexlike does anyway.
INEFFECTIVE: dict[str, tuple[Value, ...]] = {
    "DGEO_TYPE": ("NONE",),
}


def warn_of_ineffective_keywords(config: Config) -> None:
    """Warn of each keyword that is set to a value without effect.

    Warns
    -----
    SexlikeWarning
        It names the keyword and where it was set.
    """
    for name, harmless in INEFFECTIVE.items():
        if config.values[name] not in harmless:
            text = f"{name} has no effect in sexlike ({config.origin(name)}): {KEYWORDS[name].about}"
            warnings.warn(text, SexlikeWarning, stacklevel=2)

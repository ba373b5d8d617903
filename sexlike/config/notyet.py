"""Keywords that are understood, but on which nothing acts yet.

A row leaves this table when its feature arrives.
"""

import warnings

from ..errors import SexlikeWarning
from .keywords import KEYWORDS


def always(config, columns):
    """Everything depends on it."""
    return True


# Keyword -> whether something wanted depends on it, from the configuration and the names of the columns wanted.
NOT_YET = {
    "DGEO_TYPE": always,
    "NTHREADS": lambda config, columns: config.NTHREADS not in (0, 1),
}


def warn_of_what_is_not_done(config, columns):
    """Warn of each keyword that is set, matters, and has no effect yet.

    Parameters
    ----------
    config : Config
    columns : set of str
        Names of the columns wanted.
    """
    from .config import defaults

    for name, matters in NOT_YET.items():
        if getattr(config, name) != defaults()[name] and matters(config, columns):
            warnings.warn(
                f"{name} has no effect yet in sexlike ({config.origin(name)}): {KEYWORDS[name].about}",
                SexlikeWarning,
                stacklevel=2,
            )

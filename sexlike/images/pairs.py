"""The image, or the pair of images, that `sexlike.extract` is given."""

import os
import re
from numbers import Number

import numpy as np
from astropy.io import fits

from ..errors import SexlikeError
from .files.selectors import split_selector


def images_of(given):
    """One image or two, as a list.

    Parameters
    ----------
    given : str, path, ndarray, HDU, HDUList, NDData or nested sequence of numbers; or a pair of these

    Returns
    -------
    list
        The image; or the one to search and the one to measure.

    Raises
    ------
    SexlikeError
        It is the names of two files in one text.
    """
    if isinstance(given, str):
        refuse_two_names(given)
    if not isinstance(given, list | tuple) or isinstance(given, fits.HDUList) or is_rows(given):
        return [given]
    return list(given)


def refuse_two_names(text):
    """Raise SexlikeError for ``det.fits,meas.fits``, as on a command line: the name of a file may hold a comma."""
    names = [name.strip() for name in re.split(r",(?![^\[]*\])", text)]
    if len(names) == 2 and not os.path.exists(split_selector(text)[0]):
        pair = 'extract(("{}", "{}"))'.format(*names)
        raise SexlikeError(f"cannot open {text}: no such file", hint=f"Two images are a pair: {pair}.")


def is_rows(image):
    """Whether a sequence is an image itself, row by row, and not a pair of images."""
    first = image[0] if len(image) else None
    if isinstance(first, list | tuple):
        return not first or isinstance(first[0], Number)
    return isinstance(first, Number) or (isinstance(first, np.ndarray) and first.ndim == 1)

"""What an image shows, by its header: the object, the filter and the instrument."""

from collections.abc import Iterable

from astropy.io.fits import Header

from .files.cards import card_text

OBJECT_KEYS = ("OBJECT", "TARGNAME", "TARGPROP")
FILTER_KEYS = ("FILTER", "FILTER1", "FILTER2", "FILTNAM1", "FILTNAM2", "BAND", "PUPIL")
INSTRUMENT_KEYS = ("TELESCOP", "INSTRUME")
NOTHING = ("", "UNKNOWN", "UNNAMED", "NONE", "N/A", "NULL")
NO_FILTER = ("CLEAR", "OPEN", "EMPTY", "GR", "MASK", "IMAGING")  # how names of what is no filter begin
LONGEST = 20  # characters of a name


def describe_observation(headers: Iterable[Header]) -> str:
    """Object, filters and instrument, as far as they are told, such as "M 51 · F200W · JWST NIRCAM".

    Parameters
    ----------
    headers : iterable of astropy.io.fits.Header
        That of the image, and others of its file, which tell what the first does not.

    Returns
    -------
    str
        Empty if the headers tell nothing of it.
    """
    headers = list(headers)
    names = filter(None, [object_name(headers)])
    filters = [name for name in values_of(headers, FILTER_KEYS) if not name.upper().startswith(NO_FILTER)]
    instrument = " ".join(values_of(headers, INSTRUMENT_KEYS))
    return " · ".join(filter(None, [*names, " ".join(filters), instrument]))


def object_name(headers: Iterable[Header]) -> str:
    """The name of the object, as logs and pictures tell it; empty if the headers do not tell it."""
    return next(iter(values_of(list(headers), OBJECT_KEYS, first_word=False)), "")


def values_of(headers: list[Header], keys: tuple[str, ...], first_word: bool = True) -> list[str]:
    """What the first of the headers that has them says under some keywords, each once."""
    texts = (next(filter(None, (card_text(header, key) for header in headers)), "") for key in keys)
    names = (text.strip() for text in texts)
    # Long names of filters go on with the identifiers of the filter or the chip, after a blank.
    parts = (name.split()[0] if first_word and len(name) > LONGEST else name for name in names if name)
    short = (name[:LONGEST].rstrip() for name in parts)
    return list(dict.fromkeys(name for name in short if name.upper() not in NOTHING))

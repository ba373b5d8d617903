"""Opening FITS files; the error for one that cannot be read says what is wrong with it."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from astropy.io import fits

from ...errors import SexlikeError
from ...suggestions import did_you_mean


@contextmanager
def opened(path: str) -> Iterator[fits.HDUList]:
    """Open a FITS file, compressed or not, with all its headers read.

    Yields
    ------
    astropy.io.fits.HDUList
        Its data are not scaled, and memory-mapped where the file is not compressed.

    Raises
    ------
    SexlikeError
        For anything that goes wrong while the file is open; the message names the file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd cards, which do not matter for the pixels
            with fits.open(path, memmap=True, do_not_scale_image_data=True, uint=False) as hdus:
                _check_length(path, hdus)
                yield hdus
    except (SexlikeError, MemoryError):
        raise
    except FileNotFoundError:
        raise SexlikeError(f"cannot open {path}: no such file", hint=_similar_names(path)) from None
    except IsADirectoryError:
        raise SexlikeError(f"{path} is a folder, not a FITS file") from None
    except PermissionError:
        raise SexlikeError(f"{path} may not be read (permissions)") from None
    except Exception as problem:  # astropy has no common class for what it cannot read
        reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        raise SexlikeError(f"{path} cannot be read as a FITS file: {reason}", hint=_beginning(path)) from None


def _check_length(path: str, hdus: fits.HDUList) -> None:
    """Raise an error if the file ends before its last pixel."""
    last = hdus[len(hdus) - 1]  # the last that can be read, known once all headers are
    location = last.fileinfo()
    file, start = location["file"], location["datLoc"]
    end = start + location["datSpan"]
    # The file may lack the blanks that fill its last block; a packed image does not tell where they begin.
    needed = end - 2879 if isinstance(last, fits.CompImageHDU) else start + last.size
    hint = "Was the download or the copy interrupted?"
    if not file.compression and os.path.getsize(path) < needed:
        raise SexlikeError(
            f"{path} is truncated: {os.path.getsize(path)} bytes instead of at least {needed}", hint=hint
        )
    file.seek(end)
    if file.read(8) == b"XTENSION":
        raise SexlikeError(f"{path} is truncated, or broken, in the header of extension {len(hdus)}", hint=hint)


def _similar_names(path: str) -> str | None:
    folder, name = os.path.split(path)
    try:
        return did_you_mean(name, os.listdir(folder or "."), limit=3, show=lambda other: os.path.join(folder, other))
    except OSError:
        return f"There is no folder {folder}."


def _beginning(path: str) -> str:
    with open(path, "rb") as file:
        start = file.read(6)
    if not start:
        return "The file is empty."
    if start == b"SIMPLE":
        return "It begins as a FITS file does, and is broken further on."
    return f"It begins with {start!r}; a FITS file begins with SIMPLE."

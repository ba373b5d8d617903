"""The error for a file that cannot be read says what is wrong with it."""

from collections.abc import Iterator
from contextlib import contextmanager

from ...config.files.urls import download_hint
from ...errors import SexlikeError
from ...suggestions import similar_files

ADVICE = " If this is really a FITS file"  # astropy goes on with a parameter of its own


@contextmanager
def explaining(path: str) -> Iterator[None]:
    """Turn whatever goes wrong while a FITS file is read into a SexlikeError that names the file."""
    try:
        yield
    except (SexlikeError, MemoryError):
        raise
    except FileNotFoundError:
        hint = download_hint(path) or similar_files(path, limit=3)
        raise SexlikeError(f"cannot open {path}: no such file", hint=hint) from None
    except IsADirectoryError:
        raise SexlikeError(f"{path} is a folder, not a FITS file") from None
    except PermissionError:
        raise SexlikeError(f"{path} may not be read (permissions)") from None
    except Exception as problem:  # astropy has no common class for what it cannot read
        said = getattr(problem, "strerror", None) or str(problem)
        reason = (said.strip() or type(problem).__name__).splitlines()[0].partition(ADVICE)[0]
        raise SexlikeError(f"{path} cannot be read as a FITS file: {reason}") from None

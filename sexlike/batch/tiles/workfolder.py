"""The folder in which the tasks of a mosaic leave their results for each other."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ...config.config import Config
from ...errors import SexlikeError
from ...output.files.temporary import host, is_running

BEGIN = "sexlike-tiles"  # of its name; the host and the process of the command follow


@contextmanager
def work_folder(config: Config) -> Iterator[str]:
    """Context with a folder beside the catalog; it is removed at the end, as are those that killed runs have left.

    Raises
    ------
    SexlikeError
        It cannot be made.
    """
    beside = os.path.dirname(os.path.abspath(config.CATALOG_NAME[0]))
    try:
        folder = tempfile.mkdtemp(prefix=f"{BEGIN}-{host()}-{os.getpid()}-", dir=beside)
    except OSError as error:
        text = f"cannot make a folder for the tiles in {beside}: {error.strerror}"
        raise SexlikeError(text, "CATALOG_NAME", "It is beside the catalog, where all hosts see it.") from None
    try:
        remove_abandoned(beside)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(beside: str) -> None:
    """Remove such folders of processes that are not there any more, if this is their host."""
    if os.name != "posix":
        return  # os.kill would end the process there
    pattern = re.compile(rf"{BEGIN}-{re.escape(host())}-(\d+)-\w+")
    with suppress(OSError), os.scandir(beside) as entries:
        for entry in entries:
            match = pattern.fullmatch(entry.name)
            if match and entry.is_dir(follow_symlinks=False) and not is_running(int(match[1])):
                shutil.rmtree(entry.path, ignore_errors=True)

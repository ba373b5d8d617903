"""An exposure as a task: plain data in, files and plain data out, in any process on any host."""

from __future__ import annotations

import os
import platform
import threading
import time
import traceback
from typing import Any

from ..state.columns import DONE, FAILED

Task = dict[str, Any]
_one_at_a_time = threading.Lock()  # warnings and the log belong to the process


def run_exposure(task: Task) -> Task:
    """Search and measure an exposure, and write its files.

    It is called by name, in the process of the command, in others that it starts, or by an executor of any kind; in a
    process one exposure is worked on at a time.

    Parameters
    ----------
    task : dict
        As `make_task` makes it: ``number``, ``stem``, ``images``, ``config``, ``inputs``, ``outputs``, ``log``,
        ``folder`` and ``threads``.

    Returns
    -------
    dict
        ``number``, ``stem``, ``status`` and ``sentence``, and of the columns of the state ``objects``, ``background``,
        ``rms``, ``fwhm``, ``seeing``, ``depth_aper``, ``depth_auto``, ``zeropoint``, ``observed``, ``started``,
        ``seconds``, ``memory``, ``host`` and ``log``. It never raises an error: the sentence tells what is wrong.
    """
    from ...clock import utc_now
    from .memory import peak_memory, reset_peak

    with _one_at_a_time:
        reset_peak()
        begin = time.monotonic()
        row = {
            "number": task["number"],
            "stem": task["stem"],
            "status": FAILED,
            "sentence": "",
            "started": f"{utc_now():%Y-%m-%dT%H:%M:%S}",
            "host": platform.node(),
            "log": task.get("log", ""),
        }
        try:
            row |= work(task)
            row["status"] = DONE
        except Exception as error:  # whatever it is, the others go on
            row["sentence"] = sentence_of(error)
        row["seconds"] = round(time.monotonic() - begin, 3)
        row["memory"] = peak_memory()
        return row


def work(task: Task) -> Task:
    """Do a task -> what the state keeps of it. Errors are written to its log, and raised."""
    from ...threads import lend_cores
    from .configdata import config_from_data
    from .logs import writing_log

    enter(task.get("folder", ""))
    with writing_log(task) as tell, lend_cores(task.get("threads") or None):
        try:
            config = config_from_data(task["config"])
            make_folders(task["outputs"])
            return measured(task["images"], config)
        except Exception as error:
            tell(error)
            raise


def enter(folder: str) -> None:
    """Make the folder of the command the current one of this process: names of files are relative to it.

    Raises
    ------
    SexlikeError
        It is not there on this host.
    """
    from ...errors import SexlikeError

    try:
        if folder and os.getcwd() != folder:
            os.chdir(folder)
    except OSError as error:
        text = f"the folder {folder} cannot be entered on the host {platform.node()}: {error.strerror or error}"
        raise SexlikeError(text, hint="All hosts need to see the same files under the same names.") from None


def measured(images: list[str], config: Any) -> Task:
    """Measure the images and write the catalogs -> what the state keeps of them."""
    from ...commands.running import write_outputs
    from .quality import Quality

    quality = Quality()
    write_outputs(images, config, quality.look_at)
    return quality.summary()


def make_folders(paths: list[str]) -> None:
    """Make the folders of files that are about to be written.

    Raises
    ------
    SexlikeError
        One cannot be made.
    """
    from ...errors import SexlikeError

    for path in paths:
        folder = os.path.dirname(path)
        try:
            if folder:
                os.makedirs(folder, exist_ok=True)
        except OSError as error:
            raise SexlikeError(f"cannot make the folder {folder}: {error.strerror or error}") from None


def sentence_of(error: BaseException) -> str:
    """An error in one line."""
    from ...errors import SexlikeError, in_one_line
    from ...memory import out_of_memory

    if isinstance(error, MemoryError):
        error = out_of_memory(error)
    if isinstance(error, SexlikeError):
        return in_one_line(f"{error.where}: {error.message}" if error.where else error.message, error.hint)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({os.path.basename(last[0].filename)}:{last[0].lineno})" if last else ""
    return " ".join(f"{type(error).__name__}: {error}{place}; this is a mistake of sexlike, see the log".split())

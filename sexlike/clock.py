"""The time as it is written into files: the same in every run where SOURCE_DATE_EPOCH is set.

See https://reproducible-builds.org/specs/source-date-epoch/
"""

import os
import time
from datetime import datetime, timezone

from .errors import SexlikeError

VARIABLE = "SOURCE_DATE_EPOCH"


def now():
    """The local date and time; that of SOURCE_DATE_EPOCH, in UTC, where it is set.

    Returns
    -------
    datetime.datetime

    Raises
    ------
    SexlikeError
        The variable holds no number of seconds.
    """
    seconds = os.environ.get(VARIABLE)
    if not seconds:
        return datetime.now()
    try:
        if not (seconds.isascii() and seconds.isdecimal()):
            raise ValueError
        return datetime.fromtimestamp(int(seconds), timezone.utc)
    except (ValueError, OverflowError, OSError):
        text = f"the environment variable {VARIABLE} is {seconds[:40]!r}"
        raise SexlikeError(text, hint="It is a time as a whole number of seconds since 1970, or is not set.") from None


def utc_now():
    """The date and time in UTC, whatever SOURCE_DATE_EPOCH says: for records of what has been done."""
    return datetime.now(timezone.utc)


def stopwatch():
    """Start to measure a duration.

    Returns
    -------
    callable
        Gives the seconds since then; 0 where SOURCE_DATE_EPOCH is set.
    """
    begin = time.perf_counter()
    return lambda: 0.0 if os.environ.get(VARIABLE) else time.perf_counter() - begin

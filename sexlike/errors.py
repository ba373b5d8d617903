"""Errors and warnings, whose messages say what to do."""

import os
import sys

TYPE_CHECKING = False  # that of typing, which takes its time
if TYPE_CHECKING:
    from types import FrameType

PACKAGE = os.path.dirname(os.path.abspath(__file__)) + os.sep


class SexlikeError(Exception):
    """The run cannot go on.

    Parameters
    ----------
    message : str
        What is wrong: the keyword or the file, the value, what is allowed.
    where : str, optional
        Where the value was set: ``run.sex:14``, ``command line``, the name of a file.
    hint : str, optional
        What was probably meant, or what to do.
    """

    def __init__(self, message: str, where: str | None = None, hint: str | None = None) -> None:
        super().__init__(message, where, hint)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class SettingError(SexlikeError):
    """The configuration is wrong: a value is not allowed for its keyword, or there is no such option.

    The command prints it without ``*Error*:``, as SExtractor does. What is found wrong later, in files and images, is
    printed with it.
    """


class SexlikeWarning(UserWarning):
    """Something is unusual, and the run goes on."""


def in_one_line(message: str, hint: str | None = None) -> str:
    """A message and a hint as sentences, one after the other."""
    stop = "" if message.rstrip().endswith((".", "?", "!")) else "."
    return " ".join((f"{message.rstrip()}{stop} {hint}" if hint else message).split())


def warning_text(text: str, where: str | None = None, hint: str | None = None) -> str:
    """The text of a warning whose first line is SExtractor's own: programs look for it.

    Parameters
    ----------
    text : str
        SExtractor's.
    where, hint : str, optional
        Where the cause is, and what was probably meant: our own second line.
    """
    more = " ".join(filter(None, (f"({where})" if where else "", hint)))
    return f"{text}\n  {more}" if more else text


def warn(text: str) -> None:
    """Warn of what is unusual, at the line that called sexlike, whatever functions of other packages are in between.

    Warns
    -----
    SexlikeWarning
    """
    import warnings

    level, own = 1, 1
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith(PACKAGE):
            own = level
        level, frame = level + 1, frame.f_back
    warnings.warn(text, SexlikeWarning, stacklevel=own + 1)


def advise(text: str, compatibility: str) -> None:
    """Warn of what is probably not meant, where SExtractor says nothing.

    With COMPATIBILITY SEXTRACTOR it is a line of the log: scripts may count on standard error to hold the warnings of
    SExtractor, and no others, if VERBOSE_TYPE is QUIET.

    Parameters
    ----------
    text : str
        What is odd, and what to do.
    compatibility : {"SEXTRACTOR", "NONE"}

    Warns
    -----
    SexlikeWarning
        With COMPATIBILITY NONE.
    """
    if compatibility == "SEXTRACTOR":
        import logging

        logging.getLogger("sexlike").info("%s", text)
    else:
        warn(text)

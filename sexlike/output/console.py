"""Messages on standard error: the log, warnings, progress and errors."""

import io
import logging
import sys
import warnings
from contextlib import contextmanager

from ..clock import now
from ..counting import counted
from ..errors import SettingError, SexlikeWarning
from ..progress import listening
from .files.stderr import write_message
from .progressline import progress_line, terminal_width

log = logging.getLogger("sexlike")

LEVELS = {"QUIET": logging.WARNING, "NORMAL": logging.INFO, "EXTRA_WARNINGS": logging.INFO, "FULL": logging.DEBUG}
latest_warnings: list[tuple[str, str, str]] = []  # day, time and text; WRITE_XML lists them
MOST_WARNINGS_KEPT = 1000


def forget_warnings():
    """Forget the warnings of an earlier run in the same process."""
    latest_warnings.clear()


@contextmanager
def show_messages(verbose_type="NORMAL", stream=None):
    """Show the log and the warnings of sexlike on standard error, or write them to another file.

    Warnings of other packages are not shown: they are meant for programmers.

    Parameters
    ----------
    verbose_type : {"QUIET", "NORMAL", "EXTRA_WARNINGS", "FULL"}
    stream : text file, optional
    """
    console = Console(stream or sys.stderr or io.StringIO())  # standard error may be closed
    before = log.level, log.propagate
    log.addHandler(console)
    log.setLevel(LEVELS[verbose_type])
    log.propagate = False

    def show(message, *_, **__):
        moment = now()
        latest_warnings.append((f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}", str(message)))
        del latest_warnings[:-MOST_WARNINGS_KEPT]
        log.warning("%s", message)

    try:
        with warnings.catch_warnings(), listening(console.show_progress if console.shows_progress() else None):
            warnings.showwarning = show
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", SexlikeWarning)
            yield
    finally:
        console.clear()
        log.removeHandler(console)
        log.level, log.propagate = before


class Console(logging.Handler):
    """Shows log lines and warnings, and on a terminal one line of progress, which the next line replaces."""

    def __init__(self, stream):
        super().__init__()
        self.stream = stream
        self.shown = 0  # characters of the line of progress

    def emit(self, record):
        self.clear()
        text = visible(record.getMessage())
        text = f"\n> WARNING: {text}\n\n" if record.levelno >= logging.WARNING else f"{text}\n"
        write_message(text, self.stream)

    def shows_progress(self):
        """Whether there is a line of progress: on a terminal, unless the log is quiet."""
        return log.isEnabledFor(logging.INFO) and self.stream.isatty()

    def show_progress(self, standing):
        """Show how far a run is, until the next line is written; None clears the line."""
        if standing is None:
            self.clear()
            return
        line = progress_line(standing, terminal_width(self.stream), self.stream.encoding)
        write_message(f"\r{line:<{self.shown}}", self.stream)
        self.shown = len(line)

    def clear(self):
        """Clear the line of progress."""
        if self.shown:
            write_message("\r" + " " * self.shown + "\r", self.stream)
            self.shown = 0


def visible(text):
    """A text without what a terminal would obey or could not show: control characters, bytes that are no text."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else ascii(letter)[1:-1] for letter in text)


def visible_name(text):
    """The name of a file, of which the same holds, on one line."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def show_error(error):
    """Write an error to standard error in SExtractor's form, which scripts look for.

    An error in the value of a keyword is written as it is, any other after ``*Error*:``.
    """
    write_message(f"\n> {visible(error_text(error))}\n\n")


def error_text(error):
    """An error in SExtractor's form."""
    return f"{'' if isinstance(error, SettingError) else '*Error*: '}{error}"


def describe_start(program, version, started, threads):
    """The first line of a run; `started` is a datetime."""
    moment = f"{started:%Y-%m-%d at %H:%M:%S}"
    return f"----- {program} {version} started on {moment} with {counted(threads, 'thread')}\n"


def describe_image(image, task="Measuring"):
    """Two lines on an image: its name and its extension, its object, its size and type.

    A third explains the numbers of the extension, where it is one of several in its file, and all that is measured.

    Parameters
    ----------
    image : Image
    task : {"Measuring", "Detecting"}
    """
    from ..images.files.cards import card_text

    height, width = image.shape
    extension = f" [{image.hdu}/{image.extension_count}]" if image.extension_count > 0 else ""
    name = image.object_name or "Unnamed"
    header = "EXT. HEADER" if image.external_header else "no ext. header"
    kind = "integers" if image.bits > 0 else "floats"
    lines = f"----- {task} from: {image.name}{extension}\n"
    lines += f'      "{name}" / {header} / {width}x{height} / {abs(image.bits)} bits ({kind})'
    if image.total > 1 or image.extension_count <= 1:
        return lines
    called = card_text(image.header, "EXTNAME")
    of_file = f"extension {image.hdu} of {image.extension_count}" if image.hdu else "the primary image"
    return f"{lines}\n     {extension}: {of_file}{f', {called},' * bool(called)} is the only one that is taken"


def describe_background(background, threshold, fields="M+D"):
    """The line on the background of the measurement image (`fields` is M), the detection image (D), or both."""
    return (
        f"{f'({fields})':<5} Background: {background.mean:<10.6g} RMS: {background.sigma:<10.6g}"
        f" / Threshold: {threshold:<10.6g} "
    )


def describe_objects(detected, extracted):
    """The line on the number of detections before cleaning and of objects in the catalog."""
    return f"      Objects: detected {detected:<8d} / sextracted {extracted:<16d}"


def describe_end(seconds, lines, objects):
    """The last line of a run: how long it took, for so many lines of the image and so many objects."""
    per_second = 1 / seconds if seconds else 0
    return (
        f"> All done (in {seconds:.1f} s: {lines * per_second:.1f} lines/s , {objects * per_second:.1f} detections/s)"
    )

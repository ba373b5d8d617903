"""The files of the check-plots: CHECKPLOT_DEV, CHECKPLOT_TYPE, CHECKPLOT_NAME."""

import io
import os
from importlib.util import find_spec

from ...errors import SexlikeError
from ...progress import PICTURES, counter, progress
from ...stages import stage
from ..files.outputs import atomic_file
from ..files.places import require_writable
from ..namedfiles import named_files, refuse_repeated

FORMATS = {".png": "png", ".pdf": "pdf", ".svg": "svg"}
PAGE, PAGE_ENDINGS = "PAGE", (".html", ".htm")  # the check-plot that is no drawing, and the ends of its name
DATES = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}  # left out: every run draws the same bytes
LARGEST_PNG = 2_000_000  # bytes; a larger file is drawn again with a lower resolution
ROOM = 0.95  # of the largest PNG that one of a lower resolution is to fill
PNG_COMPRESSION = {"compress_level": 3}  # files are as large as with 6, in half the time


def wanted_check_plots(config):
    """The check-plots that the configuration asks for.

    Returns
    -------
    list of (str, str)
        CHECKPLOT_TYPE of each, and the name of its file with its ending.

    Raises
    ------
    SexlikeError
        There are not as many names as types, or a type or a name is there twice.
    """
    if config.CHECKPLOT_DEV == "NULL":
        return []
    names = config.CHECKPLOT_NAME or tuple(kind.lower() for kind in config.CHECKPLOT_TYPE)
    wanted = [
        (kind, page_name(name) if kind == PAGE else with_ending(name, config.CHECKPLOT_DEV))
        for kind, name in named_files(config, "CHECKPLOT", names)
    ]
    refuse_repeated("CHECKPLOT_TYPE", [kind for kind, _ in wanted])
    refuse_repeated("CHECKPLOT_NAME", [name for _, name in wanted])
    return wanted


def drawings(config):
    """Those of the check-plots that matplotlib draws: all but PAGE; see `wanted_check_plots`."""
    return [(kind, name) for kind, name in wanted_check_plots(config) if kind != PAGE]


def page_name(name):
    """A name that ends in .html; that is added to others."""
    return name if name.lower().endswith(PAGE_ENDINGS) else f"{name}.html"


def with_ending(name, device):
    """A name that ends in .png, .pdf or .svg; that of the device is added to others."""
    return name if os.path.splitext(name)[1].lower() in FORMATS else f"{name}.{device.lower()}"


def numbered(name, rank):
    """The name of the file of one of several images: image.png -> image_2.png."""
    start, ending = os.path.splitext(name)
    return f"{start}_{rank}{ending}"


def require_matplotlib():
    """Raise SexlikeError if matplotlib is not installed; it is not imported."""
    if find_spec("matplotlib") is None:
        hint = "pip install 'sexlike[plot]' (or pip install matplotlib); -CHECKPLOT_DEV NULL: no pictures"
        raise SexlikeError("pictures need matplotlib, which is not installed", hint=hint)


def require_plots(name, config):
    """Path of the picture of this name, or None if CHECKPLOT_DEV is NULL; SexlikeError if it cannot be drawn."""
    if config.CHECKPLOT_DEV == "NULL":
        return None
    require_matplotlib()
    path = with_ending(name, config.CHECKPLOT_DEV)
    require_writable(path, "CHECKPLOT_DEV")
    return path


def write_check_plots(extension, outputs=None):
    """Draw the check-plots that the configuration asks for; each of several images of a file has files of its own.

    That of type PAGE is written by `page_file`.

    Parameters
    ----------
    extension : Extension
    outputs : Outputs, optional
        Files with which they get their names.

    Raises
    ------
    SexlikeError
        A file cannot be written, or matplotlib is not installed.
    """
    wanted = drawings(extension.config)
    if not wanted:
        return
    require_matplotlib()
    with stage(PICTURES):
        from .checkplots import figure_of

        progress("Drawing")
        tell, image = counter(len(wanted), "pictures"), extension.image
        for number, (kind, name) in enumerate(wanted, 1):
            path = numbered(name, image.rank) if image.total > 1 else name
            write_figure(figure_of(kind, extension), path, outputs)
            if tell:
                tell(number)


def write_figure(figure, path, outputs=None):
    """Write a figure in the format of the ending of the path."""
    drawn = drawn_as(figure, FORMATS[os.path.splitext(path)[1].lower()])
    with atomic_file(path, "CHECKPLOT_NAME", outputs) as file:
        file.write(drawn)


def drawn_as(figure, format, largest=LARGEST_PNG):
    """A figure as the bytes of a file; the resolution of a PNG is lowered until it has no more bytes than `largest`."""
    import matplotlib

    from .layout import our_style

    dots, more = figure.dpi, {"pil_kwargs": PNG_COMPRESSION} if format == "png" else {}
    while True:
        buffer = io.BytesIO()
        with our_style(), matplotlib.rc_context({"svg.hashsalt": "sexlike"}):
            figure.savefig(buffer, format=format, dpi=dots, metadata=DATES.get(format), **more)
        if format != "png" or buffer.tell() <= largest:
            return buffer.getvalue()
        dots *= ROOM * (largest / buffer.tell()) ** 0.5

"""The files of the check-plots: CHECKPLOT_DEV, CHECKPLOT_TYPE, CHECKPLOT_NAME."""

import io
import os
from importlib.util import find_spec

from ...errors import SexlikeError
from ..console import progress
from ..namedfiles import named_files, refuse_repeated
from ..wholefiles import require_writable, whole

DATES = {"pdf": {"CreationDate": None}, "svg": {"Date": None}}  # left out: every run draws the same bytes
ENDINGS = {".png": "png", ".pdf": "pdf", ".svg": "svg"}
LARGEST = 2_000_000  # bytes of a PNG file; one that is larger is made again with fewer dots
FEWER = 0.8


def wanted_check_plots(config):
    """The check-plots that the configuration asks for.

    Returns
    -------
    list of (str, str)
        CHECKPLOT_TYPE of each, and the name of its file with an ending.

    Raises
    ------
    SexlikeError
        There are not as many names as types, a type or a name twice.
    """
    if config.CHECKPLOT_DEV == "NULL":
        return []
    names = config.CHECKPLOT_NAME or tuple(kind.lower() for kind in config.CHECKPLOT_TYPE)
    wanted = [(kind, with_ending(name, config.CHECKPLOT_DEV)) for kind, name in named_files(config, "CHECKPLOT", names)]
    refuse_repeated("CHECKPLOT_TYPE", [kind for kind, _ in wanted])
    refuse_repeated("CHECKPLOT_NAME", [name for _, name in wanted])
    return wanted


def with_ending(name, device):
    """A name that ends in .png, .pdf or .svg: the device's, if it has no such ending."""
    return name if os.path.splitext(name)[1].lower() in ENDINGS else f"{name}.{device.lower()}"


def numbered(name, rank):
    """The name for one of several images: image.png -> image_2.png."""
    start, ending = os.path.splitext(name)
    return f"{start}_{rank}{ending}"


def require_matplotlib():
    """Raise SexlikeError if figures cannot be drawn; matplotlib is not imported."""
    if find_spec("matplotlib") is None:
        hint = "pip install 'sexlike[plot]' (or pip install matplotlib)"
        raise SexlikeError("pictures need matplotlib, which is not installed", hint=hint)


def require_plots(name, config):
    """The file of a picture of this name, or None if CHECKPLOT_DEV is NULL; SexlikeError if it cannot be drawn."""
    if config.CHECKPLOT_DEV == "NULL":
        return None
    require_matplotlib()
    path = with_ending(name, config.CHECKPLOT_DEV)
    require_writable(path, "CHECKPLOT_DEV")
    return path


def write_check_plots(extension):
    """Draw the check-plots that the configuration asks for; of several images of a file each has its own.

    Parameters
    ----------
    extension : Extension

    Raises
    ------
    SexlikeError
        One cannot be written, those before it are written; or there is no matplotlib.
    """
    wanted = wanted_check_plots(extension.config)
    if not wanted:
        return
    require_matplotlib()
    from .checkplots import figure_of

    image = extension.image
    for kind, name in wanted:
        path = numbered(name, image.rank) if image.total > 1 else name
        progress(f"Drawing {path}")
        write_figure(figure_of(kind, extension), path)


def write_figure(figure, path):
    """Write a figure in the format that its name ends in, whole or not at all."""
    drawn = drawn_as(figure, ENDINGS[os.path.splitext(path)[1].lower()])
    with whole(path, "CHECKPLOT_NAME") as file:
        file.write(drawn)


def drawn_as(figure, format, largest=LARGEST):
    """A figure as the bytes of a file; PNG with fewer dots where it would be larger than so many bytes."""
    import matplotlib

    from .layout import our_style

    dots = figure.dpi
    while True:
        buffer = io.BytesIO()
        with our_style(), matplotlib.rc_context({"svg.hashsalt": "sexlike"}):
            figure.savefig(buffer, format=format, dpi=dots, metadata=DATES.get(format))
        if format != "png" or buffer.tell() <= largest:
            return buffer.getvalue()
        dots *= FEWER

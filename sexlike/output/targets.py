"""The files that a run will write, and that none of them is another, or one that it reads."""

import os

from ..config.files.finding import find_file
from ..errors import SexlikeError
from ..images.files.selectors import is_selector, split_selector
from ..images.weighting.weights import MAPS
from ..measure.families import ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS
from .catalogs.wanted import to_stdout, wanted_catalogs
from .checkimages.checkfiles import wanted_check_images
from .plots.plotfiles import require_matplotlib, wanted_check_plots
from .wholefiles import require_writable

DEVICES = ("/dev/", "/proc/")  # they take whatever comes
NEEDED_BY = {"FLAG_IMAGE": FLAG_MAP_COLUMNS, "ASSOC_NAME": ASSOCIATION_COLUMNS, "STARNNW_NAME": ("CLASS_STAR",)}


def check_writable(config, images=(), columns=()):
    """Make sure, before the work, that all files of the run can be drawn and written, without the loss of another.

    Parameters
    ----------
    config : Config
    images : sequence of str
        The images of the run.
    columns : collection of str
        Names of the columns wanted: some need files.

    Raises
    ------
    SexlikeError
        If not; nothing is written.
    """
    if wanted_check_plots(config):
        require_matplotlib()
    owners = {place_of(path): (what, path) for what, path in sources(config, images, columns) if os.path.exists(path)}
    for keyword, path in targets(config):
        require_writable(path, keyword)
        if os.path.abspath(path).startswith(DEVICES):
            continue
        other, name = owners.setdefault(place_of(path), (keyword, None))
        if name is not None:
            raise SexlikeError(
                f"{keyword}: {path} is also the file of {other}{'' if name == path else f' {name}'}",
                hint="One would destroy the other: give each a name of its own.",
            )
        owners[place_of(path)] = keyword, path


def place_of(path):
    """What a name stands for, links followed."""
    return os.path.realpath(path)


def targets(config):
    """Keyword and path of each file that the configuration asks for."""
    for kind, path in wanted_catalogs(config):
        if not to_stdout(kind, path):
            yield "CATALOG_NAME", path
    for _, path in wanted_check_images(config):
        yield "CHECKIMAGE_NAME", path
    for _, path in wanted_check_plots(config):
        yield "CHECKPLOT_NAME", path
    if config.WRITE_XML:
        yield "XML_NAME", config.XML_NAME


def sources(config, images, columns):
    """What each file is that the run reads, and its path."""
    for image in images:
        yield "the image", split_selector(image)[0]
    if config.path:
        yield "the configuration", config.path
    for keyword in read_files(config, columns):
        value = getattr(config, keyword)
        for name in value if isinstance(value, tuple) else (value,):
            if not is_selector(name):  # that is an extension of the image's own file
                yield keyword, path_of(keyword, name, config)


def read_files(config, columns):
    """The keywords whose files are read."""
    yield "PARAMETERS_NAME"
    yield "MASK_IMAGE"
    if config.FILTER:
        yield "FILTER_NAME"
    if set(config.WEIGHT_TYPE) & set(MAPS):
        yield "WEIGHT_IMAGE"
    for keyword, needing in NEEDED_BY.items():
        if keyword in config.origins or any(name in columns for name in needing):
            yield keyword


def path_of(keyword, name, config):
    """Where a file is that is to be read; its name if it is nowhere, of which its reader will tell."""
    if keyword.endswith("_IMAGE"):
        return split_selector(name)[0]
    try:
        return str(find_file(name, config.folder))
    except SexlikeError:
        return name

"""The files that a run reads and writes: no file may be written over another one."""

import os

from ..config.files.catalogendings import odd_endings
from ..config.files.finding import find_file
from ..errors import SexlikeError, advise, warning_text
from ..images.files.headfile import head_path
from ..images.files.selectors import is_selector, split_selector
from ..images.weighting.weights import MAPS
from ..measure.families import ASSOCIATION_COLUMNS, FLAG_MAP_COLUMNS, PSF_COLUMNS
from .catalogs.wanted import to_stdout, wanted_catalogs
from .checkimages.checkfiles import wanted_check_images
from .files.places import identity, is_character_device, require_writable
from .files.stdout import identity_of_stdout
from .plots.plotfiles import drawings, require_matplotlib, wanted_check_plots

NEEDED_BY = {  # keyword of a file -> the columns that read it
    "FLAG_IMAGE": FLAG_MAP_COLUMNS,
    "ASSOC_NAME": ASSOCIATION_COLUMNS,
    "STARNNW_NAME": ("CLASS_STAR",),
    "PSF_NAME": PSF_COLUMNS,
}


def check_writable(config, images=(), columns=()):
    """Check, before a run starts, that all of its files can be written, and none over another one.

    Parameters
    ----------
    config : Config
    images : sequence of str
        The images that are read.
    columns : collection of str
        Names of the columns wanted: some read files.

    Raises
    ------
    SexlikeError
        A file cannot be written, is another file of the run, or is a picture and matplotlib is not installed.

    Warns
    -----
    SexlikeWarning
        The name of a catalog promises another format; see `advise`.
    """
    for kind, name, promised in odd_endings(wanted_catalogs(config)):
        text = f"CATALOG_NAME {name} is written as {kind} (CATALOG_TYPE, {config.origin('CATALOG_TYPE')})"
        advise(warning_text(text, hint=f"CATALOG_TYPE {promised} writes what its ending says."), config.COMPATIBILITY)
    if drawings(config):
        require_matplotlib()
    inputs = [(what, path) for what, path in input_paths(config, images, columns) if os.path.exists(path)]
    owners = {}
    for what, path in [*inputs, *external_headers(config, images)]:
        owners.setdefault(identity(path), (what, path))
    if any(to_stdout(*wanted) for wanted in wanted_catalogs(config)) and (file := identity_of_stdout()):
        add_owner(owners, file, "CATALOG_NAME", "STDOUT")
    for keyword, path in output_paths(config):
        require_writable(path, keyword)
        if not is_character_device(path):  # any number of files may be written to a terminal, or to /dev/null
            add_owner(owners, identity(path), keyword, path)


def add_owner(owners, file, keyword, path):
    """Add an output to the files of a run.

    Parameters
    ----------
    owners : dict
        File, as `identity` gives it -> what it is, and its path; changed in place.
    file : tuple
        The output, as `identity` gives it.
    keyword, path : str

    Raises
    ------
    SexlikeError
        The file is another one of the run.
    """
    if file in owners:
        other, name = owners[file]
        raise SexlikeError(
            f"{keyword}: {path} is also the file of {other}{'' if name == path else f' {name}'}",
            hint="Give each file a name of its own.",
        )
    owners[file] = keyword, path


def output_paths(config):
    """Keyword and path of each file that is written."""
    for kind, path in wanted_catalogs(config):
        if not to_stdout(kind, path):
            yield "CATALOG_NAME", path
    for _, path in wanted_check_images(config):
        yield "CHECKIMAGE_NAME", path
    for _, path in wanted_check_plots(config):
        yield "CHECKPLOT_NAME", path
    if config.WRITE_XML:
        yield "XML_NAME", config.XML_NAME


def input_paths(config, images, columns):
    """What each file is that is read, and its path."""
    for image in images:
        yield "the image", split_selector(image)[0]
    if config.path:
        yield "the configuration", config.path
    for keyword in keywords_read(config, columns):
        value = getattr(config, keyword)
        for name in value if isinstance(value, tuple) else (value,):
            if not is_selector(name):  # which names an extension of the image's own file
                yield keyword, input_path(keyword, name, config)


def external_headers(config, images):
    """What each external header is, and its path; also of those that do not exist: the next run would read them."""
    for image in images:
        yield "the external header", head_path(split_selector(image)[0], config.HEADER_SUFFIX)


def keywords_read(config, columns):
    """The keywords that name files which are read."""
    yield "PARAMETERS_NAME"
    yield "MASK_IMAGE"
    if config.FILTER:
        yield "FILTER_NAME"
    if set(config.WEIGHT_TYPE) & set(MAPS):
        yield "WEIGHT_IMAGE"
    for keyword, needing in NEEDED_BY.items():
        if keyword in config.origins or any(name in columns for name in needing):
            yield keyword


def input_path(keyword, name, config):
    """Path of a file that is read; if there is none, its name: the error is raised where it is read."""
    if keyword.endswith("_IMAGE"):
        return split_selector(name)[0]
    if keyword == "PSF_NAME":
        name = split_selector(name)[0]
    try:
        return str(find_file(name, config.folder))
    except SexlikeError:
        return name

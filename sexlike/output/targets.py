"""The files that a run will write."""

from .catalog import to_stdout, wanted_catalogs
from .checkfiles import wanted_check_images
from .files import require_writable
from .plotfiles import require_matplotlib, wanted_check_plots


def check_writable(config):
    """Raise SexlikeError now, rather than after the work, if a file of the run cannot be drawn or written."""
    if wanted_check_plots(config):
        require_matplotlib()
    for keyword, path in targets(config):
        require_writable(path, keyword)


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

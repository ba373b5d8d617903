"""The command's ``--tune``: a table of what settings find, and its picture."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..config.arguments import Arguments
    from ..config.config import Config

log = logging.getLogger("sexlike")


def compare_settings(arguments: Arguments, config: Config) -> None:
    """Try the settings of ``--tune``, print a table of what they find, and draw it."""
    from ..config.arguments import require_image
    from ..config.grid import read_cutout, read_grid
    from ..output.files.stdout import standard_output
    from ..output.plots.plotfiles import require_plots, write_figure
    from ..progress import fall_silent
    from .tuning import SHEET, report, tune

    require_image(arguments.images)
    grid = read_grid(arguments.grid)
    sheet = require_plots(SHEET, config)
    cutout = read_cutout(arguments.cutout) if arguments.cutout else None
    tuning = tune(arguments.images, config, grid, cutout)
    fall_silent()
    with standard_output("--tune") as output:
        output.write(report(tuning))
    if sheet:
        from ..output.plots.tuningsheet import tuning_sheet

        write_figure(tuning_sheet(tuning), sheet)
        log.info("%s shows them side by side", sheet)

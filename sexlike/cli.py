"""SExtractor's command line: ``sexlike image.fits -c run.toml -DETECT_THRESH 2``."""

from __future__ import annotations

import sys

from ._version import __version__
from .compiled import kind_of_loops
from .errors import SexlikeError, SexlikeWarning

# All other modules are imported inside functions, so that an early Ctrl-C ends without a traceback.
TYPE_CHECKING = False  # that of typing, which takes its time
if TYPE_CHECKING:
    from collections.abc import Sequence
    from logging import Logger

    from .config.arguments import Arguments
    from .config.config import Config
    from .measure.extension import ExtensionCatalog

# One line with three numbers and a date at its end, as programs that call SExtractor look for.
VERSION = f"sexlike {__version__} ({kind_of_loops()}), in place of SExtractor version 2.25.0 (2018-02-08)"
VERSION_OPTIONS = ("-v", "--version")  # answered before the table of options is imported
DEFAULT_CONFIGS = ("default.sex", "default.toml")
# A run that signal n ends has the exit status 128 + n, as in shells; Ctrl-C is signal 2.
SIGNAL_STATUS = 128
INTERRUPTED_STATUS = SIGNAL_STATUS + 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments, without the name of the program.

    Returns
    -------
    int
        Exit status: 0; 1 after an error; 128 + n if signal n ended the run.
    """
    words = sys.argv[1:] if argv is None else argv
    try:
        if words and words[0] in VERSION_OPTIONS:
            print_text(f"{VERSION}\n")
            return 0
        from .signals import CleanupOnSignals, Terminated

        try:
            with CleanupOnSignals(process_ends=argv is None):
                run_command(words)
        except Terminated as signal:
            return SIGNAL_STATUS + signal.number
    except SexlikeError as error:
        from .output.console import show_error

        show_error(error)
        return 1
    except MemoryError as error:
        show_out_of_memory(error)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED_STATUS
    return 0


def show_out_of_memory(error: MemoryError) -> None:
    """Say that the memory is used up, even if there is too little of it to import what words messages."""
    try:
        from .memory import out_of_memory
        from .output.console import show_error

        show_error(out_of_memory(error))
    except MemoryError:
        sys.stderr.write("\n> *Error*: out of memory\n\n")


def log() -> Logger:
    """The logger of the package."""
    import logging

    return logging.getLogger("sexlike")


def run_command(argv: Sequence[str]) -> None:
    """Do what the command line asks for."""
    import gc
    import os

    from .clock import now
    from .config.arguments import parse_arguments
    from .config.config import load_config
    from .output.console import describe_start, forget_warnings, show_messages
    from .output.files.stderr import occupy_closed_descriptors
    from .output.profile import profile_shown
    from .threads import number_of_threads

    # Arrays of the size of an image come and go: as huge pages, they cost the system more time than they save.
    os.environ.setdefault("NUMPY_MADVISE_HUGEPAGE", "0")
    # The threads of its linear algebra take a tenth of a second to start, and the work is divided among ours.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # While modules are imported, there is nothing to collect: looking for it takes a tenth of the time.
    gc.set_threshold(50_000)
    occupy_closed_descriptors()
    forget_warnings()
    with show_messages("QUIET"):
        arguments = parse_arguments(argv)
        if arguments.action not in ("run", "tune"):
            print_answer(arguments)
            return
        config = load_config(choose_config(arguments.config), arguments.settings)
    with show_messages(config.VERBOSE_TYPE), profile_shown(arguments.profile):
        log().info(describe_start("sexlike", __version__, now(), number_of_threads(config.NTHREADS)))
        log().info("%s, COMPATIBILITY %s", describe_configuration(config, arguments.config), config.COMPATIBILITY)
        log().debug("Pixels and objects are walked over by %s", kind_of_loops())
        if arguments.action == "tune":
            compare_settings(arguments, config)
        else:
            write_outputs(arguments.images, config)


def describe_configuration(config: Config, option: str | None) -> str:
    """Which configuration a run has, where -c names this one, or none."""
    from .config.recipes.shelf import recipe_of

    if not config.path:
        return "No configuration: all keywords that are not given have their defaults"
    if recipe := recipe_of(config.path):
        return f"Configuration: the recipe {recipe}, {config.path}"
    return f"Configuration: {config.path}" if option else f"No -c: the configuration is {config.path}"


def print_answer(arguments: Arguments) -> None:
    """Print a text instead of a run, on standard output; how to call the program, unasked for, on standard error."""
    if arguments.action == "syntax":
        from .config.helptext import short_help
        from .output.files.stderr import write_message

        write_message(short_help(VERSION))
        return
    print_text(answer_text(arguments))


def print_text(text: str) -> None:
    """Print a text on standard output."""
    from .output.files.stdout import standard_output

    with standard_output("the answer") as output:
        output.write(text)


def answer_text(arguments: Arguments) -> str:
    """The text that an option prints on standard output."""
    if arguments.action == "version":
        return f"{VERSION}\n"
    if arguments.action == "help":
        from .config.helptext import full_help

        return full_help(VERSION)
    if arguments.action == "completion":
        from .config.shells.completion import completion

        return completion(arguments.topic)
    if arguments.action == "man":
        from .config.shells.manual import manual

        return manual()
    if arguments.action == "init":
        from .config.recipes.copies import start_from

        return start_from(arguments.topic)
    if "dump" in arguments.action:
        from .config.dumps import dump_sex

        return dump_sex(full=arguments.action == "full dump")
    if arguments.action == "toml":
        from .config.config import load_config
        from .config.dumps import dump_toml

        return dump_toml(load_config(choose_config(arguments.config), arguments.settings))
    if arguments.action == "columns":
        from .reference import list_columns

        return list_columns()
    from .measure.explaining.texts import explain

    return explain(arguments.topic)


def choose_config(path: str | None) -> str | None:
    """The configuration file: the one given, or default.sex or default.toml in the current folder, or None."""
    import os
    import warnings

    if path is not None:
        return path
    found = next(filter(os.path.isfile, DEFAULT_CONFIGS), None)
    if found is None:
        warnings.warn("default.sex not found, using internal defaults", SexlikeWarning, stacklevel=2)
    return found


def write_outputs(images: Sequence[str], config: Config) -> None:
    """Search and measure the images, and write the files that the configuration asks for.

    If that fails, the error is written to XML_NAME where WRITE_XML asks for it.
    """
    catalogs: list[ExtensionCatalog] = []
    try:
        measure_images(images, config, catalogs)
    except SexlikeError as error:
        if config.WRITE_XML:
            from .output.catalogs.xml.summary import write_failure
            from .output.console import error_text

            write_failure(error_text(error), images, catalogs, config)
        raise


def measure_images(images: Sequence[str], config: Config, catalogs: list[ExtensionCatalog]) -> None:
    """Search and measure the images, write all files, and add the catalogs of the extensions to a list."""
    from .clock import stopwatch
    from .progress import PICTURES, expect, progress
    from .stages import START_UP, WRITING, stage

    with stage(START_UP):
        from .config.arguments import require_image
        from .config.files.paramfile import find_columns
        from .config.ineffective import warn_of_ineffective_keywords
        from .output.catalogs.catalog import write_catalog
        from .output.checkimages.checkfiles import check_image_files
        from .output.console import describe_end
        from .output.files.outputs import Outputs
        from .output.outputpaths import check_writable
        from .output.plots.plotfiles import wanted_check_plots, write_check_plots
        from .output.rawpixels import shows_raw_pixels
        from .output.remarks import describe_written
        from .pipeline import run

    require_image(images)
    seconds = stopwatch()
    columns = find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)
    names = {column.name for column in columns}
    warn_of_ineffective_keywords(config)
    check_writable(config, images, names)
    expect([PICTURES] if wanted_check_plots(config) else [])
    with Outputs() as outputs:
        with check_image_files(config, outputs) as write_check_images:
            for extension in run(images, config, columns, keep_raw=shows_raw_pixels(config)):
                progress("Output")
                with stage(WRITING):
                    write_check_images(extension)
                write_check_plots(extension, outputs)
                catalogs.append(extension.catalog())
                del extension  # before the next one is read
        with stage(WRITING):
            write_catalog(catalogs, config, outputs)
        if config.WRITE_XML:
            from .output.catalogs.xml.summary import write_xml

            write_xml(catalogs, config, outputs)
    lines = sum(catalog.image.shape[0] for catalog in catalogs)
    objects = sum(catalog.objects for catalog in catalogs)
    if outputs.written:
        log().info(describe_written(outputs.written))
    log().info(describe_end(seconds(), lines, objects))


def compare_settings(arguments: Arguments, config: Config) -> None:
    """Try the settings of ``--tune``, print a table of what they find, and draw it."""
    from .config.arguments import require_image
    from .config.grid import read_cutout, read_grid
    from .output.files.stdout import standard_output
    from .output.plots.plotfiles import require_plots, write_figure
    from .progress import fall_silent
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
        from .output.plots.tuningsheet import tuning_sheet

        write_figure(tuning_sheet(tuning), sheet)
        log().info("%s shows them side by side", sheet)

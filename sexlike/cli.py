"""SExtractor's command line: ``sexlike image.fits -c run.toml -DETECT_THRESH 2``."""

from __future__ import annotations

import sys

from ._version import __version__
from .compiled import kind_of_loops
from .errors import SexlikeError

# All other modules are imported inside functions, so that an early Ctrl-C ends without a traceback.
TYPE_CHECKING = False  # that of typing, which takes its time
if TYPE_CHECKING:
    from collections.abc import Sequence

    from .config.arguments import Arguments
    from .config.config import Config

# One line with three numbers and a date at its end, as programs that call SExtractor look for.
VERSION = f"sexlike {__version__} ({kind_of_loops()}), in place of SExtractor version 2.25.0 (2018-02-08)"
VERSION_OPTIONS = ("-v", "--version")  # answered before the table of options is imported
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
            from .commands.answers import print_text

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


def run_command(argv: Sequence[str]) -> None:
    """Do what the command line asks for."""
    from .commands.process import prepare_process

    prepare_process()
    from .config.arguments import parse_arguments
    from .output.console import forget_warnings, show_messages
    from .output.files.stderr import occupy_closed_descriptors

    occupy_closed_descriptors()
    forget_warnings()
    with show_messages("QUIET"):
        arguments = parse_arguments(argv)
        if arguments.action not in ("run", "tune", "batch", "page"):
            from .commands.answers import print_answer

            print_answer(arguments, VERSION)
            return
        import numpy  # noqa: F401  # before astropy: an older erfa imports it from C, which shows what Ctrl-C raises

        from .commands.configuration import configuration

        config = configuration(arguments.config, arguments.settings, needed=not arguments.report)
    work_on_images(arguments, config)


def work_on_images(arguments: Arguments, config: Config) -> None:
    """Make the catalogs and whatever else the configuration asks for, or compare settings."""
    import logging

    from .clock import now
    from .commands.configuration import describe_configuration
    from .output.console import describe_start, show_messages
    from .output.profile import profile_shown
    from .threads import number_of_threads

    log = logging.getLogger("sexlike")
    with show_messages(config.VERBOSE_TYPE), profile_shown(arguments.profile):
        log.info(describe_start("sexlike", __version__, now(), number_of_threads(config.NTHREADS)))
        if not arguments.report:
            log.info("%s, COMPATIBILITY %s", describe_configuration(config, arguments.config), config.COMPATIBILITY)
        log.debug("Pixels and objects are walked over by %s", kind_of_loops())
        if arguments.action == "batch":
            from .batch.command import run_batch_command

            run_batch_command(arguments, config)
        elif arguments.action == "page":
            from .page.command import show_page

            show_page(arguments, config)
        elif arguments.action == "tune":
            from .commands.comparing import compare_settings

            compare_settings(arguments, config)
        elif arguments.tiles:
            from .batch.tiles.command import measure_tiles

            measure_tiles(arguments.images, config, arguments.tiles, arguments.cluster)
        else:
            from .commands.running import write_outputs

            write_outputs(arguments.images, config)

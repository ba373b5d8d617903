"""Texts that an option prints in place of a run: the help, the columns, a configuration."""

from __future__ import annotations

TYPE_CHECKING = False  # that of typing, which takes its time
if TYPE_CHECKING:
    from ..config.arguments import Arguments

# All other modules are imported inside functions: the version is told at once.


def print_answer(arguments: Arguments, version: str) -> None:
    """Print a text on standard output; how to call the program, unasked for, on standard error.

    Parameters
    ----------
    arguments : Arguments
    version : str
        The line of ``--version``.
    """
    if arguments.action == "syntax":
        from ..config.helptext import short_help
        from ..output.files.stderr import write_message

        write_message(short_help(version))
        return
    print_text(answer_text(arguments, version))


def print_text(text: str) -> None:
    """Print a text on standard output."""
    from ..output.files.stdout import standard_output

    with standard_output("the answer") as output:
        output.write(text)


def manual_page() -> str:
    """The manual page, for man; on a terminal as it reads, or nothing if man has shown it."""
    import sys

    from ..config.shells.manual import manual
    from ..output.manualpage import is_terminal, show_page

    return (show_page(manual(), sys.stdout) or "") if is_terminal(sys.stdout) else manual()


def answer_text(arguments: Arguments, version: str) -> str:
    """The text that an option prints on standard output."""
    if arguments.action == "version":
        return f"{version}\n"
    if arguments.action == "help":
        from ..config.helptext import full_help

        return full_help(version)
    if arguments.action == "completion":
        from ..config.shells.completion import completion

        return completion(arguments.topic)
    if arguments.action == "man":
        return manual_page()
    if arguments.action == "init":
        from ..config.recipes.copies import start_from

        return start_from(arguments.topic)
    if "dump" in arguments.action:
        from ..config.dumps import dump_sex

        return dump_sex(full=arguments.action == "full dump")
    if arguments.action == "toml":
        from ..config.dumps import dump_toml
        from .configuration import configuration

        return dump_toml(configuration(arguments.config, arguments.settings))
    if arguments.action == "columns":
        from ..reference import list_columns

        return list_columns()
    from ..measure.explaining.texts import explain

    return explain(arguments.topic)

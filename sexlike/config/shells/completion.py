"""``--completion bash``: completions of options, values, recipes and images, as a script for a shell."""

from collections.abc import Callable, Sequence

from ...errors import SexlikeError
from ...suggestions import did_you_mean
from .entries import SHELLS, Entry, all_entries

BASH = """\
# Completions of sexlike for bash: source <(sexlike --completion bash)
_sexlike() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}} values= prefix=
    local IFS=$' \\n'
    COMPREPLY=()
    case $previous in
{cases}
    esac
    if [[ -n $values ]]; then
        [[ $current == *,* ]] && prefix=${{current%,*}},
        COMPREPLY=($(compgen -P "$prefix" -W "$values" -- "${{current##*,}}"))
    elif [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "{names}" -- "$current"))
    else
        COMPREPLY=($(compgen -f -X '!*.fits*' -- "$current") $(compgen -d -- "$current"))
    fi
}}
complete -o filenames -F _sexlike sexlike
"""

ZSH = """\
#compdef sexlike
# Completions of sexlike for zsh: source <(sexlike --completion zsh), after compinit; or a file _sexlike in $fpath
_sexlike() {{
    _arguments \\
{specs}
        '*:image:_files -g "*.fits*"'
}}
if [[ $funcstack[1] == _sexlike ]]; then
    _sexlike "$@"
else
    compdef _sexlike sexlike
fi
"""

FISH = """\
# Completions of sexlike for fish: sexlike --completion fish | source
complete -c sexlike -f
complete -c sexlike -k -a '(__fish_complete_suffix .fits)'
{lines}
"""


def completion(shells: Sequence[str]) -> str:
    """The script with the completions for a shell.

    Parameters
    ----------
    shells : sequence of str
        What follows the option: bash, zsh or fish.

    Raises
    ------
    SexlikeError
        It is none of them.
    """
    if len(shells) != 1 or shells[0] not in SCRIPTS:
        given = f", not {' '.join(shells)}" if shells else ""
        hint = did_you_mean(shells[0].lower(), SHELLS) if shells else None
        raise SexlikeError(f"--completion needs the name of a shell: {', '.join(SHELLS)}{given}", hint=hint)
    return SCRIPTS[shells[0]]()


def bash() -> str:
    """The script for bash."""
    cases = "\n".join(
        f"        {'|'.join(entry.names)}) {bash_case(entry)};;" for entry in all_entries() if entry.takes
    )
    return BASH.format(cases=cases, names=" ".join(name for entry in all_entries() for name in entry.names))


def bash_case(entry: Entry) -> str:
    """What to do after an option that takes something."""
    words = f'$(compgen -W "{" ".join(entry.values)}" -- "$current")' if entry.values else ""
    if entry.is_file:
        return f'COMPREPLY=({words} $(compgen -f -- "$current")); return'
    return f'values="{" ".join(entry.values)}"' if entry.values else "return"


def zsh() -> str:
    """The script for zsh."""
    specs = [f"        {zsh_spec(name, entry)} \\" for entry in all_entries() for name in entry.names]
    return ZSH.format(specs="\n".join(specs))


def zsh_spec(name: str, entry: Entry) -> str:
    """The specification of an option."""
    about = "".join(f"\\{letter}" if letter in ":[]" else letter for letter in entry.about)
    action = ""
    if entry.is_file and entry.values:
        action = f"{{compadd - {' '.join(entry.values)}; _files}}"
    elif entry.is_file:
        action = "_files"
    elif entry.values:
        adding = f"compadd - {' '.join(entry.values)}"
        action = f"_sequence {adding}" if entry.is_list else f"{{{adding}}}"
    text = f"{name}[{about}]" + (f":{entry.takes.lower()[:8]}:{action}" if entry.takes else "")
    return "'" + text.replace("'", "'\\''") + "'"


def fish() -> str:
    """The script for fish."""
    return FISH.format(lines="\n".join(map(fish_line, all_entries())))


def fish_line(entry: Entry) -> str:
    """The line of an option."""
    parts = ["complete -c sexlike"]
    for name in entry.names:
        bare = name.lstrip("-")
        parts.append(f"-l {bare}" if name.startswith("--") else f"-s {bare}" if len(bare) == 1 else f"-o {bare}")
    if entry.takes:
        parts.append("-r -F" if entry.is_file else "-x")
    if entry.values:
        words = " ".join(entry.values)
        parts.append(f"-a '(__fish_append , {words})'" if entry.is_list and not entry.is_file else f"-a '{words}'")
    about = entry.about.replace("\\", "\\\\").replace("'", "\\'")
    return " ".join([*parts, f"-d '{about}'"])


SCRIPTS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh, "fish": fish}

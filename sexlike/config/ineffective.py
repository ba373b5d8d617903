"""Keywords that are accepted and have no effect in sexlike."""

from ..errors import warn
from ..threads import number_of_threads, usable_cores
from .config import Config
from .keyword import Value
from .keywords import KEYWORDS

# Keyword -> values that ask for what sexlike does anyway.
INEFFECTIVE: dict[str, tuple[Value, ...]] = {
    "DGEO_TYPE": ("NONE",),
}
THREADS_PER_CORE = 8  # more than so many are a slip of the finger, or of another machine's configuration


def warn_of_ineffective_keywords(config: Config) -> None:
    """Warn of each keyword that is set to a value without effect.

    Warns
    -----
    SexlikeWarning
        It names the keyword and where it was set.
    """
    for name, harmless in INEFFECTIVE.items():
        if config.values[name] not in harmless:
            text = f"{name} has no effect in sexlike ({config.origin(name)}): {KEYWORDS[name].about}"
            warn(text)
    threads, cores = number_of_threads(config.NTHREADS), usable_cores()
    if threads > THREADS_PER_CORE * max(cores, THREADS_PER_CORE):
        text = f"NTHREADS {config.NTHREADS} ({config.origin('NTHREADS')}): {threads} threads on {cores} cores take time"
        warn(f"{text} and memory for nothing; 0 is one for each core")

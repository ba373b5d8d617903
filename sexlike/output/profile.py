"""The profile of a run: ``--profile``."""

from contextlib import contextmanager

from ..stages import profiling
from .files.stderr import write_message


@contextmanager
def profile_shown(wanted):
    """Print on standard error, after a run, what its stages took, whatever VERBOSE_TYPE is.

    Parameters
    ----------
    wanted : bool
        Without it nothing is measured or printed.
    """
    if not wanted:
        yield
        return
    with profiling() as profile:
        yield
    write_message(f"\n{profile.table()}")

"""Whether the loops of sexlike/loops are compiled; a module of its own, which imports nothing heavy."""

import os
import sys

VARIABLE = "SEXLIKE_LOOPS"  # set to "numpy", numpy does the work
# None of these is the suffix of a module that Python would try to import.
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so.1")
PATH = os.path.join(os.path.dirname(__file__), "loops", f"compiled{SUFFIX}")


def is_compiled() -> bool:
    """Whether the loops are compiled, and are to be used."""
    return os.environ.get(VARIABLE) != "numpy" and os.path.isfile(PATH)


def kind_of_loops() -> str:
    """What runs the loops, for messages."""
    return "compiled loops" if is_compiled() else "loops of numpy"

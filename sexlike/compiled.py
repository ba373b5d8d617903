"""Whether the loops of sexlike/loops are compiled; a module of its own, which imports nothing heavy."""

import os
import sys

VARIABLE = "SEXLIKE_LOOPS"  # set to "numpy", numpy does the work
# None of these is the suffix of a module that Python would try to import.
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so.1")
FOLDER = os.path.join(os.path.dirname(__file__), "loops")
PATH = os.path.join(FOLDER, f"compiled{SUFFIX}")


def fingerprint() -> str:
    """What the library holds if it was made of the sources that are here; empty where only the library is installed."""
    from zlib import crc32

    files = [os.path.join(folder, name) for folder, _, names in os.walk(FOLDER) for name in names]
    sources = sorted(path for path in files if path.endswith((".c", ".h")))
    if not sources:
        return ""
    checksum = 0
    for path in (*sources, os.path.join(FOLDER, os.pardir, "constants.py")):
        with open(path, "rb") as file:
            checksum = crc32(file.read(), checksum)
    return f"sexlike_loops_{checksum:08x}"


def is_current() -> bool:
    """Whether the library was made of the sources that are here; one that was not would give wrong numbers."""
    mark = fingerprint()
    if not mark:
        return True
    with open(PATH, "rb") as file:
        return mark.encode() in file.read()


def is_wanted() -> bool:
    """Whether there is a library, and it is to be used."""
    return os.environ.get(VARIABLE) != "numpy" and os.path.isfile(PATH)


def is_compiled() -> bool:
    """Whether compiled loops do the work."""
    return is_wanted() and is_current()


def kind_of_loops() -> str:
    """What runs the loops, for messages."""
    if is_compiled():
        return "compiled loops"
    return "loops of numpy, for the compiled ones are out of date" if is_wanted() else "loops of numpy"

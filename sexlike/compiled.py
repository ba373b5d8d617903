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

    tree = os.walk(FOLDER)
    sources = sorted(
        os.path.join(folder, name) for folder, _, names in tree for name in names if name[-2:] in (".c", ".h")
    )
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
    with open(PATH, "rb") as file:
        return mark.encode() in file.read()


def is_compiled() -> bool:
    """Whether the loops are compiled, and are to be used."""
    return os.environ.get(VARIABLE) != "numpy" and os.path.isfile(PATH) and is_current()


def kind_of_loops() -> str:
    """What runs the loops, for messages."""
    if is_compiled():
        return "compiled loops"
    wanted = os.environ.get(VARIABLE) != "numpy" and os.path.isfile(PATH)
    return "loops of numpy, for the compiled ones are out of date" if wanted else "loops of numpy"

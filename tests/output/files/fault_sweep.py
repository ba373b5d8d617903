"""Run the command again and again, with another system call failing each time: ``fault_sweep.py LIBRARY FOLDER COUNT``.

Prints a line for each run that lost something, and how many calls there were. COUNT calls are tried; all of them if it
is 0.
"""

import ctypes
import errno
import io
import os
import sys
from pathlib import Path

from matplotlib.figure import Figure

from sexlike import cli

OUTPUTS = ("a.cat", "b.cat", "s.fits", "t.fits", "p.png", "sex.xml")
WORDS = """image.fits -CATALOG_TYPE ASCII_HEAD,FITS_LDAC -CATALOG_NAME out/a.cat,out/b.cat -WRITE_XML Y -XML_NAME
    out/sex.xml -CHECKIMAGE_TYPE SEGMENTATION,BACKGROUND -CHECKIMAGE_NAME out/s.fits,out/t.fits
    -CHECKPLOT_TYPE BACKGROUND -CHECKPLOT_NAME out/p.png -VERBOSE_TYPE QUIET"""
NEW = "b.cat"  # there is no older file of this name
SUMMARY = "sex.xml"
ERRORS = (errno.ENOSPC, errno.EIO)


def older(name):
    return f"older {name}".encode()


def prepare(folder):
    """Put the older files there, and nothing else."""
    for path in folder.iterdir():
        path.unlink()
    for name in OUTPUTS:
        if name != NEW:
            (folder / name).write_bytes(older(name))


def run(library, folder, rank, error):
    """A run in a process of its own -> exit status, or None after a traceback; and the number of calls."""
    reading, writing = os.pipe()
    if not (process := os.fork()):
        status = 2
        try:
            with open(os.devnull, "w") as sys.stderr:
                library.arm(bytes(folder), rank, error)
                status = cli.main(WORDS.split())
        finally:
            os.write(writing, str(library.calls()).encode())
            os._exit(status)
    os.close(writing)
    with open(reading) as given:
        calls = given.read()
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), calls


def lost(folder, status):
    """What is wrong after a run with this exit status, or None."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    if extra := found.keys() - set(OUTPUTS):
        return f"left over: {', '.join(sorted(extra))}"
    kept = [name for name in OUTPUTS if name != NEW and found.get(name) == older(name)]
    if status == 1:
        if b'name="Error_Msg"' in found.get(SUMMARY, b""):  # of a run that failed, it tells so
            kept.append(SUMMARY)
        wrong = sorted({*OUTPUTS} - {*kept, NEW} | {NEW} & found.keys())
        return f"failed, and not as before: {', '.join(wrong)}" if wrong else None
    return f"status {status}, still old: {', '.join(kept)}" if kept or status or len(found) < len(OUTPUTS) else None


def main():
    library, folder, count = ctypes.CDLL(sys.argv[1]), Path(sys.argv[2]).resolve() / "out", int(sys.argv[3])
    library.arm.argtypes = ctypes.c_char_p, ctypes.c_int, ctypes.c_int
    os.chdir(folder.parent)
    Figure().savefig(io.BytesIO())  # what the first picture loads, all runs have then
    prepare(folder)
    status, calls = run(library, folder, 0, 0)
    if wrong := lost(folder, status):
        print(f"no call fails: {wrong}")
    calls = int(calls)
    step = max(1, calls // count) if count else 1
    for rank in range(1, calls + 1, step):
        for error in ERRORS if step == 1 else ERRORS[rank % 2 :][:1]:
            prepare(folder)
            status, _ = run(library, folder, rank, error)
            if wrong := lost(folder, status):
                print(f"call {rank}, {errno.errorcode[error]}: {wrong}")
    print(f"{calls} calls")


main()

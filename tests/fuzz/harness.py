"""Runs of the command in forked copies of this process, in which it is imported already, and their judgement."""

import os
import pkgutil
import random
import shutil
import signal
import sys
import time
import traceback
import warnings
from importlib import import_module
from pathlib import Path

SECONDS = 20  # that a run may take
MEGABYTES = 300  # that a run may take on top of ten times its pixels, which are few here
AT_A_TIME = min(4, os.cpu_count() or 1)
CRASHED, LEFT = 99, 98  # exit status of a copy after an exception, and after a run that left or changed files
UNIT = 1 if sys.platform == "darwin" else 1024  # of the memory that the system tells, bytes


def failures(make, seeds, folder):
    """Run the command on made-up inputs.

    Parameters
    ----------
    make : callable
        Takes a random.Random, writes the inputs into the current folder, and returns the arguments of the command.
    seeds : iterable of int
    folder : pathlib.Path
        Where each seed gets a folder of its own, which stays if the run fails.

    Returns
    -------
    list of str
        What is wrong, with the seed and its arguments.
    """
    preload()
    least = _memory_of_nothing()
    waiting, running, found = list(seeds), {}, []
    while waiting or running:
        while waiting and len(running) < AT_A_TIME:
            seed = waiting.pop(0)
            own_folder = folder / f"{make.__name__}.{seed}"
            own_folder.mkdir()
            running[_start(make, seed, own_folder)] = own_folder, time.monotonic()
        found += _finished(running, least)
        time.sleep(0.002)
    return found


def preload():
    """Import what runs need, so that none has to."""
    import astropy.wcs
    import scipy.ndimage
    import scipy.spatial
    import sep

    import sexlike

    own = [module.name for module in pkgutil.walk_packages(sexlike.__path__, "sexlike.")]
    own = [import_module(name) for name in own if "plots" not in name and "__main__" not in name]
    return astropy.wcs, scipy.ndimage, scipy.spatial, sep, *own


def _start(make, seed, own_folder):
    child = os.fork()
    if child:
        return child
    status = CRASHED
    try:
        import resource  # POSIX has it

        os.chdir(own_folder)
        output = os.open("output", os.O_WRONLY | os.O_CREAT)
        for descriptor in (1, 2):
            os.dup2(output, descriptor)
        sys.stdout = os.fdopen(1, "w")
        sys.stderr = os.fdopen(2, "w", errors="backslashreplace")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        warnings.resetwarnings()
        status = _run(make, random.Random(f"{make.__name__} {seed}"))
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


def _run(make, rng):
    """Exit status of the command, or LEFT."""
    from sexlike import cli

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of astropy, which writes the inputs
        argv = make(rng)
    Path("argv").write_text(repr(argv))
    Path("test.cat").write_text("an older catalog")
    before = _files()
    status = cli.main(argv)
    if changed := _changed(before, _files(), status):
        print(f"left or changed: {', '.join(changed)}")
        return LEFT
    return status


def _files():
    """The content of each file here."""
    return {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file() and path.name != "output"}


def _changed(before, after, status):
    """Files that a run with this exit status should not have changed, or left behind."""
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    if status == 0:
        return [name for name in changed if name.startswith(".sexlike")]
    return [name for name in changed if b'name="Error_Msg"' not in after.get(name, b"")]  # the summary tells of it


def _finished(running, least):
    """Judge the runs that have ended, and end those that take too long; both leave `running`."""
    for child, (own_folder, start) in list(running.items()):
        ended, status, usage = os.wait4(child, os.WNOHANG)
        late = time.monotonic() - start > SECONDS
        if not ended and not late:
            continue
        if not ended:
            os.kill(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
        del running[child]
        used = (usage.ru_maxrss - least) * UNIT / 1024**2
        said = (own_folder / "output").read_text(errors="replace")
        wrong = _judge(status, said, used, late)
        if wrong:
            argv = (own_folder / "argv").read_text() if (own_folder / "argv").exists() else "the inputs were not made"
            yield f"{own_folder.name}: {wrong}\n  {argv}\n  {said[-1500:]}"
        else:
            shutil.rmtree(own_folder)


def _judge(status, said, used, late):
    """What is wrong with a run; None if nothing is."""
    if late:
        return f"took more than {SECONDS} s"
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    if os.WEXITSTATUS(status) == LEFT:
        return "left or changed files"
    if os.WEXITSTATUS(status) not in (0, 1) or "Traceback (most recent call last)" in said:
        return f"status {os.WEXITSTATUS(status)}, or a traceback"
    if os.WEXITSTATUS(status) == 1 and "\n> " not in said:
        return "status 1 without a word"
    return f"took {used:.0f} MB" if used > MEGABYTES else None


def _memory_of_nothing():
    """Memory of a copy that does nothing, as the system counts it."""
    child = os.fork()
    if not child:
        os._exit(0)
    return os.wait4(child, 0)[2].ru_maxrss

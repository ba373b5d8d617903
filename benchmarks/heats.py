"""One heat of the race: contestants on one field, with the same columns, in turn."""

import json
import os
import statistics
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from agreement import compare_objects, equal_cells, number_of_objects, require_same_bytes
from contestants import NUMPY, ONE, REFERENCE, TWO, programs, script, scripts, write_settings
from measuring import peak_memory, time_of

IN_PROCESS = "sexlike.extract"


@dataclass
class Figures:
    """What a contestant takes: medians of the wall and processor times (s), and memory (MB)."""

    name: str
    wall: float
    processor: float
    memory: float


@dataclass
class Heat:
    """A heat and its outcome.

    Attributes
    ----------
    size : int
        Pixels along each side of the field.
    columns, mode : str
        Set of columns, and what is given besides the image: ``""``, ``weights`` or ``two images``.
    objects : int
    figures : list of Figures
    agreement : dict
        Of contestants with the first: share of equal cells, or what `compare_objects` found.
    """

    size: int
    columns: str
    mode: str
    objects: int
    figures: list
    agreement: dict

    def of(self, name):
        """The figures of a contestant; None if it did not take part."""
        return next((figures for figures in self.figures if figures.name == name), None)

    @property
    def title(self):
        """Columns and mode."""
        return f"{self.columns} columns" + (f", {self.mode}" if self.mode else "")


def run_heat(size, columns, mode, pairs, contestants):
    """Let contestants agree and then race, in the current folder, which holds the field -> Heat.

    In the first turn memory is measured and catalogs are compared. It warms up the caches of files, so that the turns
    after it, in which time is measured, find all alike.
    """
    print(f"{size} x {size} pixels, {columns} columns {mode}", file=sys.stderr, flush=True)
    write_settings(columns)
    memory = {}
    for one in contestants:
        memory[one.name], _ = peak_memory(one.command, one.environment)
    agreement = agree(contestants)
    times = {one.name: [] for one in contestants}
    for _ in range(pairs):
        for one in contestants:
            times[one.name].append(time_of(one.command, one.environment))
    figures = [
        Figures(name, *map(statistics.median, zip(*turns, strict=True)), memory[name]) for name, turns in times.items()
    ]
    return Heat(size, columns, mode, number_of_objects(contestants[0]), figures, agreement)


def agree(contestants):
    """Compare the catalogs of a heat with that of its first contestant -> name -> what was found."""
    reference, *others = contestants
    ours = [one for one in contestants if one.name in (ONE, TWO, NUMPY)]
    require_same_bytes(ours)
    compare = {one.name: equal_cells if one in ours else compare_objects for one in others}
    return {one.name: compare[one.name](one, reference) for one in others}


def heat_of_programs(size, columns, mode, pairs, names=(REFERENCE, ONE, TWO, NUMPY), options=()):
    """A heat of SExtractor and sexlike, which gets the options -> Heat."""
    return run_heat(size, columns, mode, pairs, [one for one in programs(mode, options) if one.name in names])


def heat_of_packages(size, pairs, photutils):
    """A heat of all programs and scripts -> Heat."""
    ours = [one for one in programs() if one.name != NUMPY]
    return run_heat(size, "packages", "", pairs, [*ours, *scripts(photutils)])


def times_in_process(size, runs, photutils):
    """Median wall times of catalogs that are made again and again in one process, without imports.

    Returns
    -------
    dict
        Name -> seconds. The first of the runs does not count.
    """
    print(f"{size} x {size} pixels, in one process", file=sys.stderr, flush=True)
    ours = [
        script(f"{IN_PROCESS}, {n} thread{'s' * (n > 1)}", sys.executable, "with_sexlike.py", n, runs) for n in (1, 2)
    ]
    found = {}
    for one in (*ours, *scripts(photutils, runs)):
        _, output = peak_memory(one.command, one.environment)
        found[one.name] = statistics.median(json.loads(output)[1:])
    return found


@contextmanager
def inside(folder):
    """Be in a folder for a while."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def as_data(heat):
    """A heat as dicts and lists, for JSON."""
    return asdict(heat)


def heat_from(data):
    """The heat that `as_data` made these of."""
    return Heat(**data | {"figures": [Figures(**row) for row in data["figures"]]})

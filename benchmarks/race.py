"""Times sexlike against SExtractor, SEP and photutils.

    python benchmarks/race.py --sizes 4096 --columns core classic      # SExtractor and sexlike
    python benchmarks/race.py --sizes 16384 --pairs 3 --settings MEMORY_LIMIT=900
    python benchmarks/race.py --sizes 4096 --photutils ~/photutils/bin/python
    python benchmarks/race.py --page --sizes 4096 8192 --photutils ~/photutils/bin/python

The fields are made first. All contestants of a heat make a catalog of the same field; if these agree, they run again in
turn, so that a machine that is busy for a while is so for all. With --photutils, which names a Python with photutils
3.1, the scripts with_sep.py and with_photutils.py take part. --page runs all that docs/performance.md shows, and
writes its tables and its picture. It needs Linux.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import measuring
from contestants import COLUMN_SETS, MODES, REFERENCE, SEXLIKE, SEXTRACTOR, TWO, write_settings
from fields import write_fields
from heats import as_data, heat_of_packages, heat_of_programs, inside, times_in_process
from profiles import stages_in_turn
from report import heat_table, write_page

SMALL, START_UP = 2048, 1024  # fields on which times within a process, and those of start-up, are measured
RUNS_OF_PROFILES = 3
SETS = ("photometry", "windowed", "classic")
IMPORTS = "import numpy, sep, astropy.io.fits"
OUR_PACKAGES = ("numpy", "scipy", "astropy", "sep")
THEIR_PACKAGES = ("photutils", "numpy", "scipy", "astropy", "bottleneck")


def start_up(runs):
    """Wall times of small runs, in a folder with a field of START_UP pixels -> name -> seconds."""
    write_settings("core")
    small = (*SEXLIKE, "field.fits", "-c", "run.sex", "-CATALOG_NAME", "small.fits")
    commands = {
        "pass": (sys.executable, "-c", "pass"),
        "version": (*SEXLIKE, "-v"),
        "imports": (sys.executable, "-c", IMPORTS),
        "small": small,
        "small SExtractor": (SEXTRACTOR, *small[len(SEXLIKE) :]),
    }
    return measuring.medians_in_turn(commands, runs)


def describe_machine(photutils):
    """Machine and versions, for the page."""
    found = {"machine": measuring.machine(), "ours": measuring.versions(sys.executable, OUR_PACKAGES)}
    found["SExtractor"] = measuring.first_line((SEXTRACTOR, "-v"))
    if photutils:
        found["photutils"] = measuring.versions(photutils, THEIR_PACKAGES)
    return found


def run_page(fields, arguments):
    """Run all that the page shows -> dict."""
    sizes, pairs, photutils = sorted(arguments.sizes), arguments.pairs, arguments.photutils
    heats = []
    for size in sizes:
        with fields(size):
            heats.append(heat_of_programs(size, "core", "", pairs))
    pair = (REFERENCE, TWO)
    with fields(sizes[-1]):
        heats += [heat_of_programs(sizes[-1], columns, "", pairs, pair) for columns in SETS]
        heats += [heat_of_programs(sizes[-1], "core", mode, pairs, pair) for mode in MODES if mode]
        stages = stages_in_turn(sizes[-1], "core", min(pairs, RUNS_OF_PROFILES))
    with fields(sizes[0]):
        heats.append(heat_of_packages(sizes[0], pairs, photutils))
    with fields(SMALL):
        in_process = times_in_process(SMALL, pairs + 1, photutils)
    with fields(START_UP):
        found = {"start-up": start_up(2 * pairs)}
    return found | {"heats": list(map(as_data, heats)), "in process": in_process, "stages": stages}


def run_heats(fields, arguments):
    """Run the heats that the options name, and print a table of each."""
    options = [word for setting in arguments.settings for word in f"-{setting}".split("=", 1)]
    for size in arguments.sizes:
        with fields(size):
            for columns in arguments.columns:
                for mode in arguments.modes:
                    heat = heat_of_programs(size, columns, mode, arguments.pairs, options=options)
                    print(heat_table(heat), flush=True)
            if arguments.photutils:
                print(heat_table(heat_of_packages(size, arguments.pairs, arguments.photutils)))


def parse_arguments():
    """The options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[4096], help="pixels along each side (4096)")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each contestant (5)")
    parser.add_argument("--columns", nargs="+", choices=COLUMN_SETS, default=["core"], help="columns (core)")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=[""], help="weights, two images (none)")
    parser.add_argument("--settings", nargs="+", metavar="KEYWORD=VALUE", default=[], help="of sexlike alone (none)")
    parser.add_argument("--photutils", metavar="PYTHON", help="a Python that has photutils 3.1 or newer")
    parser.add_argument("--seed", type=int, default=1, help="of the fields (1)")
    parser.add_argument("--page", action="store_true", help="run all for docs/performance.md, and write it")
    parser.add_argument("--keep", type=Path, help="a file for all figures, in JSON (report.py makes the page of it)")
    return parser.parse_args()


def main():
    """Race."""
    arguments = parse_arguments()
    if not SEXTRACTOR:
        sys.exit("SExtractor is not installed")
    with tempfile.TemporaryDirectory() as folder:

        def fields(size):
            place = Path(folder, str(size))
            if not place.exists():
                place.mkdir()
                modes = any(arguments.modes) or (arguments.page and size == max(arguments.sizes))
                write_fields(size, place, arguments.seed, modes)
            return inside(place)

        if not arguments.page:
            run_heats(fields, arguments)
            return
        found = (
            describe_machine(arguments.photutils)
            | {"pairs": arguments.pairs, "sizes": sorted(arguments.sizes)}
            | run_page(fields, arguments)
        )
    if arguments.keep:
        arguments.keep.write_text(json.dumps(found, indent=1))
    write_page(found)


if __name__ == "__main__":
    main()

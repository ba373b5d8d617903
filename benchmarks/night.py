"""Times a night of exposures in one command against single runs: `sexlike --batch`.

    python benchmarks/night.py --count 200 --size 2048

Fields of benchmarks/fields.py are exposed with other noise each. Single runs make the catalogs first, and tell how much
processor time the night takes at least. Then the batch makes them again; they have to be the same bytes. It prints the
efficiency (processor time of the single runs, by the time of the batch on all cores), the time of a second run, which
has nothing to do, and what the command itself needs, which workers elsewhere have to wait for. It needs Linux.
"""

import argparse
import filecmp
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import measuring
from astropy.io import fits
from contestants import SEXLIKE, write_settings
from fields import expose, make_sky
from heats import inside

from sexlike import cli
from sexlike.threads import usable_cores

SKIES = 4  # different fields
WORKERS = (8, 64)
BATCH = ("--batch", "night/*.fits", "-c", "run.sex", "-CATALOG_NAME", "cats/{stem}.cat", "-VERBOSE_TYPE", "QUIET")


def make_night(count, size):
    """Write the exposures into the folder night."""
    Path("night").mkdir()
    skies = [make_sky(size, seed) for seed in range(min(SKIES, count))]
    for number in range(count):
        image = expose(skies[number % len(skies)], number)
        fits.writeto(f"night/exp{number:04d}.fits", image, fits.Header({"OBJECT": f"field {number}"}))


def run_alone(count, sample):
    """Run each exposure alone -> processor time of all; if only every so many is run, that of all as if they were."""
    Path("alone").mkdir()
    times = []
    for number in range(0, count, sample):
        words = (f"night/exp{number:04d}.fits", "-c", "run.sex", "-CATALOG_NAME", f"alone/exp{number:04d}.cat")
        times.append(measuring.time_of((*SEXLIKE, *words, "-VERBOSE_TYPE", "QUIET"))[1])
    return sum(times) / len(times) * count


def run_batch():
    """Run the batch in this process -> wall time, processor time of the command, and of all workers."""
    own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    begin = time.perf_counter()
    status = cli.main(list(BATCH))
    wall = time.perf_counter() - begin
    if status:
        sys.exit(f"status {status} of: {' '.join(BATCH)}")
    spent = []
    for who, before in ((resource.RUSAGE_SELF, own), (resource.RUSAGE_CHILDREN, workers)):
        after = resource.getrusage(who)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return wall, *spent


def require_same_catalogs():
    """End if a catalog of the batch is not that of the single run."""
    for path in Path("alone").iterdir():
        if not filecmp.cmp(path, Path("cats", path.name), shallow=False):
            sys.exit(f"{path.name} is not the same")


def report(count, size, alone, batch, again):
    """The figures as lines of text."""
    wall, own, workers = batch
    cores = usable_cores()
    lines = [
        f"{count} exposures of {size} x {size} pixels on {cores} cores; catalogs are those of single runs",
        f"single runs: {alone:.1f} s of processor time",
        f"batch: {wall:.1f} s; processor time {workers:.1f} s of workers, {own:.2f} s of the command",
        f"efficiency: {alone / (wall * cores):.3f}",
        f"second run, nothing to do: {again[0]:.2f} s ({again[1]:.2f} s of processor time)",
    ]
    for number in WORKERS:
        parallel = workers / number
        lines.append(
            f"on paper, {number} workers: {own + parallel:.1f} s, efficiency {parallel / (own + parallel):.2f}"
        )
    return "\n".join(lines)


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="exposures (200)")
    parser.add_argument("--size", type=int, default=2048, help="pixels along a side (2048)")
    parser.add_argument("--sample", type=int, default=1, help="run every so many of them alone (1)")
    options = parser.parse_args()
    os.environ |= measuring.ENVIRONMENT
    with tempfile.TemporaryDirectory() as folder, inside(folder):
        write_settings("core")
        make_night(options.count, options.size)
        alone = run_alone(options.count, options.sample)
        batch = run_batch()
        require_same_catalogs()
        again = measuring.time_of((*SEXLIKE, *BATCH))
    print(report(options.count, options.size, alone, batch, again))


if __name__ == "__main__":
    main()

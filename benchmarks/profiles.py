"""What the stages of sexlike take on one and on two threads, from ``--profile``."""

import re
import statistics
import subprocess
import sys

from contestants import ONE, TWO, programs, write_settings

ROW = re.compile(r"^(\S.*?) +([\d.]+) +([\d.]+) +[\d.]+% +[\d.]+ +([\d.]+)$", re.MULTILINE)
SUM = "sum"


def stages_in_turn(size, columns, runs):
    """Profile both numbers of threads in turn, in the current folder, which holds the field.

    Returns
    -------
    dict
        Stage -> medians: wall, processor and serial time on one thread, and the same on two (s).
    """
    print(f"{size} x {size} pixels, {columns} columns, profiles", file=sys.stderr, flush=True)
    write_settings(columns)
    both = [one for one in programs() if one.name in (ONE, TWO)]
    found = {}
    for _ in range(runs):
        for one in both:
            for stage, *seconds in profile(one):
                found.setdefault(stage, {}).setdefault(one.name, []).append(seconds)
    return {
        stage: [statistics.median(times) for one in both for times in zip(*turns[one.name], strict=True)]
        for stage, turns in found.items()
    }


def profile(contestant):
    """Run sexlike with --profile -> list of stage, wall time, processor time, and what of it is serial (s)."""
    done = subprocess.run([*contestant.command, "--profile"], check=True, capture_output=True, text=True)
    return [(stage, *map(float, seconds)) for stage, *seconds in ROW.findall(done.stderr)]


def serial(wall_of_one, wall_of_two):
    """Seconds that two threads do not divide: t1 = s + p and t2 = s + p / 2, hence s = 2 t2 - t1."""
    return min(max(2 * wall_of_two - wall_of_one, 0), wall_of_one)


def without_short(stages, least=0.01):
    """The stages that take at least this share of the processor time, the others in one row, and their sum."""
    total = stages[SUM][1]
    long = {name: times for name, times in stages.items() if times[1] >= least * total and name != SUM}
    short = [times for name, times in stages.items() if name not in (*long, SUM)]
    rest = {f"{len(short)} others": list(map(sum, zip(*short, strict=True)))} if short else {}
    return long | rest | {SUM: stages[SUM]}

"""The tables of docs/performance.md: ``python benchmarks/report.py figures.json`` makes them of what race.py kept.

What stands between two marks on the page, such as ``<!-- race: sizes -->`` and ``<!-- race: end -->``, is rewritten.
"""

import json
import re
import sys
from pathlib import Path

from contestants import NUMPY, ONE, REFERENCE, TWO
from heats import IN_PROCESS, heat_from
from plots import draw
from profiles import SUM, serial, without_short

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, PICTURE = DOCS / "performance.md", DOCS / "performance.png"
CORES = (2, 4, 8, 16)
BUSY = 0.5  # load from which times of a machine say little
WARNING = "**It was busy with other work: the wall times say little, the ratios of processor times more.** "
HEAD = (
    "",
    "wall (s)",
    f"of {REFERENCE}'s",
    "processor (s)",
    f"of {REFERENCE}'s",
    "memory (MB)",
    "objects/s",
    "megapixels/s",
    "agreement",
)


def markdown(head, rows):
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def agreement_text(found):
    """What `heats.agree` found of a contestant, as text."""
    if found is None:
        return ""
    if isinstance(found, float):
        return f"{found:.3%} of the cells"
    return f"{found['number']:.3f} of the objects, {found['flux']:.3f} of the fluxes"


def figures_row(heat, one):
    """The row of a contestant in the table of a heat."""
    first = heat.figures[0]
    times = [f"{one.wall:.2f}", f"{one.wall / first.wall:.2f}"]
    times += [f"{one.processor:.2f}", f"{one.processor / first.processor:.2f}", f"{one.memory:.0f}"]
    rates = [f"{heat.objects / one.wall:.0f}", f"{heat.size**2 / one.wall / 1e6:.1f}"]
    return [one.name, *times, *rates, agreement_text(heat.agreement.get(one.name))]


def heat_table(heat):
    """Size, columns and objects of a heat in bold, and its table."""
    title = f"**{heat.size} x {heat.size} pixels, {heat.objects:,} objects, {heat.title}**"
    return f"{title}\n\n{markdown(HEAD, [figures_row(heat, one) for one in heat.figures])}\n"


def serial_row(title, one, alone, reference):
    """How much is serial, and how long it takes on more cores by Amdahl's law.

    Parameters
    ----------
    title : str
    one, alone, reference : float
        Seconds on one thread, those of them that are serial, and SExtractor's.
    """
    predicted = [alone + (one - alone) / cores for cores in CORES]
    cells = [f"{wall:.2f} ({wall / reference:.2f})" for wall in predicted]
    return [title, f"{one:.2f}", f"{alone:.2f}", f"{alone / one:.0%}", *cells]


def serial_table(heats, stages):
    """The serial part of runs with core columns: from wall times, and from the profile of the largest field."""
    head = ["core columns", "1 thread (s)", "serial (s)", "share", *(f"{n} cores (s)" for n in CORES)]
    rows = []
    for heat in heats:
        one, two, reference = (heat.of(name).wall for name in (ONE, TWO, REFERENCE))
        rows.append(serial_row(f"{heat.size} x {heat.size}, wall times", one, serial(one, two), reference))
    _, processor, alone, *_ = stages[SUM]
    title = f"{heats[-1].size} x {heats[-1].size}, profile"
    rows.append(serial_row(title, processor, alone, heats[-1].of(REFERENCE).processor))
    return markdown(head, rows)


def stages_table(stages):
    """What the stages take, and how much of it is serial."""
    head = ["stage", "processor, 1 thread (s)", "share", "serial (s)", "share", "wall, 1 thread (s)", "2 threads (s)"]
    total, rows = stages[SUM][1], []
    for name, (wall, processor, alone, wall_of_two, *_) in without_short(stages).items():
        times = [f"{processor:.2f}", f"{processor / total:.0%}", f"{alone:.2f}", f"{alone / total:.0%}"]
        rows.append([name, *times, f"{wall:.2f}", f"{wall_of_two:.2f}"])
    return markdown(head, rows)


def sets_row(heat):
    """SExtractor and two threads on some columns, in one row."""
    theirs, ours = heat.of(REFERENCE), heat.of(TWO)
    cells = [f"{theirs.wall:.2f}", f"{ours.wall:.2f}", f"{ours.wall / theirs.wall:.2f}"]
    cells += [f"{ours.processor / theirs.processor:.2f}", f"{theirs.memory:.0f}", f"{ours.memory:.0f}"]
    return [heat.title, f"{heat.objects:,}", *cells, agreement_text(heat.agreement[TWO])]


def sets_table(heats):
    """All columns and modes of the largest field."""
    names = ["", "objects", f"{REFERENCE} (s)", "2 threads (s)", "wall, ratio", "processor, ratio"]
    names += [f"{REFERENCE} (MB)", "2 threads (MB)", "agreement"]
    return markdown(names, [sets_row(heat) for heat in heats])


def process_table(seconds):
    """Times without imports."""
    ours = min(value for name, value in seconds.items() if name.startswith(IN_PROCESS))
    return markdown(["", "wall (s)", "of the fastest run of sexlike"], process_rows(seconds, ours))


def process_rows(seconds, unit):
    """Names, seconds, and the same in a unit."""
    return [[name, f"{value:.2f}", f"{value / unit:.2f}"] for name, value in seconds.items()]


def start_table(seconds):
    """Start-up, in units of what Python alone takes."""
    compared = {
        "1024 x 1024 pixels, core columns": ("small", "imports", '`python -c "import numpy, sep, astropy.io.fits"`'),
        f"the same, {REFERENCE}": ("small SExtractor", "imports", '`python -c "import numpy, sep, astropy.io.fits"`'),
        "`sexlike -v`": ("version", "pass", "`python -c pass`"),
    }
    rows = [
        [title, f"{seconds[name]:.3f}", f"{seconds[base]:.3f}", f"{seconds[name] / seconds[base]:.2f}", about]
        for title, (name, base, about) in compared.items()
    ]
    return markdown(["", "wall (s)", "compared with (s)", "ratio", "which is"], rows)


def machine_text(found):
    """On which machine, with which versions, and when."""

    def listed(versions):
        return ", ".join(f"{name} {number}" for name, number in versions.items())

    machine = found["machine"]
    sizes = " ".join(map(str, found["sizes"]))
    command = f"python benchmarks/race.py --page --sizes {sizes} --pairs {found['pairs']}"
    command += " --photutils PYTHON" if "photutils" in found else ""
    busy = float(machine["load"]) > BUSY
    text = (
        f"    {command}\n\n"
        f"Measured on {machine['date']}: {machine['processor']}, {machine['cores']} cores, {machine['memory']}, "
        f"{machine['system']}, with a load of {machine['load']} before the race; medians of {found['pairs']} runs. "
        f"{WARNING if busy else ''}"
        f"{found['SExtractor']}; sexlike with {listed(found['ours'])}"
    )
    return text + (f"; photutils with {listed(found['photutils'])}." if "photutils" in found else ".")


def tables(found):
    """Name of a mark on the page -> the text that belongs there."""
    heats = list(map(heat_from, found["heats"]))
    packages = [heat for heat in heats if heat.columns == "packages"]
    sizes = [heat for heat in heats if heat.columns == "core" and heat.of(NUMPY)]
    largest = [heat for heat in heats if heat.size == sizes[-1].size and heat.columns != "packages"]
    return {
        "machine": machine_text(found),
        "sizes": "\n".join(map(heat_table, sizes)),
        "sets": sets_table(largest),
        "serial": serial_table(sizes, found["stages"]),
        "stages": stages_table(found["stages"]),
        "packages": "\n".join(map(heat_table, packages)),
        "process": process_table(found["in process"]),
        "start": start_table(found["start-up"]),
    }


def with_tables(page, found):
    """The text of the page with tables of these figures."""
    for name, text in tables(found).items():
        start, end = f"<!-- race: {name} -->\n", "<!-- race: end -->"
        between = f"{start}\n{text.strip()}\n\n{end}"
        page, count = re.subn(f"{start}.*?{end}", lambda _, between=between: between, page, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"{PAGE} has no mark for {name}")
    return page


def write_page(found):
    """Write tables and picture of docs/performance.md."""
    PAGE.write_text(with_tables(PAGE.read_text(), found))
    draw(list(map(heat_from, found["heats"])), PICTURE)


if __name__ == "__main__":
    write_page(json.loads(Path(sys.argv[1]).read_text()))

"""The picture of docs/performance.md. Needs the extra `plot`."""

from contestants import NUMPY, ONE, REFERENCE, TWO

COLOURS = {REFERENCE: "0.6", ONE: "tab:blue", TWO: "tab:orange", NUMPY: "tab:green"}


def bars(axes, groups, names, value):
    """Groups of horizontal bars, from top to bottom.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    groups : dict
        Label -> heat.
    names : sequence of str
        The contestants to be shown.
    value : callable
        Figures -> length of the bar, and its text.
    """
    height = 0.8 / len(names)
    for row, name in enumerate(names):
        places = [group + row * height for group in range(len(groups))]
        lengths, texts = zip(*(value(heat, heat.of(name)) for heat in groups.values()), strict=True)
        drawn = axes.barh(places, lengths, height * 0.9, color=COLOURS[name], label=name)
        axes.bar_label(drawn, texts, padding=2, fontsize=8)
    axes.set_yticks([group + 0.4 - height / 2 for group in range(len(groups))], list(groups))
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xmargin(0.12)


def relative(heat, figures):
    """Wall time in units of SExtractor's, and the time as text."""
    return figures.wall / heat.of(REFERENCE).wall, f"{figures.wall:.1f} s"


def memory(_, figures):
    """Memory, and the same as text."""
    return figures.memory, f"{figures.memory:.0f} MB"


def draw(heats, path):
    """Draw times on fields of several sizes, times of all columns on the largest one, and memory."""
    from matplotlib.figure import Figure

    sizes = {f"{heat.size} x {heat.size}": heat for heat in heats if heat.columns == "core" and heat.of(NUMPY)}
    largest = list(sizes.values())[-1].size
    sets = {heat.title: heat for heat in heats if heat.size == largest and heat.columns != "packages"}
    figure = Figure(figsize=(11, 5), layout="constrained")
    left, middle, right = figure.subplots(1, 3)
    bars(left, sizes, (REFERENCE, ONE, TWO, NUMPY), relative)
    left.set(title="core columns", xlabel=f"wall time, {REFERENCE} = 1")
    bars(middle, sets, (REFERENCE, TWO), relative)
    middle.set(title=f"{largest} x {largest} pixels", xlabel=f"wall time, {REFERENCE} = 1")
    bars(right, sets, (REFERENCE, TWO), memory)
    right.set(title="memory", xlabel="MB", yticks=[])
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
    figure.savefig(path, dpi=100, metadata={"Software": None})

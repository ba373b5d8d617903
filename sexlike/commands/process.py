"""Settings of a process that runs the command, or that works for it. They are made before numpy is imported."""

import gc
import os

ALLOCATIONS = 50_000  # between looks for garbage: while modules are imported there is none, and it takes its time
VARIABLES = {
    # Arrays of the size of an image come and go: as huge pages, they cost the system more time than they save.
    "NUMPY_MADVISE_HUGEPAGE": "0",
    # The threads of its linear algebra take a tenth of a second to start, and the work is divided among ours.
    "OPENBLAS_NUM_THREADS": "1",
}


def prepare_process() -> None:
    """Make the settings, as far as the user has not made them."""
    for name, value in VARIABLES.items():
        os.environ.setdefault(name, value)
    gc.set_threshold(ALLOCATIONS)

"""Markers of tests that need more than Python, and a line at the end of a run that says what was left out, and why."""

import os
import shutil
import sys
from collections import Counter

import pytest

from sexlike import loops
from sexlike.images import scratch

from .browser import AXE, CHROMIUM, browser
from .reference.make_reference import SEXTRACTOR

PROGRAMS = {"SExtractor": SEXTRACTOR, "Chromium": CHROMIUM}
PROGRAMS |= {name: shutil.which(name.lower()) for name in ("PSFEx", "SCAMP", "fitsverify")}
IMAGES = os.environ.get("SEXLIKE_TEST_IMAGES")

# Marker -> what the test needs, why it is left out where that is missing, and whether it is there.
NEEDS = {
    "needs_images": ("the folder SEXLIKE_TEST_IMAGES of real images", "SEXLIKE_TEST_IMAGES is not set", bool(IMAGES)),
    "needs_axe": ("axe-core of npm: SEXLIKE_TEST_AXE is its axe.min.js", "SEXLIKE_TEST_AXE is not set", bool(AXE)),
    "needs_posix": ("Linux or macOS", "this is not a POSIX system", os.name == "posix"),
    "needs_loops": ("compiled loops", "the loops are not compiled", loops.LIBRARY is not None),
    "needs_gcc": ("gcc on Linux", "this is not Linux with gcc", sys.platform == "linux" and bool(shutil.which("gcc"))),
}
for name, path in PROGRAMS.items():
    NEEDS[f"needs_{name.lower()}"] = (f"the program {name}", f"{name} is not installed", bool(path))


@pytest.fixture(autouse=True)
def _no_budget_of_a_run_before():
    token = scratch._budget.set(None)
    yield
    scratch._budget.reset(token)


@pytest.fixture(scope="module")
def chromium():
    """A page in the browser, one for the tests of a module."""
    with browser() as page:
        yield page


def pytest_configure(config):
    for marker, (need, _, _) in NEEDS.items():
        config.addinivalue_line("markers", f"{marker}: the test needs {need}")


def pytest_collection_modifyitems(items):
    for item in items:
        for marker, (_, reason, is_there) in NEEDS.items():
            if not is_there and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter):
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.getreports("skipped"))
    if reasons:
        parts = ", ".join(f"{count} because {reason}" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"Tests left out: {parts}")

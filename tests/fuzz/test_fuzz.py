"""2,000 damaged images, 2,000 configurations and 1,000 auxiliary files with CI_FULL=1, and a tenth of them otherwise.

A failing seed is run alone by ``SEED=17 pytest tests/fuzz -k damaged_images``.
"""

import os

import pytest

from .harness import failures
from .makers import auxiliary_files, configurations, damaged_images

SHARE = 1 if os.environ.get("CI_FULL") == "1" else 0.1
CASES = {damaged_images: 2000, configurations: 2000, auxiliary_files: 1000}


@pytest.mark.needs_posix
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_result_or_a_sentence(make, tmp_path):
    alone = os.environ.get("SEED")
    seeds = [int(alone)] if alone else range(int(CASES[make] * SHARE))
    found = failures(make, seeds, tmp_path)
    assert not found, f"{len(found)} of {len(seeds)} failed\n" + "\n".join(found[:20])

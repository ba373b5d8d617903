"""What comes back from where a task was done is checked before it is used."""

import math

import pytest

from sexlike.batch.running.answers import BadAnswer, check_row

TASK = {"number": 3, "stem": "m31"}
ROW = {
    "number": 3,
    "stem": "m31",
    "status": "done",
    "objects": 12,
    "background": -0.5,
    "rms": 2,
    "seeing": None,
    "seconds": 1.5,
    "sentence": "",
}


def test_a_row_is_taken_as_it_is():
    assert check_row(ROW, TASK) == ROW


@pytest.mark.parametrize(
    "wrong",
    [
        {"objects": -1},
        {"objects": 1.5},
        {"objects": True},
        {"objects": "12"},
        {"background": math.nan},
        {"background": math.inf},
        {"rms": -1.0},
        {"seconds": [1]},
        {"sentence": None},
        {"sentence": b"bytes"},
        {"sentence": "x" * 100_001},
        {"status": "waiting"},
        {"status": None},
        {"number": 4},
        {"stem": "m32"},
        {"unknown": 1},
        {5: 1},
    ],
    ids=str,
)
def test_what_is_no_row_is_refused(wrong):
    with pytest.raises(BadAnswer, match="its worker returned what is no result"):
        check_row(ROW | wrong, TASK)


@pytest.mark.parametrize("answer", [None, [], "done", {}])
def test_what_is_nothing_like_a_row_is_refused(answer):
    with pytest.raises(BadAnswer):
        check_row(answer, TASK)

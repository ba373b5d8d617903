"""The options --tune and --cutout."""

import pytest

from sexlike.config.grid import read_cutout, read_grid
from sexlike.errors import SettingError


def test_grid():
    words = ["detect_thresh=1.2,1.6,1.2", "DEBLEND_MINCONT=0.001,"]
    assert read_grid(words) == {"DETECT_THRESH": ["1.2", "1.6"], "DEBLEND_MINCONT": ["0.001"]}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "which keyword is to be tuned, and with which values.\n  --tune DETECT_THRESH=1.2,1.6,2.0 tries three"),
        (["DETECT_THRESH="], "makes 0 trials of 1 keywords"),
        (["DETECT_THRESH=1", "DETECT_THRESH=2"], "makes 1 trials of 1 keywords"),
        (["DETECT_TRESH=1"], "DETECT_TRESH is not a keyword\n  Did you mean DETECT_THRESH"),
        (["GAIN=1,2"], "GAIN does not change the search\n"),
        (["DETECT_MINAREA=" + ",".join(map(str, range(1, 38)))], "makes 37 trials"),
    ],
)
def test_grid_that_is_not_possible(words, message):
    with pytest.raises(SettingError, match=f"^--tune: .*{message}"):
        read_grid(words)


def test_cutout():
    assert read_cutout(" 300, 700,128") == (300, 700, 128)
    for text in ("300,700", "a,b,c", "1,2,-3", "1,2,3,4"):
        with pytest.raises(SettingError, match=f"^--cutout: {text} is not x,y,size in pixels"):
            read_cutout(text)

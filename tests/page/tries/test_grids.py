"""A grid of settings on the region that is looked at: the counts of --tune, and a picture of each."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from sexlike.commands.tuning import tune
from sexlike.config.config import load_config

from ...ourfield import SCIENCE
from .calls import RUN, field_page

GRID = {"DETECT_THRESH": ["1.2", "2.5"], "DEBLEND_MINCONT": ["0.001", "0.05"]}


@pytest.fixture(scope="module")
def page():
    with field_page() as calls:
        yield calls


def test_the_sheet_is_that_of_tuning(page):
    page.try_([1, 1, 512, 512])
    page.told("/api/grid", {"settings": {"BACK_SIZE": "128"}, "grid": GRID})
    assert page.ended("grid")["state"] == "done"
    sheet = page.told("/api/gridsheet")
    tuning = tune([SCIENCE], load_config(RUN), GRID, (256, 256, 512))
    assert [panel["varied"] for panel in sheet["panels"]] == [trial.settings for trial in tuning.trials]
    assert [panel["counts"]["objects"] for panel in sheet["panels"]] == [trial.found for trial in tuning.trials]
    assert [panel["counts"]["false"] for panel in sheet["panels"]] == [trial.noise for trial in tuning.trials]
    assert sheet["panels"][sheet["best"]]["varied"] == tuning.best.settings
    assert sheet["panels"][0]["settings"] == {"BACK_SIZE": "128", "DETECT_THRESH": "1.2", "DEBLEND_MINCONT": "0.001"}
    chosen = page.try_([1, 1, 512, 512], **sheet["panels"][2]["settings"])
    assert chosen["counts"]["objects"] == tuning.trials[2].found


def test_pictures_show_the_objects(page):
    panels = page.told("/api/gridsheet")["panels"]
    pictures = [panel["picture"].removeprefix("data:image/png;base64,") for panel in panels]
    shown = [np.asarray(Image.open(io.BytesIO(base64.b64decode(picture)))) for picture in pictures]
    assert {picture.shape for picture in shown} == {(256, 256, 3)}
    coloured = [(np.ptp(picture.astype(int), axis=2) > 0).mean() for picture in shown]
    assert coloured[0] > 1.1 * coloured[2] > 0


@pytest.mark.parametrize(
    ("grid", "status"),
    [
        (None, 400),
        ([], 400),
        ({"DETECT_THRESH": "1,2"}, 400),
        ({"DETECT_THRESH": [1, 2]}, 400),
        ({}, 422),
        ({"GAIN": ["1", "2"]}, 422),
        ({"NOPE": ["1"]}, 422),
        ({"DETECT_THRESH": ["1", "x"]}, 422),
        ({"DETECT_THRESH": [str(value) for value in range(1, 99)]}, 422),
        ({"FILTER_NAME": ["/etc/passwd"]}, 422),
    ],
)
def test_what_is_no_grid_is_refused(page, grid, status):
    assert page.refusal("/api/grid", {"settings": {}, "grid": grid, "region": [1, 1, 50, 50]}).status == status


def test_a_grid_needs_a_region():
    with field_page() as calls:
        assert calls.refusal("/api/grid", {"settings": {}, "grid": GRID}).status == 409
        assert calls.told("/api/gridsheet") == {"panels": [], "best": None, "state": "none"}

"""The notebook of examples/: its cells run in order, anywhere, and what it says of the field is so."""

import base64
import json

import numpy as np
import pytest
from astropy.table import Table

import sexlike

from .ourfield import EXAMPLES

NOTEBOOK = EXAMPLES / "deep_field.ipynb"
LARGEST = 1_500_000
FILES = ["field_sci.fits.fz", "field_err.fits.fz", "field_wht.fits.fz", "field_truth.csv", "tophat_4.0_5x5.conv"]


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text())["cells"]


@pytest.fixture(scope="module")
def code(cells):
    return [cell for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def executed(code, tmp_path_factory):
    """The names that the notebook defines, and the folder that it ran in: beside nothing but the files of the field."""
    pyplot = pytest.importorskip("matplotlib.pyplot")
    folder = tmp_path_factory.mktemp("notebook")
    for name in FILES:
        (folder / name).symlink_to(EXAMPLES / name)
    names = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        pyplot.switch_backend("Agg")
        for number, cell in enumerate(code, 1):
            source = "".join(line for line in cell["source"] if not line.startswith("%"))
            exec(compile(source, f"cell {number}", "exec"), names)
            pyplot.close("all")
    return names, folder


def test_noise_map_is_the_median_rule(executed):
    names, _ = executed
    weight, error = names["weight"], names["error"]
    good = (weight > 0) & np.isfinite(error)
    scale = np.median(error[good].astype(float) * np.sqrt(weight[good]))
    assert names["C"] == pytest.approx(scale, rel=1e-6)
    np.testing.assert_allclose(names["noise"][good], scale / np.sqrt(weight[good]), rtol=1e-6)
    np.testing.assert_allclose(names["result"].noise[good], names["noise"][good], rtol=1e-6)


def test_error_map_hides_objects(executed):
    names, _ = executed
    assert len(names["hidden"]) < len(names["result"])
    assert np.sum(names["hidden"].segmentation > 0) < np.sum(names["result"].segmentation > 0)


def test_apertures_and_their_errors_are_sums_over_pixels(executed):
    names, _ = executed
    assert names["flux"].value == pytest.approx(names["by_hand"], rel=1e-3)
    assert names["flux_error"].value == pytest.approx(names["its_error"], rel=1e-3)


def test_sources_are_found_and_none_invented(executed):
    names, _ = executed
    assert names["found"] > 0.97
    assert names["invented"] < 0.01
    assert len(names["false"]) < 0.01 * len(names["result"])
    assert abs(names["bias"]) < 0.1
    assert 0 < len(names["missed"]) < 20


def test_both_tables_are_written(executed):
    names, folder = executed
    for name in ("deep_field.fits", "deep_field.ecsv"):
        written = Table.read(folder / name)
        assert len(written) == len(names["result"])
        np.testing.assert_allclose(written["ALPHA_J2000"], names["right_ascension"], rtol=1e-12)
        assert written["FLUX_APER"].shape == (len(written), 6)


def test_the_committed_outputs_are_those_of_one_run(code, executed):
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell["outputs"]]
    assert not [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"]
    printed = "".join(line for output in outputs for line in output.get("text", ()))
    assert f"{len(executed[0]['result'])} objects\n" in printed


def test_the_committed_pictures_are_small(code):
    assert NOTEBOOK.stat().st_size < LARGEST
    pictures = [output["data"]["image/jpeg"] for cell in code for output in cell["outputs"] if "data" in output
                and "image/jpeg" in output["data"]]  # fmt: skip
    assert len(pictures) >= 8
    assert all(base64.b64decode(picture).startswith(b"\xff\xd8") for picture in pictures)


def test_the_inputs_and_the_convolved_image_are_shown(code, executed):
    sources = ["".join(cell["source"]) for cell in code]
    assert 'result.plot("filtered")' in sources
    assert list(executed[0]["four"]) == ["science image", "error map", "weight map", "background noise"]
    shown = [
        cell for cell, source in zip(code, sources, strict=True) if "four.items()" in source or "filtered" in source
    ]
    assert len(shown) == 2
    assert all("image/jpeg" in cell["outputs"][-1]["data"] for cell in shown)


def test_numbers_are_printed_as_they_were_written(code):
    printed = "".join(line for cell in code for output in cell["outputs"] for line in output.get("text", ()))
    assert "detected at (1.6,)" in printed
    assert "000000" not in printed


def test_there_is_a_text_between_cells(cells):
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds[0] == "markdown"
    assert kinds.count("markdown") >= 0.75 * kinds.count("code")
    texts = "".join("".join(cell["source"]) for cell in cells)
    assert sexlike.__name__ in texts
    for name in ("docs/python.md", "docs/second_opinion.md", "run.toml", "field_sci.fits.fz"):
        assert name in texts
        assert (EXAMPLES.parent / name).exists() or (EXAMPLES / name).exists()

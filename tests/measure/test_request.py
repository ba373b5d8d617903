"""From the columns that a user has named to a request."""

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike import cli
from sexlike.config.files.paramfile import ColumnList, parse_columns
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.measure.request import request_of


def test_sizes_are_completed():
    wanted = parse_columns(["FLUX_APER", "MAG_APER(3)", "VIGNET(4)", "NUMBER(3)"])
    assert request_of(wanted).sizes == {"FLUX_APER": (1,), "MAG_APER": (3,), "VIGNET": (4, 1), "NUMBER": ()}


def test_unknown_columns_are_told_with_a_suggestion_and_left_out():
    with pytest.warns(SexlikeWarning, match=r"MAG_AUTOO catalog parameter unknown\n .*MAG_AUTO\?"):
        request = request_of(ColumnList(parse_columns(["NUMBER", "MAG_AUTOO"])))
    assert list(request.sizes) == ["NUMBER"]


def test_unknown_columns_of_a_strict_list_are_an_error():
    with pytest.raises(
        SexlikeError, match=r"^params: MAG_AUTOO is not a column of sexlike\n  Did you mean MAG_AUTO\?$"
    ):
        request_of(parse_columns(["NUMBER", "MAG_AUTOO"]))
    with pytest.raises(SexlikeError, match=r"XYZZY is not .*\n  Unknown as well: ab1, ab2, ab3, ab4, ab5, \.\.\.$"):
        request_of(parse_columns(["XYZZY", *(f"ab{number}" for number in range(1, 8))]))


def test_a_keyword_is_no_column():
    with pytest.raises(SexlikeError, match="DETECT_THRESH is a keyword of the configuration"):
        request_of(parse_columns(["DETECT_THRESH"]))


@pytest.mark.parametrize(
    ("file", "error"), [("run.sex", False), ("run.toml", True), (None, True)]
)  # fmt: skip
def test_where_an_unknown_column_is_an_error(tmp_path, monkeypatch, file, error):
    """In the file of PARAMETERS_NAME: with a .sex file it is a warning, as in SExtractor."""
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("default.param").write_text("NUMBER\nMAG_AUTOO\n")
    tmp_path.joinpath("run.sex").write_text("DETECT_THRESH 2\n")
    tmp_path.joinpath("run.toml").write_text("detect.thresh = 2\n")
    image = np.random.default_rng(1).normal(size=(32, 32))
    expected = pytest.raises(SexlikeError, match=r"default.param:2: MAG_AUTOO is not a column")
    with expected if error else pytest.warns(SexlikeWarning, match="MAG_AUTOO catalog parameter unknown"):
        sexlike.extract(image, file)
    fits.PrimaryHDU(image).writeto("a.fits")
    assert cli.main(["a.fits", *(["-c", file] if file else [])]) == (1 if file == "run.toml" else 0)


def test_no_column_at_all_is_an_error():
    with pytest.raises(SexlikeError, match="no column is asked for"):
        request_of(parse_columns([]))


def test_too_many_sizes():
    with pytest.raises(SexlikeError, match="too many dimensions for FLUX_APER"):
        request_of(parse_columns(["FLUX_APER(3,3)"]))


def test_columns_that_are_not_offered_are_an_error():
    with pytest.raises(SexlikeError, match="FLUX_SOMFIT: this would need"):
        request_of(parse_columns(["NUMBER", "FLUX_SOMFIT"]))


@pytest.mark.parametrize("name", ["FLUX_BAR", "ARMS_PITCH", "DISK_PATTERN_SPIRAL", "CLASS_STAR_MODEL"])
def test_components_that_models_do_not_have_are_named(name):
    with pytest.raises(SexlikeError, match=rf"{name} is not a column(.|\n)*no bars, arms or patterns"):
        request_of(parse_columns(["NUMBER", name]))


def test_sizes_of_parameters_follow_from_the_components():
    vectors = ["VECTOR_MODEL", "MATRIX_MODELERR(2)"]
    for others, number in (([], 7), (["FLUX_POINTSOURCE"], 3), (["MAG_DISK", "SPHEROID_SERSICN"], 11)):
        sizes = request_of(parse_columns([*vectors, *others])).sizes
        assert (sizes["VECTOR_MODEL"], sizes["MATRIX_MODELERR"]) == ((number,), (number, number))


def test_columns_whose_size_is_given():
    request = request_of(parse_columns(["VECTOR_MODEL(7)", "MATRIX_MODELERR", "FLUX_POINTSOURCE"]))
    assert request.sizes == {"VECTOR_MODEL": (3,), "MATRIX_MODELERR": (3, 3), "FLUX_POINTSOURCE": ()}


def test_all_quantities_that_are_needed_are_known():
    assert {"kron", "masking", "local_background"} < request_of(parse_columns(["MAG_AUTO"])).quantities
    assert request_of(parse_columns(["NUMBER"])).quantities == frozenset()


def test_the_longest_of_several_columns():
    request = request_of(parse_columns(["FLUX_APER(2)", "MAG_APER(5)", "VIGNET(3,4)", "NUMBER"]))
    assert request.longest("FLUX_APER", "MAG_APER", "FLUXERR_APER") == 5
    assert (request.longest("VIGNET"), request.longest("NUMBER"), request.longest("FLUX_RADIUS")) == (12, 1, 0)

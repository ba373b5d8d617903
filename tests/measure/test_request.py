"""From the columns that a user has named to a request."""

import pytest

from sexlike.config.files.paramfile import parse_columns
from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.measure.request import request_of


def test_sizes_are_completed():
    wanted = parse_columns(["FLUX_APER", "MAG_APER(3)", "VIGNET(4)", "NUMBER(3)"])
    assert request_of(wanted).sizes == {"FLUX_APER": (1,), "MAG_APER": (3,), "VIGNET": (4, 1), "NUMBER": ()}


def test_unknown_columns_are_told_with_a_suggestion_and_left_out():
    with pytest.warns(SexlikeWarning, match=r"MAG_AUTOO catalog parameter unknown\n .*MAG_AUTO\?"):
        request = request_of(parse_columns(["NUMBER", "MAG_AUTOO"]))
    assert list(request.sizes) == ["NUMBER"]


def test_no_column_at_all_is_an_error():
    with pytest.raises(SexlikeError, match="no column is asked for"):
        request_of(parse_columns([]))


def test_too_many_sizes():
    with pytest.raises(SexlikeError, match="too many dimensions for FLUX_APER"):
        request_of(parse_columns(["FLUX_APER(3,3)"]))


def test_columns_that_are_not_offered_are_an_error():
    with pytest.raises(SexlikeError, match="FLUX_DISK: this would need"):
        request_of(parse_columns(["NUMBER", "FLUX_DISK"]))


def test_all_quantities_that_are_needed_are_known():
    assert {"kron", "masking", "local_background"} < request_of(parse_columns(["MAG_AUTO"])).quantities
    assert request_of(parse_columns(["NUMBER"])).quantities == frozenset()


def test_the_longest_of_several_columns():
    request = request_of(parse_columns(["FLUX_APER(2)", "MAG_APER(5)", "VIGNET(3,4)", "NUMBER"]))
    assert request.longest("FLUX_APER", "MAG_APER", "FLUXERR_APER") == 5
    assert (request.longest("VIGNET"), request.longest("NUMBER"), request.longest("FLUX_RADIUS")) == (12, 1, 0)

"""Columns of several elements, and keywords with a value for each."""

import logging
import warnings

import numpy as np
import pytest

import sexlike
from sexlike import SexlikeWarning
from sexlike.config.config import load_config
from sexlike.measure.listlengths import LISTS, tell_of_list_lengths
from sexlike.measure.registry import COLUMNS, Request


def request(**sizes):
    return Request({name: size if isinstance(size, tuple) else (size,) for name, size in sizes.items()})


def test_the_columns_take_a_size():
    assert all(COLUMNS[name].dimensions == 1 for columns, _ in LISTS.values() for name in columns)


@pytest.mark.parametrize(
    ("keyword", "sizes", "words"),
    [
        (
            "PHOT_APERTURES",
            {"FLUX_APER": 3, "MAG_APER": 2},
            r"PHOT_APERTURES has 2 values; what FLUX_APER\(3\) has bey",
        ),
        (
            "PHOT_APERTURES",
            {"FLUX_APER": 3, "MAG_APER": 4},
            r"what FLUX_APER\(3\), MAG_APER\(4\) have beyond them is NaN\.$",
        ),
        ("PHOT_FLUXFRAC", {"FLUX_RADIUS": 3}, r"(?s)Not enough fractions.*FLUX_RADIUS\(3\) has beyond them is NaN\.$"),
    ],
)
def test_too_few_values_are_told_with_the_origin(keyword, sizes, words):
    config = load_config(None, {keyword: "0.25,0.5", "COMPATIBILITY": "NONE"})
    with pytest.warns(SexlikeWarning, match=words) as told:
        tell_of_list_lengths(request(**sizes), config)
    assert len(told) == 1
    assert "(command line)" in str(told[0].message)


def test_the_words_of_sextractor_come_first():
    with pytest.warns(SexlikeWarning) as told:
        tell_of_list_lengths(request(MAGERR_APER=2), load_config())
    assert len(told) == 2  # as there
    assert str(told[0].message) == "\n".join(str(told[1].message).splitlines()[:2])
    first, second, third = str(told[1].message).splitlines()
    assert first == "Not enough apertures provided in config.:"
    assert second == "         some APER photometric values will remain blank "
    assert third.endswith("PHOT_APERTURES has 1 value; what MAGERR_APER(2) has beyond it is 0.")


def test_too_few_fractions_are_a_line_where_sextractor_says_nothing(caplog):
    with caplog.at_level(logging.INFO, "sexlike"), warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_of_list_lengths(request(FLUX_RADIUS=2), load_config())
    assert "FLUX_RADIUS(2) has beyond it is 0" in caplog.text


def test_values_that_are_not_used_are_logged(caplog):
    config = load_config(None, {"PHOT_APERTURES": "5,10,15"})
    with caplog.at_level(logging.INFO, "sexlike"), warnings.catch_warnings():
        warnings.simplefilter("error")
        tell_of_list_lengths(request(FLUX_APER=1, MAG_APER=3), config)
        tell_of_list_lengths(request(X_IMAGE=()), config)
        assert not caplog.messages
        tell_of_list_lengths(request(FLUX_APER=1, MAG_APER=2), config)
    assert caplog.messages == [
        "PHOT_APERTURES has 3 values, and the first 2 are used: MAG_APER(3) has room for all",
    ]


def test_more_than_32_apertures_and_fractions():
    """SExtractor reads 32 of them."""
    y, x = np.mgrid[:64, :64]
    image = np.random.default_rng(3).normal(size=(64, 64)) + 500 * np.exp(-((x - 30) ** 2 + (y - 33) ** 2) / 8)
    diameters, fractions = np.arange(1, 41) / 2, np.arange(1, 61) / 61
    params = ["FLUX_APER(40)", "MAG_APER(40)", "FLUX_RADIUS(60)"]
    [row] = sexlike.extract(image, params=params, PHOT_APERTURES=diameters, PHOT_FLUXFRAC=fractions)
    assert row["FLUX_APER"].shape == (40,)
    assert row["FLUX_RADIUS"].shape == (60,)
    assert (np.diff(row["FLUX_APER"].value[:20]) > 0).all()
    assert (np.diff(row["FLUX_RADIUS"].value) > 0).all()
    for keyword, values, column in (
        ("PHOT_APERTURES", diameters, "FLUX_APER"),
        ("PHOT_FLUXFRAC", fractions, "FLUX_RADIUS"),
    ):
        [alone] = sexlike.extract(image, params=[column], **{keyword: values[-1]})
        assert np.ravel(alone[column].value)[0] == row[column].value[-1]


@pytest.mark.parametrize("compatibility", ["NONE", "SEXTRACTOR"])
def test_elements_without_a_value(compatibility):
    names = ["FLUX_APER", "FLUXERR_APER", "MAG_APER", "MAGERR_APER", "FLUX_RADIUS"]
    image = np.random.default_rng(1).normal(size=(64, 64))
    image[30:34, 30:34] += 50
    settings = {"PHOT_APERTURES": (5, 7), "PHOT_FLUXFRAC": 0.5, "COMPATIBILITY": compatibility}
    with pytest.warns(SexlikeWarning, match="Not enough"):
        found = sexlike.extract(image, params=[f"{name}(4)" for name in names], **settings)
    for name in names:
        values, filled = np.asarray(found[name])[0], 1 if name == "FLUX_RADIUS" else 2
        assert np.isfinite(values[:filled]).all()
        assert (values[:filled] != 0).all()
        assert (np.isnan(values) if compatibility == "NONE" else values == 0)[filled:].all()

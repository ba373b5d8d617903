"""An extension as a page has it: its table, its objects, and how it is made to fit."""

import base64
import os
import zlib

import numpy as np
import pytest

from sexlike.config.config import load_config
from sexlike.config.files.paramfile import parse_columns
from sexlike.output.page.embedding import embedded
from sexlike.output.page.section import section_of
from sexlike.pipeline import run

from ..skies import SHAPES, searched, sky
from .test_embedding import unpacked

ROOM = 11_000_000
COLUMNS = ["NUMBER", "X_IMAGE", "Y_IMAGE", "ALPHA_J2000", "FLUX_APER(3)", "MAG_AUTO", "FLAGS", "VIGNET(15,15)"]


def extension_of(hdu, columns=COLUMNS, **keywords):
    config = load_config(None, {"PHOT_APERTURES": (5.0, 8.0, 12.0), "MAG_ZEROPOINT": 25.0} | keywords, "argument")
    return next(iter(run([hdu], config, parse_columns(columns))))


@pytest.fixture(scope="module")
def extension():
    return extension_of(sky((300, 400)))


@pytest.fixture(scope="module")
def section(extension):
    return section_of(extension, ROOM)


def test_columns_are_those_of_the_catalog(extension, section):
    assert [column["name"] for column in section["columns"]] == [name.partition("(")[0] for name in COLUMNS[:-1]]
    assert section["columns"][3]["unit"] == "deg"
    assert section["columns"][4]["size"] == 3
    for column in section["columns"]:
        values = extension.values[column["name"]]
        assert np.array_equal(unpacked(section["rows"][column["name"]]).reshape(values.shape), values)
        assert column["about"]
    assert any("VIGNET" in note for note in section["notes"])


def test_ellipses_are_those_of_the_objects(extension, section):
    objects = extension.detections.objects
    assert np.allclose(unpacked(section["objects"]["x"]), objects.x + 1)
    assert np.array_equal(unpacked(section["objects"]["id"]), np.arange(1, len(objects) + 1))
    assert np.array_equal(unpacked(section["objects"]["flags"]), extension.values["FLAGS"])
    assert section["apertures"] == [2.5, 4.0, 6.0]


def test_footprints_make_up_the_segmentation(extension, section):
    parts = {name: unpacked(part) for name, part in section["footprints"].items()}
    labels = np.zeros(extension.image.shape, int)
    owner = np.repeat(np.arange(len(parts["count"])), parts["count"])
    for index, x, y, length in zip(owner, parts["x"], parts["y"], parts["length"], strict=True):
        left = parts["left"][index] + x
        labels[parts["bottom"][index] + y, left : left + length] = index + 1
    assert np.array_equal(labels, extension.detections.segmentation())


def test_growth_curves_grow(extension, section):
    flux, step = unpacked(section["growth"]["flux"]), unpacked(section["growth"]["step"])
    assert flux.shape == (len(extension.detections.objects), 16)
    assert (step > 0).all()
    brightest = extension.values["MAG_AUTO"].argmin()
    assert flux[brightest, -1] > 2 * flux[brightest, 0]


def test_regions_are_those_of_the_catalog(extension, section):
    lines = zlib.decompress(base64.b64decode(section["regions"]["lines"]["data"])).decode().splitlines()
    assert len(lines) == len(extension.detections.objects)
    assert all(line.startswith("fk5;ellipse(") for line in lines)
    assert "text={7}" in lines[6]


@pytest.mark.parametrize("name", ["small", "tall", "flat"])
def test_images_of_odd_shapes(name):
    section = section_of(searched(name), ROOM)
    height, width = SHAPES[name]
    assert (section["extension"]["width"], section["extension"]["height"]) == (width, height)
    assert section["extension"]["wcs"]
    assert section["notes"] == []


def test_an_image_without_objects_and_sky():
    hdu = sky((64, 64), objects=False)
    hdu.header.clear()
    section = section_of(extension_of(hdu, DETECT_THRESH=50.0), ROOM)
    assert unpacked(section["objects"]["id"]).shape == (0,)
    assert section["sky"] is None
    assert np.count_nonzero(unpacked(section["picture"]["mask"])) == 64
    embedded(section)


@pytest.mark.parametrize("room", [400_000, 100_000, 10_000])
def test_what_does_not_fit_is_left_out_and_told(extension, room):
    section = section_of(extension, room)
    assert len(embedded(section)) < room + 6000
    assert section["objects"]
    if room == 10_000:
        assert any("more columns" in note for note in section["notes"])
        assert any("no room for growth curves" in note for note in section["notes"])
        assert any("one pixel for" in note for note in section["notes"])


def test_the_brightest_of_too_many_objects_are_shown(extension, monkeypatch):
    monkeypatch.setattr("sexlike.output.page.section.MOST_OBJECTS", 5)
    section = section_of(extension, ROOM)
    shown = unpacked(section["objects"]["id"])
    flux = extension.detections.objects.flux
    assert list(shown) == sorted(shown)
    assert set(shown - 1) == set(np.argsort(-flux)[:5])
    assert np.array_equal(unpacked(section["rows"]["NUMBER"]).ravel(), shown)
    assert "5, the brightest" in section["notes"][0]


def test_cut_outs_have_the_full_resolution(extension, monkeypatch):
    monkeypatch.setattr("sexlike.output.page.picture.MOST_PIXELS", 200**2)
    section = section_of(extension, 300_000)
    assert section["picture"]["factor"] == 2
    parts = {name: unpacked(part) for name, part in section["cutouts"].items()}
    assert len(parts["id"]) > 5
    begin = 0
    flux = extension.detections.objects.flux
    assert list(parts["id"] - 1) == list(np.argsort(-flux, kind="stable")[: len(parts["id"])])
    for index in range(5):
        left, bottom, width, height = (parts[name][index] for name in ("left", "bottom", "width", "height"))
        shades = parts["shades"][begin : begin + width * height].reshape(height, width)
        begin += width * height
        pixels = extension.image.raw[bottom : bottom + height, left : left + width]
        assert shades[pixels == pixels.max()][0] == shades.max()
        assert np.corrcoef(shades.ravel(), np.arcsinh(pixels - 95).ravel())[0, 1] > 0.9


@pytest.mark.skipif("CI_FULL" not in os.environ, reason="takes 30 s: CI_FULL=1")
def test_a_field_of_4096_x_4096_pixels_and_15_000_objects():
    extension = crowded_field((4096, 4096), 22_000)
    assert len(extension.detections.objects) > 15_000
    section = section_of(extension, ROOM)
    assert len(embedded(section)) < ROOM
    assert section["picture"]["factor"] == 1
    assert section["notes"] == []


def test_a_tile_of_such_a_field_takes_its_share():
    extension = crowded_field((512, 512), 22_000 // 64)
    assert len(extension.detections.objects) > 15_000 // 64
    section = section_of(extension, ROOM // 64 + 100_000)  # grids of sky and background are there once
    assert section["picture"]["factor"] == 1
    assert section["notes"] == []


def crowded_field(shape, count):
    """Stars on noise, with as many columns as catalogs usually have."""
    random = np.random.default_rng(5)
    hdu = sky(shape, objects=False)
    y, x = np.indices((13, 13)) - 6
    star = np.exp(-(x**2 + y**2) / 5)
    rows, columns = (random.integers(6, length - 6, count) for length in shape)
    for row, column, light in zip(rows, columns, 15 * random.pareto(1.2, count) + 12, strict=True):
        hdu.data[row - 6 : row + 7, column - 6 : column + 7] += light * star
    bands = [f"{kind}_{band}" for band in ("AUTO", "ISO", "PETRO") for kind in ("FLUX", "FLUXERR", "MAG", "MAGERR")]
    shapes = [
        *("A", "B", "THETA", "ERRA", "ERRB", "ERRTHETA", "X", "Y", "XPEAK", "YPEAK"),
        *("XMIN", "YMIN", "XMAX", "YMAX", "X2", "Y2", "XY", "ISOAREA", "FWHM"),
    ]
    more = [
        "NUMBER",
        "ALPHA_J2000",
        "DELTA_J2000",
        "KRON_RADIUS",
        "FLAGS",
        "BACKGROUND",
        "FLUX_RADIUS(3)",
        "ELONGATION",
    ]
    apertures = [f"{kind}_APER(3)" for kind in ("FLUX", "FLUXERR", "MAG", "MAGERR")]
    wanted = [*more, *bands, *apertures, *(f"{name}_IMAGE" for name in shapes)]
    fractions = {"PHOT_FLUXFRAC": (0.3, 0.5, 0.8)}
    return extension_of(hdu, wanted, **fractions)

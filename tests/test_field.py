"""The field of examples/: it is what it claims to be, and the run beside it finds what is there."""

import subprocess
import sys

import numpy as np
import pytest
import sep
from astropy.io import fits
from astropy.table import Table
from astropy.wcs import WCS

import sexlike

from .ourfield import EXAMPLES, SCIENCE, committed_map, truth

import field_light  # isort: skip
import field_sources  # isort: skip
import judge_field  # isort: skip
import make_field  # isort: skip

STEPS = {"sci": make_field.NOISE / 8, "err": make_field.NOISE / 500, "wht": 0.5}


@pytest.fixture(scope="module")
def remade():
    """The field made anew: maps by name, header cards, true catalog."""
    science, error, weight, cards, catalog = make_field.make_field()
    return {"sci": science, "err": error, "wht": weight}, cards, catalog


@pytest.fixture(scope="module")
def detected():
    """The catalog of the example run."""
    return sexlike.extract(SCIENCE, EXAMPLES / "run.toml")


def columns(catalog):
    """Positions and magnitudes as plain arrays."""
    return [np.asarray(catalog[name]) for name in ("X_IMAGE", "Y_IMAGE", "MAG_AUTO")]


@pytest.mark.parametrize("name", ["sci", "err", "wht"])
def test_the_committed_maps_are_what_the_script_makes(remade, name):
    committed, _ = committed_map(name)
    made = remade[0][name]
    np.testing.assert_array_equal(np.isnan(committed), np.isnan(made))
    good = ~np.isnan(made)
    assert np.abs(committed - made)[good].max() <= 0.51 * STEPS[name] + 1e-6 * np.abs(made[good]).max()


def test_the_committed_catalog_is_what_the_script_makes(remade):
    made, committed = remade[2], truth()
    assert list(made["type"]) == list(committed["type"])
    for name in ("x", "y", "mag", "half_light", "axis_ratio"):
        np.testing.assert_allclose(made[name], committed[name], atol=6e-4)
    np.testing.assert_allclose(made["snr"], committed["snr"], rtol=1e-3, atol=6e-4)


def test_a_small_field_is_the_same_in_every_process(tmp_path, monkeypatch):
    for run in ("first", "second"):
        (tmp_path / run).mkdir()
    command = [EXAMPLES / "make_field.py", "--size", "128", "--output"]
    subprocess.run([sys.executable, *command, tmp_path / "first"], check=True)
    monkeypatch.setattr(sys, "argv", [str(word) for word in (*command, tmp_path / "second")])
    make_field.main()
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    assert names == ["field_err.fits.fz", "field_sci.fits.fz", "field_truth.csv", "field_wht.fits.fz"]
    for name in names:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    assert fits.getdata(tmp_path / "first" / "field_sci.fits.fz", 1).shape == (128, 128)


def test_other_seeds_make_other_fields():
    first, second = (make_field.make_field(size=64, seed=seed)[0] for seed in (1, 2))
    assert not np.array_equal(first, second, equal_nan=True)


def test_pixels_without_exposure_have_no_data():
    unexposed = committed_map("wht")[0] == 0
    assert 0.02 < unexposed.mean() < 0.15
    assert np.isnan(committed_map("sci")[0][unexposed]).all()
    assert np.isnan(committed_map("err")[0][unexposed]).all()
    assert np.isfinite(committed_map("sci")[0][~unexposed]).all()


def test_half_of_the_light_lies_within_the_half_light_radius():
    science, _ = committed_map("sci")
    sky = sep.Background(np.nan_to_num(science, nan=0.03), mask=np.isnan(science), bw=128, bh=128)
    image = np.nan_to_num(science - sky.back())
    catalog = truth()
    chosen = catalog[(catalog["snr"] > 100) & (catalog["blend"] == 0) & (catalog["half_light"] < 8)]
    chosen = chosen[chosen["type"] != "saturated star"]
    inside, _, _ = sep.sum_circle(image, chosen["x"] - 1, chosen["y"] - 1, chosen["half_light"], subpix=0)
    assert len(chosen) > 10
    assert np.median(inside / chosen["flux"]) == pytest.approx(0.5, abs=0.015)


def test_apertures_on_a_noiseless_image_are_true_to_a_percent():
    source = field_sources.Source("galaxy", 0, 0, 25, 3.0, 0.4, 0.5, 2.5, field_light.sersic(2.5, 3.0, 0.4, 0.5))
    light, half_light, radius = field_sources.observed(source, 1.0, 1e-4)
    for x, y in ((100.0, 100.0), (100.5, 100.25)):
        image = np.zeros((201, 201))
        field_light.draw(image, light, 1.0, x, y, radius)
        for aperture in (half_light, 5.0, 10.0, 20.0):
            share = np.interp(aperture, field_light.GROWTH_RADII, field_light.growth(light))
            assert sep.sum_circle(image, [x], [y], aperture, subpix=0)[0][0] == pytest.approx(share, abs=0.01)


@pytest.mark.parametrize("index", [1.0, 1.5, 2.5, 4.0])
def test_sersic_profiles_have_their_shape(index):
    from scipy.special import gammaincinv

    weight, widths = field_light.circular_sersic(index)
    radius = np.geomspace(0.1, 3, 20)
    brightness = (weight / widths**2 * np.exp(-0.5 * (radius[:, None] / widths) ** 2)).sum(axis=1)
    profile = np.exp(-gammaincinv(2 * index, 0.5) * radius ** (1 / index))
    np.testing.assert_allclose(brightness / brightness[10], profile / profile[10], rtol=0.06)
    assert (weight * -np.expm1(-0.5 / widths**2)).sum() == pytest.approx(0.5, abs=1e-6)


def test_the_sky_projection_agrees_with_the_true_catalog():
    catalog, (_, header) = truth(), committed_map("sci")
    x, y = WCS(header).all_world2pix(catalog["ra"], catalog["dec"], 1)
    np.testing.assert_allclose(x, catalog["x"], atol=0.02)
    np.testing.assert_allclose(y, catalog["y"], atol=0.02)
    scales = np.abs(np.linalg.eigvals(WCS(header).pixel_scale_matrix)) * 3600
    np.testing.assert_allclose(scales, 0.03, rtol=1e-6)
    assert header["PIXAR_SR"] == pytest.approx(np.radians(0.03 / 3600) ** 2, rel=1e-8)


def test_the_error_map_tells_the_noise_of_apertures_and_the_weight_map_that_of_the_sky(remade):
    maps, _, catalog = remade
    dark = np.ones(maps["sci"].shape, bool)
    for row in catalog[catalog["mag"] < 29.5]:
        reach = int(6 + 4 * row["half_light"])
        x, y = int(row["x"]), int(row["y"])
        dark[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach] = False
    dark &= maps["wht"] == maps["wht"].max()
    random = np.random.default_rng(3)
    x, y = random.uniform(50, 970, (2, 40000))
    science = maps["sci"] - make_field.sky_level(1024)
    sums, _, flags = sep.sum_circle(np.nan_to_num(science), x, y, 5.0, mask=~dark, subpix=1)
    whole = (flags & sep.APER_HASMASKED) == 0
    expected = np.sqrt(np.pi * 25 * np.median(maps["err"][dark]) ** 2)
    spread = 1.4826 * np.median(np.abs(sums[whole] - np.median(sums[whole])))
    assert whole.sum() > 2000
    assert spread / expected == pytest.approx(1, abs=0.12)  # sources below the noise, and correlation across the rim
    assert 1 / np.sqrt(maps["wht"].max()) == pytest.approx(make_field.NOISE)
    hidden = 1.4826 * np.median(np.abs(science[dark] - np.median(science[dark])))
    assert hidden < 0.8 * make_field.NOISE  # drizzled pixels hide a third of the noise


def test_the_saturated_star_is_consistent():
    star = truth()[truth()["type"] == "saturated star"][0]
    science, header = committed_map("sci")
    x, y = round(star["x"]) - 1, round(star["y"]) - 1
    core = science[y - 1 : y + 2, x - 1 : x + 2]
    assert (core >= header["SATURATE"]).all()
    assert (science[~np.isnan(science)] > header["SATURATE"]).sum() < 100
    assert committed_map("wht")[0][y, x] > 0
    expected = np.sqrt(make_field.NOISE**2 + make_field.SATURATION / make_field.GAIN)
    assert committed_map("err")[0][y, x] == pytest.approx(expected, rel=1e-3)


def test_the_two_configurations_are_the_same_run_but_for_the_default_of_their_format():
    toml, sex = (sexlike.read_config(EXAMPLES / f"run.{kind}") for kind in ("toml", "sex"))
    from sexlike.config.keywords import KEYWORDS

    assert [name for name in KEYWORDS if getattr(toml, name) != getattr(sex, name)] == ["COMPATIBILITY"]
    assert (toml.COMPATIBILITY, sex.COMPATIBILITY) == ("NONE", "SEXTRACTOR")
    zeropoint = 8.9 - 2.5 * np.log10(1e6 * committed_map("sci")[1]["PIXAR_SR"])
    assert pytest.approx(zeropoint, abs=1e-4) == toml.MAG_ZEROPOINT
    assert committed_map("sci")[1]["EFFGAIN"] == toml.GAIN


def test_sources_are_found_and_few_are_invented(detected):
    found, invented, bias = judge_field.judge(truth(), *columns(detected))
    assert found >= 0.95
    assert invented < 0.02
    assert abs(bias) < 0.1


def test_hardly_anything_is_found_in_the_negative_image(detected):
    science, header = committed_map("sci")
    negative = fits.PrimaryHDU(-science, header)
    assert len(sexlike.extract(negative, EXAMPLES / "run.toml", params=["NUMBER"])) < 0.01 * len(detected)


def test_positions_on_the_sky_are_true(detected):
    x, y, _ = columns(detected)
    match = judge_field.match(truth(), x, y)
    good = (match >= 0) & (truth()["snr"] > 50) & (truth()["type"] == "star")
    for name, column in (("ra", "ALPHA_J2000"), ("dec", "DELTA_J2000")):
        off = np.asarray(detected[column])[match[good]] - truth()[name][good]
        assert np.abs(np.median(off)) < 0.1 * make_field.PIXEL_SCALE / 3600


def test_the_saturated_star_is_flagged(detected):
    x, y, _ = columns(detected)
    star = judge_field.match(truth(), x, y)[truth()["type"] == "saturated star"][0]
    assert detected["FLAGS"][star] & 4


def test_judging_by_hand():
    catalog = Table({"x": [10.0, 11.0, 50.0, 90.0], "y": [10.0, 10.0, 50.0, 90.0], "mag": [26.0, 25.0, 24.0, 24.0],
                     "half_light": [2.0, 2.0, 30.0, 2.0], "snr": [20.0, 30.0, 40.0, 50.0]})  # fmt: skip
    x, y, magnitude = np.array([10.4, 52.0, 75.0, 120.0]), np.array([10.0, 50.0, 50.0, 20.0]), np.full(4, 25.0)
    np.testing.assert_array_equal(judge_field.match(catalog, x, y), [-1, 0, 1, -1])  # one detection, one source
    np.testing.assert_array_equal(judge_field.spurious(catalog, x, y), [False, False, False, True])
    assert judge_field.judge(catalog, x, y, magnitude) == (0.5, 0.25, 0.5)

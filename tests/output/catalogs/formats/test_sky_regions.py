"""Regions on the sky, as the package regions and astropy's WCS understand them."""

from pathlib import Path

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import SkyCoord
from astropy.io import fits
from astropy.table import Table, vstack
from astropy.wcs import WCS

import sexlike
from sexlike.cli import main

regions = pytest.importorskip("regions")

COLUMNS = """EXT_NUMBER NUMBER X_IMAGE Y_IMAGE ALPHA_J2000 DELTA_J2000 A_IMAGE B_IMAGE THETA_IMAGE KRON_RADIUS
             FLAGS"""
SCALE = 0.2 / 3600


def header_of(angle=33.0, flip=-1, stretch=1.0, names=("RA---TAN", "DEC--TAN"), center=(150.1, 62.2), **cards):
    """A header in which the axes are rotated by `angle` degrees; `flip` 1 is a mirror image of the sky."""
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    matrix = SCALE * np.array([[flip * cosine, -flip * sine], [sine, cosine]]) @ np.diag([1, stretch])
    if names[0].startswith("DEC"):
        matrix, center = matrix[::-1], center[::-1]
    header = fits.Header({"CTYPE1": names[0], "CTYPE2": names[1], "CRPIX1": 60.3, "CRPIX2": 49.1, "RADESYS": "ICRS"})
    header["CRVAL1"], header["CRVAL2"] = center
    for row in (0, 1):
        for column in (0, 1):
            header[f"CD{row + 1}_{column + 1}"] = matrix[row, column]
    header.update(cards)
    return header


HEADERS = {
    "rotated": header_of(),
    "mirror": header_of(flip=1),
    "mirror on its head": header_of(angle=190, flip=1),
    "oblong pixels": header_of(stretch=1.7, flip=1),
    "latitude first": header_of(names=("DEC--TAN", "RA---TAN")),
    "near the pole": header_of(center=(10.0, 89.9995)),
    "across longitude 0": header_of(center=(0.0, -30.0)),
    "galactic": header_of(names=("GLON-TAN", "GLAT-TAN")),
    "FK5": header_of(RADESYS="FK5", EQUINOX=2000.0),
    "FK5 of 1975": header_of(RADESYS="FK5", EQUINOX=1975.0),
}

OTHER_ROTATION = ("galactic", "FK5 of 1975")  # from there, SExtractor's J2000 is up to 0.1 arcsec from astropy's


def pixels(seed=8):
    random = np.random.default_rng(seed)
    image = random.normal(10, 1, (100, 120)).astype("f4")
    y, x = np.mgrid[:100, :120]
    for center, a, b, theta in (((30, 30), 5, 2, 20), ((85, 40), 4, 2, 110), ((50, 75), 3, 3, 0)):
        u = np.exp(-1j * np.radians(theta)) * (x - center[0] + 1j * (y - center[1]))
        image += 300 * np.exp(-((u.real / a) ** 2 + (u.imag / b) ** 2) / 2)
    return image


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("default.param").write_text("\n".join(COLUMNS.split()))


def extracted(header, params=COLUMNS, **settings):
    return sexlike.extract(fits.PrimaryHDU(pixels(), header), params=params, DETECT_THRESH=4, **settings)


def on_pixels(region, wcs):
    """Centre of an ellipse on the sky in pixels of an image, and the ends of its axes as seen from there, as complex
    numbers: angles are from north towards east."""
    center = np.array(wcs.world_to_pixel(region.center))
    ends = []
    for length, angle in ((region.width, region.angle - 90 * units.deg), (region.height, region.angle)):
        dx, dy = np.array(wcs.world_to_pixel(region.center.directional_offset_by(angle, length / 2))) - center
        ends.append(dx + 1j * dy)
    return center + 1, *ends


def matrix_of(first, second):
    """What an ellipse with these (conjugate) semi-axes is, whichever of its axes they are: the matrix of its points."""
    axes = np.array([[first.real, second.real], [first.imag, second.imag]])
    return axes @ axes.T


@pytest.mark.parametrize("name", HEADERS)
def test_ellipses_are_where_the_objects_are(name):
    table = extracted(HEADERS[name])
    table.write("a.reg")
    found = regions.Regions.read("a.reg", format="ds9")
    wcs = WCS(HEADERS[name])
    assert len(found) == len(table) == 3
    for region, row in zip(found, table, strict=True):
        assert region.center.frame.name == ("fk5" if name.startswith("FK5") else "icrs")
        j2000 = SkyCoord(row["ALPHA_J2000"], row["DELTA_J2000"], frame=region.center.frame.name)
        assert region.center.separation(j2000) < 1e-3 * units.arcsec
        center, *ends = on_pixels(region, wcs)
        expected = [row["X_IMAGE"].value, row["Y_IMAGE"].value]
        if name in OTHER_ROTATION:
            expected = np.array(wcs.world_to_pixel(j2000)) + 1
        np.testing.assert_allclose(center, expected, atol=0.01)
        a, b = (row[axis].value * row["KRON_RADIUS"] for axis in ("A_IMAGE", "B_IMAGE"))
        along = np.exp(1j * row["THETA_IMAGE"].to_value("rad"))
        np.testing.assert_allclose(matrix_of(*ends), matrix_of(a * along, b * 1j * along), atol=0.01 * a)
        assert int(region.meta["text"]) == row["NUMBER"]


@pytest.mark.parametrize("name", ["rotated", "mirror", "mirror on its head", "oblong pixels"])
def test_regions_makes_the_ellipses_of_the_image_of_them(name):
    version = tuple(int(part) for part in regions.__version__.split(".")[:2])
    if version < (0, 12) and name != "rotated":
        pytest.skip("this version of regions takes the image for no mirror image, and pixels for squares")
    table = extracted(HEADERS[name])
    table.write("a.reg")
    for region, row in zip(regions.Regions.read("a.reg", format="ds9"), table, strict=True):
        shape = region.to_pixel(WCS(HEADERS[name]))
        assert (shape.center.x + 1, shape.center.y + 1) == pytest.approx(
            (row["X_IMAGE"].value, row["Y_IMAGE"].value), abs=0.01
        )
        a, b, angle = shape.width / 2, shape.height / 2, shape.angle.to_value("deg")
        if a < b:
            a, b, angle = b, a, angle + 90
        assert (a, b) == pytest.approx(
            [row[axis].value * row["KRON_RADIUS"] for axis in ("A_IMAGE", "B_IMAGE")], abs=0.01
        )
        off = (angle - row["THETA_IMAGE"].to_value("deg") + 90) % 180 - 90
        assert abs(np.radians(off)) * (a - b) < 0.01


@pytest.mark.parametrize("by_command", [True, False])
def test_extensions_share_a_file(by_command):
    """Each extension has its place on the sky; one without a WCS is in pixels."""
    headers = [header_of(), header_of(angle=-80, flip=1, center=(150.2, 62.3)), fits.Header()]
    images = [fits.ImageHDU(pixels(seed), header) for seed, header in enumerate(headers)]
    fits.HDUList([fits.PrimaryHDU(), *images]).writeto("a.fits")
    table = sexlike.extract("a.fits", params=COLUMNS, DETECT_THRESH=4, COMPATIBILITY="SEXTRACTOR")
    if by_command:
        words = "-DETECT_THRESH 4 -CATALOG_TYPE REGION -CATALOG_NAME a.reg -VERBOSE_TYPE QUIET"
        assert main(["a.fits", *words.split()]) == 0
    else:
        table.write("a.reg")
    assert Path("a.reg").read_text().splitlines().count("icrs") == 2
    found = regions.Regions.read("a.reg", format="ds9")
    assert len(found) == len(table) == 9
    for region, row in zip(found, table, strict=True):
        if row["EXT_NUMBER"] == 3:
            assert (region.center.x + 1, region.center.y + 1) == pytest.approx(
                (row["X_IMAGE"].value, row["Y_IMAGE"].value), abs=1e-3
            )
        else:
            j2000 = SkyCoord(row["ALPHA_J2000"], row["DELTA_J2000"])
            assert region.center.separation(j2000) < 1e-3 * units.arcsec


def test_rows_of_several_extensions_need_their_number():
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(pixels(), header_of()) for _ in "ab")]).writeto("a.fits")
    table = sexlike.extract("a.fits", params="NUMBER X_IMAGE Y_IMAGE", DETECT_THRESH=4)
    with pytest.raises(sexlike.SexlikeError, match=r"which of several images(.|\n)*Ask for EXT_NUMBER in params"):
        table.write("a.reg")
    assert not Path("a.reg").exists()


def test_sorted_rows_keep_their_extension():
    headers = [header_of(), header_of(center=(150.2, 62.3))]
    fits.HDUList([fits.PrimaryHDU(), *(fits.ImageHDU(pixels(), one) for one in headers)]).writeto("a.fits")
    table = sexlike.extract("a.fits", params=COLUMNS, DETECT_THRESH=4)
    table.sort("X_IMAGE")
    table.write("a.reg")
    found = SkyCoord([region.center for region in regions.Regions.read("a.reg", format="ds9")])
    parts = vstack([Table(table[table["EXT_NUMBER"] == rank], meta={}) for rank in (1, 2)])
    expected = SkyCoord(parts["ALPHA_J2000"], parts["DELTA_J2000"], unit="deg")
    assert found.separation(expected).max() < 1e-3 * units.arcsec


@pytest.mark.filterwarnings("ignore:REGION. circles")
@pytest.mark.parametrize("stretch", [1.0, 1.7])
def test_circles_on_the_sky(stretch):
    """Where pixels are not square, a circle of the image is an ellipse on the sky."""
    header = header_of(stretch=stretch)
    extracted(header, "X_IMAGE Y_IMAGE", PHOT_APERTURES=7).write("a.reg")
    for region in regions.Regions.read("a.reg", format="ds9"):
        if stretch == 1:
            assert region.radius.to_value("deg") == pytest.approx(3.5 * SCALE, rel=1e-4)
        else:
            ends = on_pixels(region, WCS(header))[1:]
            np.testing.assert_allclose(matrix_of(*ends), 3.5**2 * np.eye(2), atol=0.035)


def test_what_is_not_on_the_sky_is_in_pixels():
    """Of an all-sky map, the corners are no sky."""
    header = header_of(names=("RA---AIT", "DEC--AIT"), center=(0.0, 0.0), angle=0)
    for card in ("CD1_1", "CD2_2"):
        header[card] *= 3.5 / SCALE
    table = extracted(header)
    table.write("a.reg")
    found = regions.Regions.read("a.reg", format="ds9")
    off = [isinstance(region, regions.PixelRegion) for region in found]
    positions = WCS(header).pixel_to_world(table["X_IMAGE"].value - 1, table["Y_IMAGE"].value - 1)
    assert off == list(~np.isfinite(positions.ra.deg))
    assert 0 < sum(off) < len(off)
    for region, row in zip(found, table, strict=True):
        if isinstance(region, regions.PixelRegion):
            assert region.center.x + 1 == pytest.approx(row["X_IMAGE"].value, abs=1e-3)

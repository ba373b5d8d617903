"""A pixel under the pointer: exactly what the file holds, and where it is on the sky."""

import numpy as np
import pytest
from astropy.io import fits
from astropy.wcs import WCS

from ..served import served


def test_a_pixel(page, field):
    image, header = fits.getdata(field, header=True)
    found = page.told("/api/pixel?x=213&y=45")
    ra, dec = WCS(header).wcs_pix2world(213, 45, 1)
    assert found["value"] == float(image[44, 212])
    assert (found["x"], found["y"], found["weight"], found["object"]) == (213, 45, None, None)
    assert found["background"] == pytest.approx(100, abs=2)
    assert found["noise"] == pytest.approx(5, abs=0.5)
    assert (found["ra"], found["dec"]) == (pytest.approx(float(ra)), pytest.approx(float(dec)))


def test_the_number_of_the_object(page, field):
    image = np.nan_to_num(fits.getdata(field))
    y, x = np.unravel_index(image.argmax(), image.shape)
    found = page.told("/api/try", {"serial": 1, "region": [1, 1, 420, 300], "settings": {}})
    number = page.told(f"/api/pixel?x={x + 1}&y={y + 1}")["object"]
    index = found["objects"]["id"].index(number)
    assert found["objects"]["x"][index] == pytest.approx(x + 1, abs=1)
    assert found["objects"]["y"][index] == pytest.approx(y + 1, abs=1)


def test_a_pixel_without_a_value(page):
    assert page.told("/api/pixel?x=41&y=21")["value"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [("x=0&y=1", 404), ("x=421&y=1", 404), ("x=1&y=301", 404), ("x=1", 400), ("x=a&y=1", 400), ("x=-1&y=1", 400)],
)
def test_no_pixel(page, query, status):
    assert page.ask(f"/api/pixel?{query}")[0] == status


def test_stored_values_are_scaled(tmp_path):
    header = fits.Header({"BSCALE": 0.5, "BZERO": 10.0})
    hdu = fits.PrimaryHDU(np.arange(5000, dtype=np.int16).reshape(50, 100))
    hdu.header.update(header)
    hdu.writeto(tmp_path / "a.fits")
    with served(tmp_path / "a.fits") as page:
        assert page.told("/api/pixel?x=3&y=2")["value"] == 0.5 * 102 + 10

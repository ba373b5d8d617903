"""A FITS file, its headers and its pixels."""

import os

import numpy as np
import pytest
from astropy.io import fits

from sexlike import cli, memory
from sexlike.errors import SexlikeError
from sexlike.images import fitsfile
from sexlike.images.fitsfile import open_fits


def written(path, *hdus):
    fits.HDUList(list(hdus)).writeto(path, output_verify="ignore")
    return str(path)


def plane(kind):
    return (np.random.default_rng(1).normal(0, 50, (40, 30)) + 100).astype(kind)


@pytest.mark.parametrize("kind", ["u1", "i2", "i4", "i8", "f4", "f8"])
@pytest.mark.parametrize("band", [1, 70, 1 << 20])
def test_pixels_are_read_in_bands(tmp_path, monkeypatch, kind, band):
    monkeypatch.setattr(fitsfile, "_BAND", band)
    image = fits.ImageHDU(np.stack([plane(kind), plane(kind) + 1]))
    file = open_fits(written(tmp_path / "a.fits", fits.PrimaryHDU(), image))
    assert np.array_equal(file.stored(1), plane(kind))
    assert np.array_equal(file.pixels(1), plane(kind).astype(np.float32))


def test_scaled_and_blank_pixels(tmp_path):
    header = fits.Header({"BSCALE": 0.5, "BZERO": 100.0, "BLANK": 7})
    hdu = fits.PrimaryHDU(np.arange(12, dtype="i2").reshape(3, 4), do_not_scale_image_data=True)
    hdu.header.update(header)
    expected = 100 + 0.5 * np.arange(12).reshape(3, 4)
    expected[1, 3] = -1e30
    assert np.array_equal(open_fits(written(tmp_path / "a.fits", hdu)).pixels(0), expected.astype(np.float32))


@pytest.mark.parametrize("method", ["RICE_1", "GZIP_1", "GZIP_2", "HCOMPRESS_1", "PLIO_1"])
@pytest.mark.parametrize("kind", ["i2", "i4", "f4"])
def test_tiles_are_those_of_astropy(tmp_path, method, kind):
    if method == "PLIO_1" and kind == "f4":
        pytest.skip("a method for integers")
    packed = fits.CompImageHDU(np.abs(plane(kind)), compression_type=method, tile_shape=(20, 15))
    name = written(tmp_path / "a.fits", fits.PrimaryHDU(), fits.ImageHDU(plane("i2")), packed)
    file = open_fits(name)
    with fits.open(name, do_not_scale_image_data=True, uint=False) as theirs:
        assert file.header(2).tostring() == theirs[2].header.tostring()
        assert np.array_equal(file.stored(2), theirs[2].data)
    assert np.array_equal(open_fits(name).pixels(1), plane("i2"))


def test_the_first_plane_of_a_cube_in_tiles(tmp_path):
    cube = np.stack([plane("i4"), plane("i4") + 1])
    packed = fits.CompImageHDU(cube, compression_type="RICE_1", tile_shape=(1, 10, 30))
    assert np.array_equal(open_fits(written(tmp_path / "a.fits", fits.PrimaryHDU(), packed)).stored(1), cube[0])


def test_what_does_not_fit_is_not_read(tmp_path, monkeypatch):
    file = open_fits(written(tmp_path / "a.fits", fits.PrimaryHDU(plane("f8"))))
    monkeypatch.setattr(memory, "free_memory", lambda: 9e3)
    for read, size in ((file.pixels, r"4\.8 kB"), (file.stored, r"9\.6 kB")):
        with pytest.raises(SexlikeError, match=rf"the image of 30 x 40 pixels in .*a\.fits\[0\] would take {size}"):
            read(0)


@pytest.mark.parametrize("kind", ["u1", "i2", "f4", "f8"])
def test_an_image_cut_short_while_it_is_read(tmp_path, monkeypatch, kind):
    """By another process, between two bands: an error, with any type of pixels."""
    monkeypatch.setattr(fitsfile, "_BAND", 100_000)
    name = written(tmp_path / "a.fits", fits.PrimaryHDU(np.zeros((1000, 1000), kind)))
    file = open_fits(name)
    scale = fitsfile.physical_pixels

    def cut(*arguments):
        os.truncate(name, 5760)
        return scale(*arguments)

    monkeypatch.setattr(fitsfile, "physical_pixels", cut)
    with pytest.raises(SexlikeError, match=r"a\.fits ended at byte \d+ while it was read"):
        file.pixels(0)


@pytest.mark.parametrize("role", ["-WEIGHT_IMAGE", "-FLAG_IMAGE", "image"])
def test_maps_and_images_cut_short_while_they_are_read(tmp_path, monkeypatch, capsys, role):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "e.sex").touch()
    (tmp_path / "f.param").write_text("NUMBER\nIMAFLAGS_ISO(1)\n")
    written("a.fits", fits.PrimaryHDU(np.random.default_rng(1).normal(100, 3, (300, 300)).astype("f4")))
    written("map.fits", fits.PrimaryHDU(np.ones((300, 300), "i4")))
    victim = "a.fits" if role == "image" else "map.fits"
    read = fitsfile.FitsFile._in_bands

    def cut(self, *arguments):
        if self.path == victim:
            os.truncate(victim, 5760)
        read(self, *arguments)

    monkeypatch.setattr(fitsfile.FitsFile, "_in_bands", cut)
    options = {"-WEIGHT_IMAGE": ["-WEIGHT_TYPE", "MAP_WEIGHT"], "-FLAG_IMAGE": ["-PARAMETERS_NAME", "f.param"]}
    name = [role, victim, *options[role]] if role in options else []
    assert cli.main(["a.fits", "-c", "e.sex", *name]) == 1
    assert f"{victim} ended at byte" in capsys.readouterr().err
    assert not (tmp_path / "test.cat").exists()

import gzip
from types import SimpleNamespace

import numpy as np
import pytest
from astropy.io import fits

from sexlike.errors import SexlikeError, SexlikeWarning
from sexlike.images.files.extensions import open_extensions
from sexlike.images.files.flagmaps import read_flag_maps

FLAGS = np.array([[0, 1, 2], [4, -1, 0]])


@pytest.fixture
def source():
    return open_extensions(np.zeros(FLAGS.shape, np.float32))[0]


def read(names, source, number=4):
    return read_flag_maps(source, SimpleNamespace(FLAG_IMAGE=tuple(str(name) for name in names)), number)


def write(path, flags, **keywords):
    fits.PrimaryHDU(flags).writeto(path, **keywords)
    return path


@pytest.mark.parametrize(("stored", "ones"), [("i2", 65535), ("i4", 2**32 - 1)])
def test_the_bits_are_those_of_the_file(tmp_path, source, stored, ones):
    (flags,) = read([write(tmp_path / "flags.fits", FLAGS.astype(stored))], source)
    assert flags.dtype.kind == "u"
    assert flags.dtype.isnative
    np.testing.assert_array_equal(flags, np.where(FLAGS < 0, ones, FLAGS))


def test_bytes(tmp_path, source):
    (flags,) = read([write(tmp_path / "flags.fits", (FLAGS % 256).astype("u1"))], source)
    np.testing.assert_array_equal(flags, [[0, 1, 2], [4, 255, 0]])


@pytest.mark.parametrize("ending", ["", ".gz", ".fz"])
def test_bzero_does_not_count_and_that_is_told(tmp_path, source, ending):
    stored = np.array([[0, 0, 1], [0, 60004, 0]], "u2")
    path = write(tmp_path / "flags.fits", stored)
    if ending == ".gz":
        path = tmp_path / "flags.fits.gz"
        path.write_bytes(gzip.compress((tmp_path / "flags.fits").read_bytes()))
    if ending == ".fz":
        path = tmp_path / "flags.fits.fz"
        fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(stored)]).writeto(path)
    with pytest.warns(SexlikeWarning, match="BZERO = 32768 .* counts as 32768"):
        (flags,) = read([path], source)
    np.testing.assert_array_equal(flags, [[32768, 32768, 32769], [32768, 27236, 32768]])


def test_compressed_integers(tmp_path, source):
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(FLAGS.astype("i4"))]).writeto(tmp_path / "flags.fits.fz")
    (flags,) = read([tmp_path / "flags.fits.fz"], source)
    np.testing.assert_array_equal(flags.view(np.int32), FLAGS)


def test_an_extension_is_selected_by_number_and_by_name(tmp_path, source):
    extensions = [fits.ImageHDU(FLAGS.astype("i2") + k, name=name) for k, name in enumerate(("SCI", "DQ"))]
    fits.HDUList([fits.PrimaryHDU(), *extensions]).writeto(tmp_path / "mef.fits")
    one, two = read([f"{tmp_path}/mef.fits[1]", f"{tmp_path}/mef.fits[DQ]"], source)
    np.testing.assert_array_equal(one.view(np.int16), FLAGS)
    np.testing.assert_array_equal(two.view(np.int16), FLAGS + 1)


def test_maps_that_are_not_wanted_are_not_opened(tmp_path, source):
    path = write(tmp_path / "flags.fits", FLAGS.astype("i2"))
    assert len(read([path, tmp_path / "missing.fits"], source, number=1)) == 1
    assert read([tmp_path / "missing.fits"], source, number=0) == ()
    with pytest.raises(SexlikeError, match=r"FLAG_IMAGE: cannot open .*missing\.fits"):
        read([path, tmp_path / "missing.fits"], source)


def test_what_is_no_flag_map(tmp_path, source):
    with pytest.raises(SexlikeError, match=r"expected integers, not floats, in .*floats\.fits"):
        read([write(tmp_path / "floats.fits", FLAGS.astype("f4"))], source)
    with pytest.raises(SexlikeError, match=r"different sizes: .* is 2 x 2, .* is 3 x 2"):
        read([write(tmp_path / "small.fits", FLAGS[:, :2].astype("i2"))], source)
    with pytest.raises(SexlikeError, match="more than 32 bits"):
        read([write(tmp_path / "long.fits", FLAGS)], source)


def test_long_integers_that_are_small_enough(tmp_path, source):
    (flags,) = read([write(tmp_path / "long.fits", np.abs(FLAGS))], source)
    np.testing.assert_array_equal(flags, np.abs(FLAGS))

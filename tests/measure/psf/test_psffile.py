"""PSFEx's files, whole and damaged."""

import numpy as np
import pytest

from sexlike.errors import SexlikeError
from sexlike.measure.psf.finding import read_psfs

from .files import gaussian, psf_table, write_psf

IN_X = [("X_IMAGE", 100.0, 50.0)]


@pytest.fixture
def planes():
    return np.stack([gaussian(11), gaussian(11) / 10])


def test_a_file_is_read_as_it_was_written(planes, tmp_path):
    table = psf_table(planes, IN_X, 1, fwhm=3.5, step=0.7)
    psfs = read_psfs(write_psf(tmp_path / "one.psf", table))
    assert not psfs.shared
    (psf,) = psfs.models
    np.testing.assert_array_equal(psf.planes, planes)
    assert (psf.step, psf.fwhm) == (np.float32(0.7), np.float32(3.5))
    assert psf.contexts == ("X_IMAGE",)
    np.testing.assert_allclose(psf.local(np.array([[150.0]]))[0], planes[0] + planes[1], rtol=1e-6)


def test_a_plane_alone_without_contexts(tmp_path):
    table = psf_table(gaussian(11)[None], PSFNAXIS=2, PSFAXIS3=None, POLNGRP=None, POLNAXIS=None, PSF_SAMP=0)
    (psf,) = read_psfs(write_psf(tmp_path / "one.psf", table)).models
    assert psf.contexts == ()
    assert psf.step == 1
    assert psf.local(np.empty((2, 0))).shape == (2, 11, 11)


def test_widths_that_the_header_lacks_are_psfexs(planes, tmp_path):
    table = psf_table(planes, IN_X, 1, PSF_FWHM=None, PSF_SAMP=None)
    (psf,) = read_psfs(write_psf(tmp_path / "one.psf", table)).models
    assert (psf.step, psf.fwhm) == (1, 3)


def test_a_selector_takes_one_table_for_all(tmp_path):
    path = write_psf(tmp_path / "two.psf", *(psf_table(gaussian(size)[None]) for size in (11, 13)))
    assert [psf.shape for psf in read_psfs(path).models] == [(11, 11), (13, 13)]
    selected = read_psfs(f"{path}[2]")
    assert selected.shared
    assert [psf.shape for psf in selected.models] == [(13, 13)]
    with pytest.raises(SexlikeError, match=r"no extension \[3\] in"):
        read_psfs(f"{path}[3]")
    with pytest.raises(SexlikeError, match=r"PSF_DATA table not found in catalog .*two.psf\[0\]"):
        read_psfs(f"{path}[0]")


def test_a_file_that_was_made_anew_is_read_anew(tmp_path):
    path = tmp_path / "one.psf"
    for size in (11, 13):
        path.unlink(missing_ok=True)
        assert read_psfs(write_psf(path, psf_table(gaussian(size)[None]))).models[0].shape == (size, size)


def test_a_missing_file_is_an_error_that_tells_how_to_make_it(tmp_path):
    with pytest.raises(
        SexlikeError, match=r"PSF file not found: .*no\.psf\n.*-c psfex .*FITS_LDAC.*psfex psfex_catalog"
    ):
        read_psfs(tmp_path / "no.psf")


@pytest.mark.parametrize(
    ("cards", "message"),
    [
        ({"POLNAME1": None}, "the card POLNAME1 is missing"),
        ({"POLNAME1": " "}, "the card POLNAME1 is missing or empty"),
        ({"POLZERO1": None}, "the card POLZERO1 is missing"),
        ({"POLSCAL1": 0.0}, "POLSCAL of a context is 0"),
        ({"POLGRP1": 2}, r"POLGRP1 is 2 \(allowed: 1\)"),
        ({"POLGRP1": 0}, r"POLGRP1 is 0 \(allowed: 1\)"),
        ({"POLNGRP": 0}, r"POLGRP1 is 1"),
        ({"POLNAXIS": 1000}, r"POLNAXIS is 1000 \(allowed: 0 to 16\)"),
        ({"POLDEG1": 2}, "a polynomial of 3 terms .* does not go with 2 planes"),
        ({"POLDEG1": None}, "the card POLDEG1 is missing"),
        ({"PSFNAXIS": 4}, r"PSFNAXIS is 4 \(allowed: 2 to 3\)"),
        ({"PSFAXIS1": 100_000_000}, "PSFAXIS says 100000000 x 11 x 2 samples, but PSF_MASK holds 242"),
        ({"PSFAXIS1": 11.5}, r"PSFAXIS1 is 11\.5"),
        ({"PSFAXIS3": -2}, "PSFAXIS3 is -2"),
        ({"PSF_FWHM": -1.0}, r"PSF_FWHM is -1 \(allowed: more than 0"),
        ({"PSF_FWHM": 0}, r"PSF_FWHM is 0 \(allowed: more than 0"),
        ({"PSF_FWHM": "wide"}, "the card PSF_FWHM is 'wide', which is no number"),
        ({"PSF_FWHM": True}, "the card PSF_FWHM is True, which is no number"),
        ({"PSF_SAMP": "fine"}, "the card PSF_SAMP is 'fine', which is no number"),
        ({"PSF_SAMP": 1e300}, r"PSF_SAMP is 1e\+300 pixels"),
        ({"POLZERO1": "left"}, "the card POLZERO1 is 'left', which is no number"),
    ],
)
def test_cards_that_do_not_fit(planes, tmp_path, cards, message):
    path = write_psf(tmp_path / "bad.psf", psf_table(planes, IN_X, 1, **cards))
    text = rf"(?s)Incorrect or obsolete PSF data in .*bad\.psf\[1\]: .*{message}.*psfex"
    with pytest.raises(SexlikeError, match=text):
        read_psfs(path)


def test_samples_that_are_no_numbers(planes, tmp_path):
    planes[0, 2, 3] = np.nan
    with pytest.raises(SexlikeError, match="1 of its 242 samples are no numbers"):
        read_psfs(write_psf(tmp_path / "nan.psf", psf_table(planes, IN_X, 1)))
    with pytest.raises(SexlikeError, match="all its samples are 0"):
        read_psfs(write_psf(tmp_path / "zero.psf", psf_table(np.zeros((1, 5, 5)))))


def test_a_file_that_is_cut_short(planes, tmp_path):
    path = write_psf(tmp_path / "one.psf", psf_table(planes, IN_X, 1))
    whole = path.read_bytes()
    for length in (10, 2880, 4000, 2 * 2880 + 100, len(whole) - 2880):
        path.write_bytes(whole[:length])
        reason = r"(cut short|Empty or corrupt|No SIMPLE card)" if length < len(whole) - 2880 else ""
        with pytest.raises(SexlikeError, match=rf"(?s)one\.psf.*{reason}"):
            read_psfs(path)


def test_a_compressed_file(planes, tmp_path):
    path = write_psf(tmp_path / "one.psf.gz", psf_table(planes, IN_X, 1))
    np.testing.assert_array_equal(read_psfs(path).models[0].planes, planes)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_is_read_or_refused(planes, tmp_path, seed):
    random = np.random.default_rng(seed)
    path = write_psf(tmp_path / "one.psf", psf_table(planes, IN_X, 1))
    damaged = bytearray(path.read_bytes())
    for place in random.integers(0, len(damaged), random.integers(1, 6)):
        damaged[place] = random.choice(list(b"0123456789.-+ETF' \xff\x00"))
    path.write_bytes(damaged)
    psfs, problem = [], ""
    try:
        psfs = read_psfs(path).models
    except SexlikeError as refused:
        problem = str(refused)
    assert bool(psfs) != ("one.psf" in problem)
    assert all(np.isfinite(psf.local(np.ones((2, len(psf.contexts))))).all() for psf in psfs)


def test_what_is_no_psf_at_all(tmp_path):
    path = tmp_path / "text.psf"
    path.write_text("not a FITS file\n" * 300)
    with pytest.raises(SexlikeError, match=r"text\.psf cannot be read as a FITS file: [^.]*\.?$"):
        read_psfs(path)
    with pytest.raises(SexlikeError, match="is a folder, not a FITS file"):
        read_psfs(tmp_path)
    write_psf(tmp_path / "empty.psf")
    with pytest.raises(SexlikeError, match="PSF_DATA table not found in catalog"):
        read_psfs(tmp_path / "empty.psf")

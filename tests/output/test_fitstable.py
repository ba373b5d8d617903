import dataclasses
import io
import re
import shutil
import subprocess

import numpy as np
import pytest
from astropy.io import fits
from astropy.table import Table
from astropy.utils.exceptions import AstropyUserWarning

from sexlike.measure.registry import Column
from sexlike.output.cards import pixel_scale
from sexlike.output.catalog import write_catalog
from sexlike.output.fitstable import display_format


def cards(hdu, data):
    text = data[hdu._header_offset : hdu._data_offset].decode()
    return [text[place : place + 80].rstrip() for place in range(0, len(text), 80) if text[place : place + 80].strip()]


@pytest.fixture
def written(configure):
    """Write extensions in a format -> bytes of the file, and its HDUs."""

    def write(catalog_type, *extensions, **keywords):
        config = configure(CATALOG_TYPE=catalog_type, **keywords)
        write_catalog(list(extensions), config)
        with open(config.CATALOG_NAME[0], "rb") as file:
            data = file.read()
        return data, fits.open(io.BytesIO(data))

    return write


def test_columns_are_described_and_nothing_else(make_extension, written):
    data, hdus = written("FITS_LDAC", make_extension(("NUMBER", "FLUX_APER", "VIGNET", "MU_MAX", "FLAGS")))
    assert cards(hdus[2], data) == [
        "XTENSION= 'BINTABLE'           / binary table",
        "BITPIX  =                    8 / bytes",
        "NAXIS   =                    2 / rows and columns",
        "NAXIS1  =                   46 / bytes in a row",
        "NAXIS2  =                    5 / number of rows",
        "PCOUNT  =                    0 / nothing after the table",
        "GCOUNT  =                    1 / one table",
        "TFIELDS =                    5 / number of columns",
        "EXTNAME = 'LDAC_OBJECTS'       / name of the table",
        "TTYPE1  = 'NUMBER  '           / Number of the object, from 1",
        "TFORM1  = '1J      '",
        "TDISP1  = 'I10     '",
        "TTYPE2  = 'FLUX_APER'          / Flux in circular apertures",
        "TFORM2  = '3E      '",
        "TUNIT2  = 'count   '",
        "TDISP2  = 'G12.7   '",
        "TTYPE3  = 'VIGNET  '           / Pixels around the object",
        "TFORM3  = '6E      '",
        "TDIM3   = '(3, 2)  '",
        "TUNIT3  = 'count   '",
        "TDISP3  = 'G12.7   '",
        "TTYPE4  = 'MU_MAX  '           / Surface brightness of the peak",
        "TFORM4  = '1E      '",
        "TUNIT4  = 'mag * arcsec**(-2)'",
        "TDISP4  = 'F8.4    '",
        "TTYPE5  = 'FLAGS   '           / Flags of the extraction",
        "TFORM5  = '1I      '",
        "TDISP5  = 'I3      '",
        "END",
    ]


@pytest.mark.parametrize(
    ("printf", "fits_format"),
    [("%10d", "I10"), ("%9u", "I9"), ("%+11.7f", "F11.7"), ("%18.10e", "E18.10"), ("%12.7g", "G12.7")],
)
def test_display_formats(printf, fits_format):
    assert display_format(printf) == fits_format


@pytest.mark.parametrize(("catalog_type", "place"), [("FITS_LDAC", 2), ("FITS_1.0", 1), ("FITS_TPX", 2)])
def test_values_survive(extension, written, catalog_type, place):
    _, hdus = written(catalog_type, extension)
    table = Table.read(hdus[place])
    for name, values in extension.values.items():
        assert table[name].dtype.newbyteorder("=") == values.dtype
        assert table[name].shape == values.shape
        assert np.array_equal(table[name], values)


def test_long_descriptions_are_cut(make_extension, written):
    extension = make_extension(("NUMBER",))
    column = dataclasses.replace(extension.request.columns[0], about="word " * 30)
    extension.request.columns = (column,)
    _, hdus = written("FITS_1.0", extension)
    assert hdus[1].header.comments["TTYPE1"].startswith("word word")


def test_pairs_of_tables(make_extension, written):
    parts = make_extension(count=3), make_extension(count=0, rank=2), make_extension(count=2, rank=3)
    _, hdus = written("FITS_LDAC", *parts)
    assert [hdu.name for hdu in hdus] == ["PRIMARY", *["LDAC_IMHEAD", "LDAC_OBJECTS"] * 3]
    assert [len(hdu.data) for hdu in hdus[2::2]] == [3, 0, 2]
    assert list(hdus[0].header) == ["SIMPLE", "BITPIX", "NAXIS", "EXTEND"]
    _, hdus = written("FITS_1.0", *parts)
    assert [hdu.name for hdu in hdus] == ["PRIMARY", "OBJECTS", "OBJECTS", "OBJECTS"]
    assert all("EXTVER" not in hdu.header for hdu in hdus)


def image_header(hdu):
    """The cards that an LDAC_IMHEAD holds, as bytes."""
    data = hdu.data.tobytes()
    return [data[place : place + 80] for place in range(0, len(data), 80)]


def test_the_image_header_is_kept_card_by_card(extension, written):
    _, hdus = written("FITS_LDAC", extension)
    found = image_header(hdus[1])
    own = extension.image.header
    for line, card in zip(found, own.cards, strict=False):
        if card.keyword != "SEXGAIN":
            assert line == str(card).encode()
    assert found[-1] == b"END".ljust(80)
    assert len(hdus[1].data) == 1
    assert hdus[1].columns[0].format == f"{80 * len(found)}A"
    assert hdus[1].columns[0].dim == f"(80, {len(found)})"
    assert all(32 <= byte < 127 for byte in b"".join(found))


def test_cards_of_the_run(extension, written):
    _, hdus = written("FITS_LDAC", extension, MAG_ZEROPOINT=25.3, BACK_SIZE=(32, 48), FILTER_NAME="/a/b.conv")
    lines = [line.decode().rstrip() for line in image_header(hdus[1])]
    values = [line.partition(" / ")[0].rstrip() for line in lines]
    for wanted in (
        "FITSFILE= 'field.fits'",
        "FITSEXT =                    1",
        "SEXBKGND=   1.002500000000E+02",
        "SEXTHLD =   7.500000000000E+00",
        "SEXATHLD=   7.250000000000E+00",
        "SEXNDET =                    7",
        "SEXNFIN =                    5",
        "SEXNPARA=                   12",
        "SEXFLTR =                    T",
        "SEXFILTN= 'b.conv  '",
        "SEXAPED1=           5.00000000",
        "SEXAPED4=           0.00000000",
        "SEXMGZPT=          25.29999924",
        "SEXBKGSX=                   32",
        "SEXBKGSY=                   48",
        "SEXMWSCL=   0.000000000000E+00",
    ):
        assert wanted in values
    # in the place of the image's own card, whose comment stays
    assert lines[6] == "SEXGAIN =   2.500000000000E+00 / a gain of another run"
    assert sum(line.startswith("SEXGAIN") for line in lines) == 1
    header = fits.Header.fromstring("".join(line.ljust(80) for line in lines))
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", header["SEXDATE"])
    assert header["SEXVERS"].startswith("sexlike ")
    assert header["OBJECT"] == "O'Field"


@pytest.mark.parametrize(
    ("names", "scale", "told"),
    [
        (("NUMBER", "MU_MAX"), 0, 0.18),
        (("NUMBER", "ALPHA_J2000"), 0, 0.18),
        (("NUMBER", "X_IMAGE"), 0, 0),
        (("NUMBER", "X_IMAGE"), 0.3, 0.3),
        (("NUMBER", "MU_MAX"), 0.3, 0.3),
    ],
)
def test_pixel_scale_is_the_one_used(make_extension, configure, names, scale, told):
    assert pixel_scale(make_extension(names), configure(PIXEL_SCALE=scale)) == pytest.approx(told)


def test_odd_headers_are_copied_as_they_are(make_extension, written):
    odd = [
        "SIMPLE  =                    T",
        "ODD     = 1.5D3 / exponent of Fortran",
        "NOVALUE without an equals sign",
        "REPEATED=                    1",
        "REPEATED=                    2",
    ]
    extension = make_extension()
    with pytest.warns(AstropyUserWarning, match="NOVALUE"):
        extension.image.header = fits.Header.fromstring("".join(line.ljust(80) for line in odd))
    _, hdus = written("FITS_LDAC", extension)
    assert [line.decode().rstrip() for line in image_header(hdus[1])][: len(odd)] == odd


def test_primary_header_of_fits_1_0(make_extension, written):
    _, hdus = written("FITS_1.0", make_extension(), make_extension(count=2, rank=2), DETECT_THRESH=3)
    header = hdus[0].header
    assert len(header) == 53
    assert header["OBJECT"] == "O'Field"
    assert (header["SEXIMASX"], header["SEXIMASY"], header["SEXIMABP"]) == (40, 30, -32)
    assert (header["SEXBKTHD"], header["SEXTHLD"], header["SEXNFIN"], header["FITSNEXT"]) == (7.5, 3, 2, 2)


@pytest.mark.skipif(not shutil.which("fitsverify"), reason="no fitsverify")
@pytest.mark.parametrize("count", [5, 0])
@pytest.mark.parametrize(
    ("catalog_type", "known"),
    [
        ("FITS_LDAC", "contains character ' '"),
        ("FITS_TPX", "contains character ' '"),
        ("FITS_1.0", "EPOCH is deprecated"),
    ],
)
def test_fitsverify_has_nothing_new_to_say(make_extension, written, configure, catalog_type, known, count):
    written(catalog_type, make_extension(count=count))
    checked = subprocess.run(["fitsverify", "-l", configure().CATALOG_NAME[0]], capture_output=True, text=True)
    assert "and 0 error(s)" in checked.stdout
    assert all(known in line for line in checked.stdout.splitlines() if "*** Warning" in line)


TYPES = {"NUMBER": ("i4", "%10d"), "FLAGS": ("i2", "%3d"), "X_WORLD": ("f8", "%18.10e"), "Y_WORLD": ("f8", "%18.10e")}


def catalog_of(make_extension, values):
    """An extension with these columns, of a 1024 x 1024 image with pixels of 0.18 arcsec around (150, 2) degrees."""
    columns = tuple(
        Column(name, None, *TYPES.get(name, ("f4", "%12.7g")), name, dimensions=np.ndim(column) - 1)
        for name, column in values.items()
    )
    extension = make_extension(("NUMBER",), len(next(iter(values.values()))), values=values)
    extension.request.columns = columns
    extension.request.sizes = {name: np.shape(column)[:0:-1] for name, column in values.items()}
    header = extension.image.header
    header["NAXIS1"], header["NAXIS2"], header["CRPIX1"], header["CRPIX2"] = 1024, 1024, 512.5, 512.5
    header["EXPTIME"], header["EQUINOX"] = 100.0, 2000.0
    return extension


@pytest.fixture
def stars():
    """Columns that SCAMP and PSFEx want, of bright stars with Gaussian profiles."""
    random = np.random.default_rng(5)
    count, size, width = 80, 25, 2.0
    x, y = random.uniform(30, 990, (2, count))
    flux = random.uniform(2e4, 1e5, count)
    dy, dx = np.mgrid[:size, :size] - size // 2
    off_x, off_y = (x - np.rint(x))[:, None, None], (y - np.rint(y))[:, None, None]
    profile = np.exp(-((dx - off_x) ** 2 + (dy - off_y) ** 2) / (2 * width**2)) / (2 * np.pi * width**2)
    values = {"NUMBER": np.arange(count) + 1} | dict.fromkeys(("X_IMAGE", "XWIN_IMAGE"), x)
    values |= dict.fromkeys(("Y_IMAGE", "YWIN_IMAGE"), y) | dict.fromkeys(("FLUX_AUTO", "FLUX_APER"), flux)
    values |= dict.fromkeys(("ERRAWIN_IMAGE", "ERRBWIN_IMAGE"), np.full(count, 0.01))
    values |= dict.fromkeys(("FLUXERR_AUTO", "FLUXERR_APER"), np.full(count, 100))
    values |= dict.fromkeys(("ERRTHETAWIN_IMAGE", "FLAGS"), np.zeros(count))
    values |= {"ELONGATION": np.full(count, 1.02), "SNR_WIN": flux / 100}
    values |= {"FLUX_RADIUS": 1.1774 * width * random.normal(1, 0.01, count)}
    return values | {"VIGNET": flux[:, None, None] * profile + random.normal(0, 5, (count, size, size))}


def run(program, options, folder):
    done = subprocess.run([program, *options.split()], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.mark.skipif(not shutil.which("psfex"), reason="no psfex")
def test_psfex_makes_a_model(stars, make_extension, written, tmp_path):
    written("FITS_LDAC", catalog_of(make_extension, stars))
    sample = "-SAMPLE_FWHMRANGE 2,10 -SAMPLE_MINSN 5"
    run("psfex", f"out.cat {sample} -CHECKIMAGE_TYPE NONE -CHECKPLOT_TYPE NONE -WRITE_XML N", tmp_path)
    header = fits.getheader(tmp_path / "out.psf", 1)
    assert header["ACCEPTED"] > 70
    assert header["PSF_FWHM"] == pytest.approx(2.3548 * 2, rel=0.05)


@pytest.mark.skipif(not shutil.which("scamp"), reason="no scamp")
def test_scamp_solves_the_astrometry(stars, make_extension, written, tmp_path):
    """Against a reference catalog, written by us too, that lies 10 pixels (0.0005 degree) to the north."""
    ra = 150 - 5e-5 * (stars["X_IMAGE"] - 512.5) / np.cos(np.radians(2))
    dec = 2 + 5e-5 * (stars["Y_IMAGE"] - 512.5) + 5e-4
    reference = {"X_WORLD": ra, "Y_WORLD": dec, "FLAGS": stars["FLAGS"]}
    reference |= dict.fromkeys(("ERRA_WORLD", "ERRB_WORLD"), np.full(80, 1e-6))
    reference |= {"MAG": 25 - 2.5 * np.log10(stars["FLUX_AUTO"]), "MAGERR": np.full(80, 0.01)}
    written("FITS_LDAC", catalog_of(make_extension, reference | {"OBSDATE": np.full(80, 2020)}))
    (tmp_path / "out.cat").rename(tmp_path / "reference.cat")
    written("FITS_LDAC", catalog_of(make_extension, stars))
    options = "out.cat -ASTREF_CATALOG FILE -ASTREFCAT_NAME reference.cat -CHECKPLOT_TYPE NONE -WRITE_XML N"
    said = run("scamp", f"{options} -DISTORT_DEGREES 1 -CROSSID_RADIUS 3 -POSITION_MAXERR 0.3", tmp_path)
    assert re.search(r"O'Field .* 80 detections", said)
    lines = (tmp_path / "out.head").read_text(encoding="latin-1").splitlines()
    solved = fits.Header.fromstring("".join(f"{line:<80}" for line in lines if line.isascii() and line != "END"))
    assert solved["CRVAL1"] == pytest.approx(150, abs=2e-5)
    assert solved["CRVAL2"] == pytest.approx(2.0005, abs=2e-5)

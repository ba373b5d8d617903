"""The cards of FITS_LDAC and FITS_1.0 catalogs that tell of the image and of the run."""

import re

import pytest
from astropy.io import fits
from astropy.utils.exceptions import AstropyUserWarning

from sexlike.output.catalogs.headercards import pixel_scale_used

from ..madeup import made_up_image


def image_header(hdu):
    """The cards that an LDAC_IMHEAD holds, as bytes."""
    data = hdu.data.tobytes()
    return [data[start : start + 80] for start in range(0, len(data), 80)]


def test_the_image_header_is_kept_card_by_card(catalog, written):
    _, hdus = written("FITS_LDAC", catalog)
    found = image_header(hdus[1])
    own = catalog.image.header
    for line, card in zip(found, own.cards, strict=False):
        if card.keyword != "SEXGAIN":
            assert line == str(card).encode()
    assert found[-1] == b"END".ljust(80)
    assert len(hdus[1].data) == 1
    assert hdus[1].columns[0].format == f"{80 * len(found)}A"
    assert hdus[1].columns[0].dim == f"(80, {len(found)})"
    assert all(32 <= byte < 127 for byte in b"".join(found))


def test_cards_of_the_run(catalog, written):
    _, hdus = written("FITS_LDAC", catalog, MAG_ZEROPOINT=25.3, BACK_FILTERSIZE=(5, 7), FILTER_NAME="/a/b.conv")
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
        "SEXBKGFX=                    5",
        "SEXBKGFY=                    1",  # there is one row of meshes
        "SEXMWSCL=   0.000000000000E+00",
    ):
        assert wanted in values
    # in the index of the image's own card, whose comment stays
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
def test_pixel_scale_is_the_one_used(make_catalog, configure, names, scale, told):
    assert pixel_scale_used(make_catalog(names, config=configure(PIXEL_SCALE=scale))) == pytest.approx(told)


def test_odd_headers_are_copied_as_they_are(make_catalog, written):
    odd = [
        "SIMPLE  =                    T",
        "ODD     = 1.5D3 / exponent of Fortran",
        "NOVALUE without an equals sign",
        "REPEATED=                    1",
        "REPEATED=                    2",
    ]
    with pytest.warns(AstropyUserWarning, match="NOVALUE"):
        header = fits.Header.fromstring("".join(line.ljust(80) for line in odd))
    _, hdus = written("FITS_LDAC", make_catalog(image=made_up_image(header=header)))
    assert [line.decode().rstrip() for line in image_header(hdus[1])][: len(odd)] == odd


def test_primary_header_of_fits_1_0(make_catalog, written):
    _, hdus = written("FITS_1.0", make_catalog(), make_catalog(count=2, rank=2), DETECT_THRESH=3)
    header = hdus[0].header
    assert len(header) == 53
    assert header["OBJECT"] == "O'Field"
    assert (header["SEXIMASX"], header["SEXIMASY"], header["SEXIMABP"]) == (40, 30, -32)
    assert (header["SEXBKTHD"], header["SEXTHLD"], header["SEXNFIN"], header["FITSNEXT"]) == (7.5, 3, 2, 2)

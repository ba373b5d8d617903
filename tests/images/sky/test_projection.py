import logging
import warnings

import astropy.units as u
import numpy as np
import pytest
from astropy.coordinates import FK4, FK5, SkyCoord
from astropy.io.fits import Header
from astropy.wcs import WCS

from sexlike.errors import SexlikeWarning
from sexlike.images.sky.projection import NOWHERE
from sexlike.images.sky.wcscards import read_projection

NO_MATRIX = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"}
NO_MATRIX |= {"CRVAL1": 150.0, "CRVAL2": 2.5, "CRPIX1": 140.0, "CRPIX2": 160.5}
TAN = NO_MATRIX | {"CD1_1": -2e-4, "CD1_2": 1e-5, "CD2_1": 2e-5, "CD2_2": 2.1e-4}
GALACTIC = {"CTYPE1": "GLON-TAN", "CTYPE2": "GLAT-TAN"}
X, Y = (axis.ravel() for axis in np.meshgrid(np.arange(0, 300, 60.0), np.arange(10, 300, 70.5)))


def project(cards=None, **more):
    return read_projection(Header((TAN if cards is None else cards) | more))


def code(name):
    return {"CTYPE1": f"RA---{name}", "CTYPE2": f"DEC--{name}"}


TURNED = {"PC1_1": 0.8, "PC1_2": -0.6, "PC2_1": 0.6, "PC2_2": 0.8}


@pytest.mark.parametrize(
    "cards",
    [
        TAN,
        TAN | {"CRVAL1": 0.001},
        TAN | {"CRVAL2": 89.99},
        TAN | {"LONPOLE": 170.0},
        TAN | code("SIN"),
        TAN | code("ZEA"),
        TAN | code("CAR"),
        TAN | code("ZPN") | {"PV2_1": 1.0, "PV2_3": 42.0},
        NO_MATRIX | {"CDELT1": -2e-4, "CDELT2": 3e-4, "CROTA2": 33.0},
        NO_MATRIX | {"CDELT1": -2e-4, "CDELT2": 3e-4} | TURNED,
        NO_MATRIX | TURNED,
        NO_MATRIX | {"CDELT1": -2e-4, "CDELT2": 3e-4, "PC1_2": 0.3},
    ],
)
def test_the_sky_is_that_of_astropy(cards):
    expected = WCS(Header(cards)).wcs_pix2world(X, Y, 0)
    assert np.allclose(project(cards).position(X, Y), expected, rtol=0, atol=1e-10)
    assert np.allclose(project(cards).world(X, Y), expected, rtol=0, atol=1e-10)


def test_old_ways_to_write_a_matrix():
    old = {"PC001001": 0.8, "PC001002": -0.6, "PC002001": 0.6, "PC002002": 0.8}
    scale = {"CDELT1": -2e-4, "CDELT2": 3e-4}
    assert np.array_equal(project(NO_MATRIX | scale | old).matrix, project(NO_MATRIX | scale | TURNED).matrix)


def test_polynomials_of_scamp():
    terms = {"PV1_0": 1e-4, "PV1_1": 1.01, "PV1_2": 0.01, "PV1_7": 0.3, "PV2_1": 0.99, "PV2_5": 0.2}
    expected = WCS(Header(TAN | code("TPV") | terms)).all_pix2world(X, Y, 0)
    for name in ("TAN", "TPV"):
        assert np.allclose(project(**code(name), **terms).position(X, Y), expected, rtol=0, atol=1e-10)
    plain = project().position(X, Y)
    assert not np.allclose(plain, expected, rtol=0, atol=1e-5)
    assert np.array_equal(project(**code("TPV")).position(X, Y), plain)
    assert np.array_equal(project(PV1_0=1.0, PV2_3=0.0).position(X, Y), plain)


def test_a_missing_linear_coefficient_is_zero():
    position = project(**code("TPV"), PV1_4=1.0, PV2_1=1.0).position(X, Y)
    xi = project().focal(X, Y)[0]
    assert position[0] - 150 == pytest.approx(xi**2 / np.cos(np.radians(2.5)), abs=1e-6)
    position = project(**code("TPV"), PV1_1=1.0, PV2_4=1.0).position(X, Y)
    assert position[1] - 2.5 == pytest.approx(project().focal(X, Y)[1] ** 2, abs=1e-6)


SIP = code("TAN-SIP") | {"A_ORDER": 3, "B_ORDER": 2, "A_2_0": 2e-6, "A_1_2": -3e-9, "B_1_1": -1e-6, "B_0_2": 4e-6}


def test_sip_is_that_of_astropy():
    projection = project(**SIP)
    expected = WCS(Header(TAN | SIP)).all_pix2world(X, Y, 0)
    assert np.allclose(projection.position(X, Y), expected, rtol=0, atol=1e-11)
    assert np.allclose(projection.pixels(projection.world(X, Y)), [X, Y], rtol=0, atol=1e-7)
    assert np.array_equal(projection.focal(X, Y), project().focal(X, Y))
    stretched = projection.pixel_area(X, Y) / project().pixel_area(X, Y)
    u, v = X - 139, Y - 159.5
    assert stretched == pytest.approx(1 + 4e-6 * u - 3e-9 * v**2 - 1e-6 * u + 8e-6 * v, abs=2e-5)


def test_sextractor_leaves_sip_out_and_the_error_is_told():
    header = Header(TAN | SIP | {"NAXIS1": 301, "NAXIS2": 201})
    corners = np.array([0, 300, 0, 300]), np.array([0, 0, 200, 200])
    found, true = (WCS(Header(TAN | cards)).all_pix2world(*corners, 0) for cards in ({}, SIP))
    worst = SkyCoord(*found * u.deg).separation(SkyCoord(*true * u.deg)).arcsec.max()
    with pytest.warns(SexlikeWarning, match=f"SIP .* wrong by up to {worst:.3g} arcsec at the corners"):
        projection = read_projection(header, "SEXTRACTOR")
    assert np.array_equal(projection.position(X, Y), project().position(X, Y))
    read_projection(Header(TAN | code("TAN-SIP")), "SEXTRACTOR")  # nothing is left out, and nothing is said


@pytest.mark.parametrize("card", [{"A_ORDER": 40}, {"A_ORDER": 1.5}, {"B_0_2": "1E999"}])
def test_sip_that_makes_no_sense_is_left_out(card):
    with pytest.warns(SexlikeWarning, match="SIP polynomials in the cards A_i_j and B_i_j make no sense"):
        projection = project(**SIP | card)
    assert np.array_equal(projection.position(X, Y), project().position(X, Y))


def test_codes_that_sextractor_does_not_know_are_a_flat_world(caplog):
    with caplog.at_level(logging.INFO, "sexlike"):
        flat = read_projection(Header(TAN | code("SFL")), "SEXTRACTOR")
    assert "does not know the projection of RA---SFL" in caplog.text
    assert flat.sky is None
    old = read_projection(Header(TAN | code("GLS")), "SEXTRACTOR")
    np.testing.assert_array_equal(old.position(X, Y), project(**code("SFL")).position(X, Y))


@pytest.mark.parametrize(
    ("name", "terms"),
    [("CEA", {}), ("CYP", {"PV2_1": 1.0}), ("ZPN", {}), ("COP", {"PV2_2": 20.0}), ("CEA", {"PV2_1": 2.0})],
)
def test_parameters_that_sextractor_cannot_use_leave_no_sky(name, terms):
    projection = read_projection(Header(TAN | code(name) | terms), "SEXTRACTOR")
    assert (projection.world(X, Y) == NOWHERE).all()
    assert np.isnan(projection.pixel_area(X, Y)).all()
    assert np.isnan(projection.pixels(np.array([[150.0], [2.5]]))).all()


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (code("AIR"), code("AIR") | {"PV2_1": 0.0}),
        (code("BON"), code("SFL")),
        (code("AZP") | {"PV2_1": 2.0, "PV2_2": 30.0}, code("AZP") | {"PV2_1": 2.0}),
        (code("SIN") | {"PV2_1": 0.1, "PV2_2": 0.2}, code("SIN") | {"PV2_1": -0.1, "PV2_2": 0.2}),
        (code("CEA") | {"PV2_1": 0.5}, code("CEA") | {"PV2_1": 0.5}),
    ],
)
def test_parameters_as_sextractor_understands_them(given, meant):
    found = read_projection(Header(TAN | given), "SEXTRACTOR").position(X, Y)
    assert np.allclose(found, WCS(Header(TAN | meant)).wcs_pix2world(X, Y, 0), rtol=0, atol=1e-10)


def test_longpole_is_the_old_name_of_lonpole():
    assert np.array_equal(project(LONGPOLE=170.0).world(X, Y), project(LONPOLE=170.0).world(X, Y))
    assert np.array_equal(project(LONGPOLE=20.0, LONPOLE=170.0).world(X, Y), project(LONPOLE=170.0).world(X, Y))


@pytest.mark.parametrize("name", ["CAR", "MER", "CEA"])
def test_a_map_of_the_sky_that_goes_around_more_than_once(name):
    wide = project(**code(name), CRVAL2=0.0, CD1_1=-1.0, CD1_2=0.0, CD2_1=0.0, CD2_2=0.2)
    here = wide.world(X, Y)
    assert (here < NOWHERE).all()
    assert np.allclose(here, wide.world(X - 360, Y), rtol=0, atol=1e-9)
    assert here[0] == pytest.approx((150 - (X - 139)) % 360)


def test_latitude_first():
    swapped = {"CTYPE1": "DEC--TAN", "CTYPE2": "RA---TAN", "CRVAL1": 2.5, "CRVAL2": 150.0}
    projection = project(**swapped)
    latitude, longitude = WCS(Header(TAN | swapped)).wcs_pix2world(X, Y, 0)
    assert np.allclose(projection.position(X, Y), [longitude, latitude], rtol=0, atol=1e-10)
    assert np.allclose(projection.world(X, Y), [latitude, longitude], rtol=0, atol=1e-10)
    assert projection.pixel_area(X, Y) == pytest.approx(abs(np.linalg.det(projection.matrix)), rel=1e-3)


@pytest.mark.parametrize(
    ("letter", "frame"), [("G", "galactic"), ("E", "geocentricmeanecliptic"), ("S", "supergalactic")]
)
def test_other_frames_become_equatorial(letter, frame):
    native = WCS(Header(TAN)).wcs_pix2world(X, Y, 0) * u.deg
    projection = project(CTYPE1=f"{letter}LON-TAN", CTYPE2=f"{letter}LAT-TAN")
    if letter == "S":  # SExtractor puts the pole of the supergalactic plane elsewhere; only its lengths can be checked
        assert projection.pixel_area(X, Y) == pytest.approx(project().pixel_area(X, Y), rel=1e-6)
        return
    expected = SkyCoord(*native, frame=frame).transform_to(FK5(equinox="J2000"))
    ours = SkyCoord(*projection.position(X, Y) * u.deg, frame=FK5(equinox="J2000"))
    assert ours.separation(expected).arcsec.max() < (30 if letter == "E" else 1e-3)  # (astropy's has aberration)
    assert projection.pixel_area(X, Y) == pytest.approx(project().pixel_area(X, Y), rel=1e-6)


@pytest.mark.parametrize(("card", "year"), [({"EQUINOX": 1975.0}, 1975), ({"EPOCH": "1950.0"}, 1950), ({}, 2000)])
def test_precession(card, year):
    projection = project(RADESYS="FK5", **card)
    position = projection.position(X, Y)
    there = SkyCoord(*position * u.deg, frame=FK5(equinox=f"J{year}"))
    ours = SkyCoord(*projection.to_j2000(position) * u.deg, frame=FK5(equinox="J2000"))
    assert ours.separation(there.transform_to(FK5(equinox="J2000"))).arcsec.max() < 0.2
    if year == 2000:
        assert np.array_equal(projection.to_j2000(position), position)


def test_b1950():
    projection = project()
    position = projection.position(X, Y)
    expected = SkyCoord(*position * u.deg, frame=FK5(equinox="J2000")).transform_to(FK4(equinox="B1950"))
    ours = SkyCoord(*projection.to_b1950(position) * u.deg, frame=FK4(equinox="B1950"))
    assert ours.separation(expected).arcsec.max() < 0.4


def test_fk4_has_the_equinox_1950():
    with pytest.warns(SexlikeWarning, match="FK4"):
        assert project(RADESYS="FK4").equinox == project(RADECSYS="FK4-NO-E").equinox == 1950
    with pytest.warns(SexlikeWarning, match="FK4"):
        assert project(RADESYS="FK4", EQUINOX=1975.0).equinox == 1975


@pytest.mark.parametrize("cards", [{"EQUINOX": 2000.0, "RADESYS": "FK4"}, {"EQUINOX": 1950.0} | GALACTIC])
def test_sextractor_warns_of_fk4_even_if_nothing_is_precessed(cards):
    project(cards=TAN | cards)
    with pytest.warns(SexlikeWarning, match=r"^FK4 precession .*\n.*inaccurate$"):
        read_projection(Header(TAN | cards), "SEXTRACTOR")


@pytest.mark.parametrize(
    ("cards", "warns"),
    [
        ({"EQUINOX": 1950.0}, True),
        ({"RADECSYS": "FK4"}, True),
        ({"EQUINOX": 1950.0, "RADESYS": "FK5"}, False),
        ({"EQUINOX": 1985.0}, False),
        ({}, False),
        ({"EQUINOX": 1950.0} | GALACTIC, False),
    ],
)
def test_positions_in_fk4_are_off_by_less_than_the_warning_tells(cards, warns):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        projection = project(**cards)
    assert [str(warning.message).startswith("FK4 precession formulae not yet impl") for warning in told] == [
        True
    ] * warns
    if warns:
        everywhere = np.array(np.meshgrid(np.arange(0, 360, 15.0), np.arange(-85, 90, 10.0))).reshape(2, -1)
        ours = SkyCoord(*projection.to_j2000(everywhere) * u.deg, frame=FK5(equinox="J2000"))
        true = SkyCoord(*everywhere * u.deg, frame=FK4(equinox="B1950")).transform_to(FK5(equinox="J2000"))
        assert 0.8 < ours.separation(true).arcsec.max() < 0.9
        assert str(told[0].message).endswith("off by up to 0.9 arcsec.")


@pytest.mark.parametrize(("longitude", "latitude"), [(150.0, 2.5), (40.0, -70.0), (270.0, 60.0)])
def test_position_angles_turn_with_the_frame(longitude, latitude):
    projection = project(CRVAL1=longitude, CRVAL2=latitude, EQUINOX=1975.0, RADESYS="FK5")
    position = projection.position(X, Y)
    gained = projection.angle_gained(projection.to_j2000, position)
    here, north = (SkyCoord(*projection.to_j2000(np.add(position, [[0], [step]])) * u.deg) for step in (0, 1e-4))
    turn = (here.position_angle(north).deg + 180) % 360 - 180
    assert gained == pytest.approx(-turn, abs=2e-3)  # the sign is SExtractor's
    assert abs(turn).min() > 0.01
    assert not projection.angle_gained(lambda position: position, position).any()


def test_changes_from_pixel_to_pixel():
    jacobian = project().jacobian(X, Y)
    assert jacobian.shape == (2, 2, len(X))
    assert np.allclose(jacobian, project().matrix[:, :, None], rtol=0, atol=3e-8)
    across_zero = project(CRVAL1=0.0).jacobian(X, Y)
    assert np.allclose(across_zero, jacobian, rtol=0, atol=1e-12)
    area = abs(np.linalg.det(project().matrix))
    assert project().pixel_area(X, Y) == pytest.approx(area, rel=1e-5)


NOT_THE_SKY = [("LINEAR", "LINEAR"), ("RA", "DEC"), ("RA---TAN", ""), ("RA---TAN", "GLAT-TAN"), ("WAVE", "DEC--TAN")]


@pytest.mark.parametrize("cards", [{}, *({"CTYPE1": first, "CTYPE2": second} for first, second in NOT_THE_SKY)])
def test_a_flat_world(cards):
    matrix = {key: value for key, value in TAN.items() if not key.startswith("CTYPE")} if cards else {}
    projection = project(matrix | cards)
    position = projection.position(X, Y)
    assert not position.any()
    assert not projection.to_b1950(position).any()
    assert not projection.angle_gained(projection.to_j2000, position).any()
    focal = projection.focal(X, Y)
    assert np.allclose(projection.world(X, Y), focal + (np.array([[150.0], [2.5]]) if cards else 0))
    if not cards:
        assert np.array_equal(focal, [X, Y])


def test_headers_that_make_no_sense():
    with pytest.warns(SexlikeWarning, match="TEN is not known"):
        flat = project(**code("TEN"))
    assert not flat.position(X, Y).any()
    with pytest.warns(SexlikeWarning, match="singular"):
        flat = project(CD1_1=0.0, CD1_2=0.0)
    assert np.array_equal(flat.world(X, Y), [X, Y])


def test_a_header_that_is_read_twice_is_warned_of_once():
    header = Header({"CD1_1": 0.0, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1.0})
    with pytest.warns(SexlikeWarning, match="singular"):
        read_projection(header)
    read_projection(header)  # warnings are errors here
    with pytest.warns(SexlikeWarning, match="singular"):
        read_projection(header.copy())


def test_a_diagonal_that_is_missing_is_one_and_a_warning():
    with pytest.warns(SexlikeWarning, match="no CD1_1 and CD2_2"):
        projection = project(NO_MATRIX | {"CD1_2": 1e-4, "CD2_1": -1e-4})
    assert np.array_equal(projection.matrix, [[1, 1e-4], [-1e-4, 1]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert project(NO_MATRIX | {"CD1_1": 1e-4, "CD2_2": 2e-4}).matrix[0, 1] == 0


def test_no_positions_and_positions_beyond_the_sky():
    nothing = np.array([])
    assert project().position(nothing, nothing).shape == (2, 0)
    far = project(**code("SIN")).position(np.array([1e6, 140.0]), np.array([1e6, 160.0]))
    assert np.array_equal(far[:, 0], [NOWHERE, NOWHERE])
    assert np.isfinite(far).all()
    assert far[0, 1] == pytest.approx(150, abs=1e-3)


SWAPPED = {"CTYPE1": "DEC--TAN", "CTYPE2": "RA---TAN", "CRVAL1": 2.5, "CRVAL2": 150.0}
GALACTIC, FLAT = {"CTYPE1": "GLON-TAN", "CTYPE2": "GLAT-TAN"}, {"CTYPE1": "", "CTYPE2": ""}
BENT_BY_SCAMP = code("TPV") | {"PV1_1": 1.01, "PV1_2": 0.01, "PV1_7": 0.3, "PV2_1": 0.99, "PV2_5": 0.2}
BENT = code("TNX") | {"WAT1_001": 'wtype=tnx lngcor = "3. 3. 1. 0. -1. 1. -1. 1. 1e-3 0.02 0.3"'}


@pytest.mark.parametrize("more", [{}, SWAPPED, BENT, code("SIN"), GALACTIC, FLAT, BENT_BY_SCAMP])
def test_pixels_of_the_world_are_where_it_came_from(more):
    projection = project(**more)
    assert np.allclose(projection.pixels(projection.world(X, Y)), [X, Y], rtol=0, atol=1e-6)


def test_pixels_of_nothing_and_of_what_is_behind_the_image():
    assert project().pixels(np.zeros((2, 0))).shape == (2, 0)
    x, y = project().pixels(np.array([[150.0, 330.0], [2.5, -2.5]]))
    assert (x[0], y[0]) == pytest.approx((139, 159.5))
    assert np.isnan([x[1], y[1]]).all()

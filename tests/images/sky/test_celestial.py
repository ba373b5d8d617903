import erfa
import numpy as np
import pytest

from sexlike.images.sky.celestial import FRAMES, b1950, convergence, equatorial, from_equatorial, j2000, pole_of

# All over the sky, at and beside both poles, on both sides of longitude 0.
RANDOM = np.random.default_rng(5)
POSITIONS = np.array(
    [
        [*RANDOM.uniform(0, 360, 200), 0, 10, 20, 30, 0, 359.99999],
        [*np.degrees(np.arcsin(RANDOM.uniform(-1, 1, 200))), 90, -90, 89.99999, -89.99999, 0, 0],
    ]
)


def distances(positions, others):
    """Degrees between positions (2, n)."""
    return np.degrees(erfa.seps(*np.radians(positions), *np.radians(others)))


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_and_back(frame):
    there = from_equatorial(POSITIONS, frame)
    assert (there[0] >= 0).all()
    assert (there[0] < 360).all()
    assert distances(equatorial(there, frame), POSITIONS).max() < 2e-13


def test_landmarks_of_the_frames():
    centre_of_the_galaxy, pole_of_the_galaxy = (266.40499, -28.93617), (192.85948, 27.12825)
    assert equatorial([[0.0], [0.0]], "G")[:, 0] == pytest.approx(centre_of_the_galaxy, abs=2e-5)
    assert equatorial([[77.0], [90.0]], "G")[:, 0] == pytest.approx(pole_of_the_galaxy, abs=2e-5)
    assert from_equatorial([[0.0], [90.0]], "G")[:, 0] == pytest.approx((122.93192, 27.12825), abs=2e-5)
    equinox_and_solstice, obliquity = equatorial([[0.0, 90.0], [0.0, 0.0]], "E"), 23.439291
    assert distances(equinox_and_solstice, [[0, 90], [0, obliquity]]).max() < 1e-6
    assert distances(equatorial([[0.0], [90.0]], "S"), [[283.754167], [15.708889]]) < 1e-12


def test_galactic_coordinates_are_those_of_erfa():
    expected = np.degrees(erfa.icrs2g(*np.radians(POSITIONS)))
    assert distances(from_equatorial(POSITIONS, "G"), expected).max() < 4e-6  # (the pole has other digits)


def test_precession_of_theta_persei():
    """Meeus, Astronomical Algorithms, example 21.b: from 2000.0 to JDE 2462088.69."""
    year = 2000 + (2462088.69 - 2451545.0) / 365.25
    assert j2000([[41.547214], [49.348483]], year)[:, 0] == pytest.approx([41.054063, 49.227750], abs=1.5e-6)


@pytest.mark.parametrize("equinox", [1875.0, 1950.0, 1975.0, 2050.0])
def test_precession_is_that_of_erfa_from_j2000(equinox):
    matrix = erfa.pmat76(2451545.0, (equinox - 2000) * 365.25)
    there = erfa.c2s(erfa.s2c(*np.radians(POSITIONS)) @ matrix.T)
    found = j2000(np.degrees(there), equinox)
    assert distances(found, POSITIONS).max() < 1e-6  # (the polynomials there and back differ)
    assert distances(POSITIONS, np.degrees(there)).max() > 0.2


def test_an_equinox_of_2000_leaves_positions_alone():
    for equinox in (2000.0, 2000.003, 1999.997):
        assert np.array_equal(j2000(POSITIONS, equinox), POSITIONS)
    assert not np.array_equal(j2000(POSITIONS, 2000.0031), POSITIONS)


@pytest.mark.parametrize("epoch", [1875.0, 1950.0, 1975.0, 2000.0, 2050.0])
def test_b1950_is_that_of_erfa(epoch):
    expected = np.degrees(erfa.fk54z(*np.radians(POSITIONS), epoch)[:2])
    limit = 6.5e-9 + 6e-11 * abs(epoch - 1950)  # the matrices are those of 1983, and have other digits
    assert distances(b1950(POSITIONS, epoch), expected).max() < limit


# Equinox; right ascension and declination; in J2000; in B1950, as SExtractor prints them.
OF_SEXTRACTOR = [
    (1975, 135.702408659361, 88.906079066799, 140.664109874338, 88.802254121228, 129.789645209404, 89.000611107934),
    (1975, 299.574771682286, -50.559271637582, 300.041701158892, -50.490077676178, 299.106557275570, -50.627498224898),
    (1950, 135.702408659361, 88.906079066799, 144.836947081220, 88.691379125897, 135.706324513403, 88.906026143169),
    (1950, 299.574771682286, -50.559271637582, 300.507547818878, -50.419895581250, 299.574480470069, -50.559300811498),
    (2100, 135.702408659361, 88.906079066799, 105.098634153232, 89.197234128657, 84.281487858563, 89.220348737236),
    (2100, 299.574771682286, -50.559271637582, 297.696410548217, -50.826030303756, 296.751175623469, -50.953330874265),
]


@pytest.mark.parametrize(("equinox", "positions"), [(year, positions) for year, *positions in OF_SEXTRACTOR])
def test_precession_and_b1950_are_those_of_sextractor(equinox, positions):
    given, expected, old = np.reshape(positions, (3, 2, 1))
    assert distances(j2000(given, equinox), expected) < 3e-11
    assert distances(b1950(expected, equinox), old) < 1.2e-10


def test_the_epoch_of_b1950_is_2000_by_default():
    assert np.array_equal(b1950(POSITIONS), b1950(POSITIONS, 2000.0))
    assert distances(b1950(POSITIONS), b1950(POSITIONS, 1950.0)).max() > 1e-5


def test_no_positions():
    nothing = np.zeros((2, 0))
    for found in (b1950(nothing), j2000(nothing, 1975.0), equatorial(nothing, "G")):
        assert found.shape == (2, 0)


def test_convergence_is_the_angle_between_the_poles():
    before = np.array([[20.0, 200.0, 350.0], [50.0, -30.0, 5.0]])
    after = j2000(before, 1900.0)
    north = j2000(np.add(before, [[0], [1e-5]]), 1900.0)
    turned = np.degrees(erfa.pas(*np.radians(after), *np.radians(north)))
    pole = pole_of(lambda position: j2000(position, 1900.0))
    assert convergence(before, after, pole) == pytest.approx(-turned, abs=1e-4)

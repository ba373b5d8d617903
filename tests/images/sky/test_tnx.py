import numpy as np
import pytest
from astropy.io.fits import Header
from numpy.polynomial.chebyshev import chebval
from numpy.polynomial.legendre import legval

from sexlike.errors import SexlikeWarning
from sexlike.images.sky.tnx import tnx_distortion
from sexlike.images.sky.wcscards import read_projection

X, Y = np.array([0.0, 0.1, 0.2, -0.3]), np.array([0.0, -0.2, 0.25, 0.1])


def header(longitude, latitude=""):
    """The attributes as IRAF writes them: cut into cards, wherever a card is full."""
    cards = Header()
    for name, attribute in (("WAT1", f"wtype=tnx axtype=ra {longitude}"), ("WAT2", f"wtype=tnx axtype=dec {latitude}")):
        for card, start in enumerate(range(0, len(attribute), 68), 1):
            cards[f"{name}_{card:03d}"] = attribute[start : start + 68]
    return cards


def values(kind, columns, rows, mixed, coefficients):
    return " ".join(str(value) for value in (kind, columns, rows, mixed, -0.5, 0.5, -0.4, 0.4, *coefficients))


@pytest.mark.parametrize(("kind", "polynomial"), [(1.0, chebval), (2.0, legval)])
def test_half_of_the_mixed_terms(kind, polynomial):
    coefficients = np.arange(1, 7) * 1.23456789e-4
    distort = tnx_distortion(header(f'lngcor = "{values(kind, 3.0, 3.0, 2.0, coefficients)}"'))
    assert len(header(f'lngcor = "{values(kind, 3.0, 3.0, 2.0, coefficients)}"')) > 3
    x, y = X / 0.5, Y / 0.4
    powers = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2)]
    expected = sum(
        c * polynomial(x, np.eye(3)[i]) * polynomial(y, np.eye(3)[j])
        for c, (i, j) in zip(coefficients, powers, strict=True)
    )
    distorted = distort(np.array([X, Y]))
    assert distorted[0] == pytest.approx(X + expected, abs=1e-15)
    assert np.array_equal(distorted[1], Y)


@pytest.mark.parametrize(("mixed", "powers"), [(0, [(0, 0), (1, 0), (0, 1)]), (1, [(0, 0), (1, 0), (0, 1), (1, 1)])])
def test_plain_powers_of_degrees(mixed, powers):
    coefficients = np.arange(1, len(powers) + 1) * 1e-3
    distort = tnx_distortion(header("", f'latcor = "{values(3, 2, 2, mixed, coefficients)}"'))
    expected = sum(c * X**i * Y**j for c, (i, j) in zip(coefficients, powers, strict=True))
    assert distort(np.array([X, Y]))[1] == pytest.approx(Y + expected, abs=1e-15)


def test_positions_are_distorted():
    cards = {"CTYPE1": "RA---TNX", "CTYPE2": "DEC--TNX", "CRVAL1": 150.0, "CRVAL2": 2.5, "CD1_1": -1e-4, "CD2_2": 1e-4}
    plain = read_projection(Header(cards | {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN"}))
    bent = read_projection(_joined(cards))
    x, y = np.array([10.0, 200.0]), np.array([20.0, 30.0])
    shifted = plain.position(x - 0.01 / 1e-4, y)
    assert np.allclose(bent.position(x, y), shifted, rtol=0, atol=1e-9)
    assert np.array_equal(bent.focal(x, y), plain.focal(x, y))


def _joined(cards):
    joined = Header(cards)
    joined.update(header(f'lngcor = "{values(3, 1, 1, 0, [0.01])}"'))
    return joined


def test_no_polynomials():
    assert tnx_distortion(header("")) is None
    assert tnx_distortion(Header()) is None


NONSENSE = {
    "NaN": "3. nan 4. 2. 0. 1. 0. 1. 1.",
    "infinite": "3. 4. inf 2. 0. 1. 0. 1. 1.",
    "too large a number": "3. 1 1 2. 0. 1. 0. 1. 1e999",
    "no number": "3. zz 4. 2. 0. 1. 0. 1. 1.",
    "negative orders": "3. -3. 4. 2. 0. 1. 0. 1. 1.",
    "orders of 0": "1. 0. 0. 2. 0. 1. 0. 1. 1.",
    "huge orders": "3. 1e6 1e6 2. 0. 1. 0. 1. 1.",
    "an unknown kind": "4. 1. 1. 2. 0. 1. 0. 1. 1.",
    "unknown mixed terms": "1. 1. 1. 3. 0. 1. 0. 1. 1.",
    "no extent": "1. 1. 1. 2. 0.5 0.5 0. 1. 1.",
    "coefficients missing": "1. 3. 3. 2. 0. 1. 0. 1. 1. 2. 3.",
}


@pytest.mark.parametrize("kind", NONSENSE)
@pytest.mark.parametrize("name", ["lngcor", "latcor"])
def test_polynomials_that_make_no_sense_are_left_out(kind, name):
    attribute = f'{name} = "{NONSENSE[kind]}"'
    cards = header(attribute) if name == "lngcor" else header("", attribute)
    with pytest.raises(ValueError, match=r"number|polynomial|coefficients|convert"):
        tnx_distortion(cards)
    cards.update({"CTYPE1": "RA---TNX", "CTYPE2": "DEC--TNX", "CRVAL1": 10.0, "CRVAL2": 1.0})
    cards.update({"CD1_1": -1e-4, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 1e-4, "CRPIX1": 5.0, "CRPIX2": 5.0})
    with pytest.warns(SexlikeWarning, match=r"make no sense: they are left out"):
        projection = read_projection(cards)
    assert projection.distort is None
    assert projection.world(np.array([4.0]), np.array([4.0])) == pytest.approx(np.array([[10.0], [1.0]]))

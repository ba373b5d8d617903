"""All columns of models of random images: borders, dead and saturated pixels, single pixels, negative light."""

import os
import warnings

import numpy as np
import pytest
from astropy.io import fits

import sexlike
from sexlike.measure.flags import ModelFlag
from sexlike.measure.order import ORDER

from ..psf.files import gaussian, psf_table, write_psf
from ..scene import tan_header

ROUNDS = range(200) if os.environ.get("CI_FULL") == "1" else (15, 24, 28)  # of about 25 objects
NOTHING, MAGNITUDE = 0, 99
ON_SKY = "_WORLD", "_SKY", "_J2000", "_B1950"
WHOLE = [name for name in ORDER if "MODEL" in name or "HYBRID" in name]
PARTS = {part: [name for name in ORDER if part in name] for part in ("BACKOFFSET", "POINTSOURCE", "SPHEROID", "DISK")}


def light_of(random, shape, number):
    """Sources of any size and sign, some of them on the border or a single pixel."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    light = random.normal(0, 1, shape)
    for _ in range(number):
        x, y = random.uniform(-2, shape[1] + 2), random.uniform(-2, shape[0] + 2)
        width, squared = 10 ** random.uniform(-1, 0.8), random.uniform(0.2, 1)
        radius2 = ((columns - x) ** 2 + ((rows - y) / squared) ** 2) / width**2
        light += random.choice([1, 1, 1, -1]) * 10 ** random.uniform(0.5, 4) * np.exp(-radius2 / 2)
    where = random.integers(0, shape, (5, 2)).T
    light[tuple(where)] += 10 ** random.uniform(1, 5, 5)
    return light


def scenes(random):
    """Two images of about the same sources: where one has light, the other may have none, or less than none."""
    shape = tuple(random.integers(60, 130, 2))
    deep = light_of(random, shape, 25)
    other = random.choice([1, 0.1, -1, 0]) * deep + random.normal(0, 1, shape)
    for pixels in (deep, other):
        pixels[random.random(shape) < random.choice([0, 0.01, 0.2])] = np.nan
        if random.random() < 0.5:
            pixels[:, : random.integers(1, 40)] = np.nan
    return tuple(fits.PrimaryHDU(pixels.astype(np.float32), tan_header()) for pixels in (deep, other))


def has_value_of_failure(name, values):
    """SExtractor's values: 99 for magnitudes, 0 for what is no position on the sky, no angle and no flag."""
    if "THETA" in name or "FLAGS" in name or name.endswith(ON_SKY):
        return True
    return (values == (MAGNITUDE if name.startswith(("MAG_", "MAGERR_", "MU_")) else NOTHING)).all()


@pytest.mark.parametrize("seed", ROUNDS)
def test_random_images(seed, tmp_path):
    random = np.random.default_rng([7, seed])
    fwhm, step = random.uniform(1.5, 5), random.uniform(0.4, 1.5)
    psf = psf_table([gaussian(int(random.integers(7, 40)), fwhm, step)], fwhm=fwhm, step=step)
    psfs = [str(write_psf(tmp_path / f"{name}.psf", psf)) for name in ("deep", "field")]
    parts = [part for part in PARTS if random.random() < 0.5]
    columns = [*WHOLE, *(name for part in parts for name in PARTS[part])]
    settings = {
        "PSF_NAME": psfs, "DETECT_THRESH": 3.0, "DETECT_MINAREA": int(random.integers(1, 6)),
        "FILTER": bool(random.random() < 0.5), "SATUR_LEVEL": 10 ** random.uniform(1, 5), "PIXEL_SCALE": 0.3,
        "MASK_TYPE": str(random.choice(["CORRECT", "BLANK", "NONE"])), "GAIN": float(random.choice([0, 2])),
        "BACKPHOTO_TYPE": str(random.choice(["GLOBAL", "LOCAL"])), "BACK_TYPE": "MANUAL", "BACK_VALUE": (0.0, 0.0),
        "COMPATIBILITY": str(random.choice(["SEXTRACTOR", "NONE"])),
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        warnings.simplefilter("ignore", sexlike.SexlikeWarning)
        table = sexlike.extract(scenes(random), params=columns, **settings).table
    values = {name: np.asarray(table[name], float) for name in columns}
    fitted = (values["FLAGS_MODEL"].astype(int) & ModelFlag.TOO_FEW_PIXELS) == 0
    for name in columns:
        assert np.isfinite(values[name]).all(), name
        assert "DETMODEL" in name or has_value_of_failure(name, values[name][~fitted]), name
    assert parts == ["BACKOFFSET"] or (values["VECTOR_MODEL"][fitted] != 0).any(axis=1).all()  # there may be no sky

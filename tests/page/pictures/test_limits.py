"""The scale of a picture: in order, and fine enough, whatever the pixels are."""

import numpy as np
import pytest

from sexlike.page.pictures.limits import TOP, Limits, limits_of

RANDOM = np.random.default_rng(1)
NOISE = RANDOM.normal(100, 5, (300, 300)).astype(np.float32)


def odd(**pixels):
    """Noise with some other pixels."""
    image = NOISE.copy()
    for index, value in enumerate(pixels.values()):
        image[index, :7] = value
    return image


SAMPLES = {
    "noise": NOISE,
    "stars": odd(bright=1e6),
    "outliers": odd(low=-1e9, high=3e38, none=-1e30, nan=np.nan, infinite=np.inf),
    "nothing": np.full((5, 5), np.nan, np.float32),
    "bad": np.full((5, 5), -1e30, np.float32),
    "empty": np.zeros((0, 0), np.float32),
    "one": np.ones((1, 1), np.float32),
    "zeros": np.zeros((9, 9), np.float32),
    "constant": np.full((9, 9), -7e25, np.float32),
    "two values": np.where(NOISE > 100, np.float32(1), np.float32(0)),
    "mostly zero": np.where(NOISE > 115, NOISE, np.float32(0)),
    "tiny": NOISE * np.float32(1e-30),
}


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_limits_are_finite_and_in_order(sample):
    limits = limits_of(sample)
    assert np.isfinite([limits.low, limits.high, limits.soften]).all()
    assert limits.low < limits.high
    assert limits.soften > 0
    for low, high in (limits.zscale, *limits.percentiles.values()):
        assert np.isfinite([low, high]).all()
        assert low < high
    scaled = limits.scaled(sample)
    assert scaled.dtype == np.uint16
    assert scaled.shape == sample.shape


@pytest.mark.parametrize("name", ["noise", "stars", "outliers", "tiny"])
def test_the_noise_is_resolved(name):
    """Whatever bright or odd pixels there are, the steps of the 16 bits are small beside the noise."""
    limits, sigma = limits_of(SAMPLES[name]), 5e-30 if name == "tiny" else 5.0
    assert limits.soften == pytest.approx(sigma, rel=0.02)
    sky = limits.low + limits.soften * np.sinh(
        np.arange(TOP + 1) / TOP * np.arcsinh((limits.high - limits.low) / limits.soften)
    )
    there = np.searchsorted(sky, 20 * sigma)
    assert sky[there + 1] - sky[there] < 0.1 * sigma


def test_ends_of_the_scale():
    limits = Limits(10.0, 20.0, 1.0)
    assert limits.scaled(np.array([-1e30, 10, 20, 1e30, np.inf, -np.inf, np.nan])).tolist() == [0, 0, *[TOP] * 3, 0, 0]


def test_ranges_of_the_sample():
    limits = limits_of(NOISE)
    assert limits.percentiles["99"] == pytest.approx(np.percentile(NOISE, (0.5, 99.5)))
    assert limits.percentiles["99.9"] == pytest.approx(np.percentile(NOISE, (0.05, 99.95)))
    assert limits.zscale[0] < 90
    assert limits.zscale[1] > 110

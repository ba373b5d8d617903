"""Skies, loaded as a run loads them."""

import numpy as np

from sexlike.config.config import load_config
from sexlike.images.loading import load_pairs


def configure(**keywords):
    return load_config(overrides={"BACK_SIZE": 32} | keywords, origin="argument")


def sky(seed=0, shape=(100, 120)):
    return np.random.default_rng(seed).normal(100, 5, shape).astype(np.float32)


def noisy(seed=0, noise=None, shape=(100, 120)):
    """A sky whose noise grows to the right."""
    noise = 5 + np.arange(shape[1]) / 12 if noise is None else noise
    return (100 + noise * np.random.default_rng(seed).normal(size=shape)).astype(np.float32)


def load(*images, **keywords):
    (pair,) = load_pairs(images, configure(**keywords))
    return pair

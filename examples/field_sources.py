"""What is on the sky: galaxies, stars, close pairs, a spiral and a very bright star for every 1024 x 1024 pixels."""

from typing import NamedTuple

import numpy as np
from field_light import GROWTH_RADII, Light, convolve, draw, growth, sersic, spiral, telescope

TILE = 1024
GALAXIES, STARS, PAIRS = 850, 30, 6  # per tile
COUNTS_SLOPE = 0.3  # log10 of the number of galaxies, per magnitude
GALAXY_MAGNITUDES = 21.0, 30.5
STAR_MAGNITUDES = 20.5, 29.0
PIXEL_SCALE = 0.03  # arcsec
FAINTEST_LIGHT = 0.02  # surface brightness at which a cut-out ends, in units of the noise of a pixel
LEAST_SHARE = 0.997  # of a source's light that its cut-out holds, however faint it is


class Source(NamedTuple):
    """A source: 0-based position, AB magnitude, shape (pixels, radians) and light before the telescope."""

    kind: str
    x: float
    y: float
    magnitude: float
    half_light: float
    axis_ratio: float
    angle: float
    index: float
    light: Light


def magnitudes(random, number, limits, slope=COUNTS_SLOPE):
    """Magnitudes whose counts rise by `slope` in log10 per magnitude."""
    bright, faint = 10 ** (slope * np.array(limits))
    return np.log10(bright + random.random(number) * (faint - bright)) / slope


def galaxy(random, x, y, magnitude):
    """A galaxy with size, shape and index as in deep fields: four discs for every spheroid, the fainter the smaller."""
    spheroid = random.random() < 0.2
    index = 2.5 + 1.5 * random.random() if spheroid else 1 + 0.6 * random.random()
    median = 0.055 * 10 ** (-0.13 * (magnitude - 28)) * (0.7 if spheroid else 1)
    half_light = max(0.02, median * 10 ** (0.15 * random.standard_normal())) / PIXEL_SCALE
    flattest = 0.5 if spheroid else 0.2
    axis_ratio = flattest + (1 - flattest) * np.sqrt(random.random())
    angle, index = np.pi * (random.random() - 0.5), round(index, 1)
    light = sersic(index, half_light, axis_ratio, angle)
    return Source("galaxy", x, y, magnitude, half_light, axis_ratio, angle, index, light)


def star(x, y, magnitude, kind="star"):
    """A point of light."""
    zero = np.zeros(1)
    return Source(kind, x, y, magnitude, 0.0, 1.0, 0.0, 0.0, Light(np.ones(1), *[zero] * 5))


def pair(random, size):
    """Two galaxies of similar magnitude, so close that they touch."""
    x, y = random.random(2) * (size - 1)
    first = galaxy(random, x, y, 24 + 3 * random.random())
    second = galaxy(random, x, y, first.magnitude + 1.2 * random.random())
    distance = 4 + 1.1 * (first.half_light + second.half_light) * (0.7 + 0.6 * random.random())
    angle = 2 * np.pi * random.random()
    return first, second._replace(x=x + distance * np.cos(angle), y=y + distance * np.sin(angle))


def landmarks(size):
    """The spiral and the bright star of every tile; smaller and fainter where the field is smaller than a tile."""
    shrink = min(1.0, size / TILE)
    for corner_y in range(0, max(1, size // TILE) * TILE, TILE):
        for corner_x in range(0, max(1, size // TILE) * TILE, TILE):
            x, y = corner_x + 0.31 * shrink * TILE, corner_y + 0.67 * shrink * TILE
            scale, axis_ratio, angle = 20 * shrink, 0.72, 0.6
            magnitude = 20.7 - 5 * np.log10(shrink)
            light = spiral(scale, axis_ratio, angle)
            yield Source("spiral", x, y, magnitude, 1.68 * scale, axis_ratio, angle, 1.0, light)
            x, y = corner_x + 0.77 * shrink * TILE, corner_y + 0.29 * shrink * TILE
            yield star(x, y, 18.5 - 2.5 * np.log10(shrink), kind="saturated star")


def populate(random, size):
    """All sources of a field, a list of Source; the same random numbers give the same field."""
    tiles = (size / TILE) ** 2
    number = round(GALAXIES * tiles), max(2, round(STARS * tiles)), max(1, round(PAIRS * tiles))
    sources = list(landmarks(size))
    for magnitude in magnitudes(random, number[1], STAR_MAGNITUDES, slope=0.15):
        sources.append(star(*random.random(2) * (size - 1), magnitude))
    for _ in range(number[2]):
        sources.extend(pair(random, size))
    for magnitude in magnitudes(random, number[0], GALAXY_MAGNITUDES):
        x, y = random.random(2) * (size - 1)
        sources.append(galaxy(random, x, y, magnitude))
    return sources


def observed(source, flux, noise):
    """A source behind the telescope: its light, half-light radius, and half size of the cut-out that it needs."""
    light = convolve(source.light, telescope())
    share = curve_of_growth(source, light)
    brightness = flux * np.gradient(share, GROWTH_RADII) / (2 * np.pi * GROWTH_RADII)
    seen = GROWTH_RADII[brightness > FAINTEST_LIGHT * noise].max(initial=0)
    half_light, nearly_all = np.interp([0.5, LEAST_SHARE], share, GROWTH_RADII)
    return light, float(half_light), max(seen, float(nearly_all))


def curve_of_growth(source, light):
    """Share of the light within GROWTH_RADII; of a spiral, whose Gaussians are not centred, from its pixels."""
    if source.kind != "spiral":
        return growth(light)
    centre = int(8 * source.half_light)
    image = np.zeros((2 * centre + 1, 2 * centre + 1))
    draw(image, light, 1.0, centre, centre, centre)
    radius = np.hypot(*np.ogrid[-centre : centre + 1, -centre : centre + 1]).ravel()
    order = np.argsort(radius, kind="stable")
    return np.interp(GROWTH_RADII, radius[order], np.cumsum(image.ravel()[order]))

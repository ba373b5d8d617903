"""Make a JWST-like deep field of which everything is known: science, error and weight maps, and the true catalog.

    python make_field.py                            # the maps of this folder, 1024 x 1024
    python make_field.py --size 8192 --output /tmp  # a large one

Galaxies, stars, close pairs, a spiral and a saturated star; six dithered exposures with a ragged outline, noise
correlated as after drizzling, photon noise of the sources, a gradient of the sky. Maps are in MJy/sr; the AB zero-point
follows from PIXAR_SR. Pixels that no exposure has seen are NaN in the science and error maps and 0 in the weight map.
"""

import argparse
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.table import Table
from astropy.wcs import WCS
from field_light import draw
from field_sources import PIXEL_SCALE, observed, populate
from scipy import ndimage, spatial

PIXEL_STERADIANS = np.radians(PIXEL_SCALE / 3600) ** 2
ZEROPOINT = 8.9 - 2.5 * np.log10(1e6 * PIXEL_STERADIANS)  # AB: 0 mag is 3631 Jy, i.e. 8.9 mag is 1 Jy
GAIN = 2000.0  # electrons per MJy/sr in a pixel of the whole stack: sets the photon noise of the sources
NOISE = 0.008  # MJy/sr, background noise per pixel of the whole stack, as if it were uncorrelated
EXPOSURES, FEWEST_EXPOSURES = 6, 3
DRIZZLE = np.array([0.0976, 0.8048, 0.0976])  # along each axis: noise of a pixel looks 1.5 times smaller than it is
SATURATION = 150.0  # MJy/sr
SKY, SKY_GRADIENT = 0.03, 0.02  # MJy/sr: level, and its change over the frame
CENTRE, ROTATION = (53.16, -27.79), 20.0  # degrees


def sky_projection(size):
    """Header cards of a tangential projection with square pixels, north turned by ROTATION."""
    cosine, sine = np.cos(np.radians(ROTATION)), np.sin(np.radians(ROTATION))
    cards = fits.Header(
        {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CUNIT1": "deg", "CUNIT2": "deg", "RADESYS": "ICRS"}
    )
    cards["CRVAL1"], cards["CRVAL2"] = CENTRE
    cards["CRPIX1"] = cards["CRPIX2"] = (size + 1) / 2
    for name, value in {"CD1_1": -cosine, "CD1_2": sine, "CD2_1": sine, "CD2_2": cosine}.items():
        cards[name] = float(f"{value * PIXEL_SCALE / 3600:.12g}")
    return cards


def coverage(random, size):
    """Number of exposures that have seen each pixel: squares turned and shifted a little, with a few lost pixels."""
    border = min(28.0, size / 20)
    x = np.arange(size, dtype=np.float32) - (size - 1) / 2
    y = x[:, None]
    seen = np.zeros((size, size), np.uint8)
    for _ in range(EXPOSURES):
        dx, dy, turn = border * (random.random(3) - 0.5)
        turn *= 2 / size
        half = size / 2 - border
        good = (np.abs(x - dx + turn * y) < half) & (np.abs(y - dy - turn * x) < half)
        for left, low in random.integers(0, size, (round(30 * (size / 1024) ** 2), 2)):
            good[low : low + 4, left : left + 4] = False
        seen += good
    seen[seen < FEWEST_EXPOSURES] = 0
    return seen


def sky_level(size):
    """A sky that is not quite flat, shape (size, size)."""
    x = np.linspace(-0.5, 0.5, size, dtype=np.float32)
    y = x[:, None]
    return np.float32(SKY) + np.float32(SKY_GRADIENT) * (np.float32(0.6) * x + np.float32(0.4) * y - x * y / 2)


def draw_sources(sources, size):
    """Noiseless image and observed half-light radii of the sources."""
    image, radii = np.zeros((size, size), np.float32), []
    for source in sources:
        flux = 10 ** (-0.4 * (source.magnitude - ZEROPOINT))
        light, half_light, radius = observed(source, flux, NOISE)
        draw(image, light, flux, source.x, source.y, radius)
        radii.append(half_light)
    return image, np.array(radii)


def observe(random, light, exposures):
    """Science, error and weight maps of a noiseless image; the error map holds the photon noise of the sources."""
    weight = exposures / np.float32(EXPOSURES * NOISE**2)
    outside = exposures == 0
    shallow = EXPOSURES / np.maximum(exposures, 1).astype(np.float32)
    light = np.minimum(light, SATURATION)
    error = np.sqrt(shallow * (np.float32(NOISE**2) + light / np.float32(GAIN)))
    science = random.standard_normal(light.shape, dtype=np.float32)
    science *= error
    for axis in (0, 1):
        ndimage.correlate1d(science, DRIZZLE, axis=axis, output=science, mode="constant")
    science += light
    science += sky_level(len(light))
    science[light >= SATURATION] = SATURATION
    science[outside] = error[outside] = np.nan
    return science, error, weight.astype(np.float32)


def noise_within(error, x, y, radius):
    """Noise of the flux within a circle, from the error map; infinite where the circle leaves the exposed area."""
    columns = slice(max(0, round(x - radius)), round(x + radius) + 1)
    rows = slice(max(0, round(y - radius)), round(y + radius) + 1)
    square = error[rows, columns]
    row, column = np.ogrid[rows.start : rows.start + square.shape[0], columns.start : columns.start + square.shape[1]]
    inside = square[np.hypot(row - y, column - x) <= max(radius, 0.75)].astype(float)
    noise = np.sqrt(np.pi * radius**2 * np.mean(inside**2)) if inside.size else np.nan
    return noise if np.isfinite(noise) else np.inf


def true_catalog(sources, radii, error, cards):
    """The true catalog: a row per source, brightest first; README.md explains the columns."""
    catalog = Table(
        rows=[source[:-1] for source in sources],
        names=["type", "x", "y", "mag", "half_light_intrinsic", "axis_ratio", "angle", "sersic"],
    )
    noise = [noise_within(error, *place) for place in zip(catalog["x"], catalog["y"], radii, strict=True)]
    catalog["flux"] = 10 ** (-0.4 * (catalog["mag"] - ZEROPOINT))
    catalog["half_light"], catalog["snr"] = radii, 0.5 * catalog["flux"] / noise
    catalog["angle"] = np.degrees(catalog["angle"])
    catalog["blend"] = blended(catalog)
    catalog["x"] += 1
    catalog["y"] += 1
    catalog["ra"], catalog["dec"] = WCS(cards).wcs_pix2world(catalog["x"], catalog["y"], 1)
    catalog.sort("mag")
    catalog["id"] = np.arange(1, len(catalog) + 1)
    order = ["id", "type", "x", "y", "ra", "dec", "mag", "flux", "half_light", "half_light_intrinsic"]
    return catalog[[*order, "axis_ratio", "angle", "sersic", "snr", "blend"]]


def blended(catalog):
    """Whether half-light circles touch those of a source that has at least a tenth of the flux."""
    x, y, radius, flux = (np.asarray(catalog[name]) for name in ("x", "y", "half_light", "flux"))
    first, second = spatial.cKDTree(np.column_stack([x, y])).query_pairs(2 * radius.max(), output_type="ndarray").T
    touch = np.hypot(x[first] - x[second], y[first] - y[second]) < radius[first] + radius[second]
    result = np.zeros(len(x), int)
    for one, other in ((first, second), (second, first)):
        result[one[touch & (flux[other] > 0.1 * flux[one])]] = 1
    return result


def write_maps(folder, maps, cards, seed):
    """Write the maps as quantised, Rice-compressed files field_*.fits.fz."""
    for name, data, step, unit in maps:
        header = cards.copy()
        header["BUNIT"] = unit
        header["PIXAR_SR"] = (float(f"{PIXEL_STERADIANS:.10g}"), "[sr] area of a pixel")
        header["SATURATE"] = (0.98 * SATURATION, "[MJy/sr] brighter pixels are saturated")
        header["EFFGAIN"] = (GAIN, "electrons per MJy/sr, all exposures")
        header["SEED"] = (seed, "of examples/make_field.py")
        # 2: SUBTRACTIVE_DITHER_2 keeps zeros; an absolute step, as differences of pixels belittle correlated noise
        compressed = fits.CompImageHDU(
            data,
            header,
            name=name.upper(),
            compression_type="RICE_1",
            quantize_level=-step,
            quantize_method=2,
            dither_seed=1,
        )
        fits.HDUList([fits.PrimaryHDU(), compressed]).writeto(Path(folder) / f"field_{name}.fits.fz", overwrite=True)


def make_field(size=1024, seed=11):
    """Make a field: science, error and weight maps (float32), header cards of the sky and the true catalog."""
    random = np.random.default_rng(seed)
    cards = sky_projection(size)
    sources = populate(random, size)
    exposures = coverage(random, size)
    light, radii = draw_sources(sources, size)
    science, error, weight = observe(random, light, exposures)
    return science, error, weight, cards, true_catalog(sources, radii, error, cards)


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1024, help="pixels along a side (1024)")
    parser.add_argument("--seed", type=int, default=11, help="another seed, another field (11)")
    parser.add_argument("--output", default=Path(__file__).parent, help="folder for the maps (this one)")
    options = parser.parse_args()
    science, error, weight, cards, catalog = make_field(options.size, options.seed)
    maps = [
        ("sci", science, NOISE / 8, "MJy/sr"),
        ("err", error, NOISE / 500, "MJy/sr"),
        ("wht", weight, 0.5, "MJy-2 sr2"),
    ]
    write_maps(options.output, maps, cards, options.seed)
    for name in ("ra", "dec"):
        catalog[name].format = ".7f"
    for name in ("x", "y", "mag", "half_light", "half_light_intrinsic", "axis_ratio", "angle", "snr"):
        catalog[name].format = ".3f"
    catalog["flux"].format = ".6g"
    catalog.write(Path(options.output) / "field_truth.csv", overwrite=True)


if __name__ == "__main__":
    main()

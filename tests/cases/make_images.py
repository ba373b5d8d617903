"""Make the images and other files of the cases in this folder: python make_images.py FOLDER

They are chosen to be awkward: crowded, narrow, taller than SExtractor's buffer of lines, with steep backgrounds,
holes, saturation, integers, uneven weights, and with kernels of odd shapes.
"""

import sys
from pathlib import Path

import numpy as np
from astropy.io import fits

KERNELS = {
    "wide.conv": ("CONV NORM", [[np.exp(-(i * i + j * j) / 6.0) for i in range(-3, 4)] for j in range(-3, 4)]),
    "oblong.conv": ("CONV NORM", [[1, 2, 3, 2, 1], [2, 4, 6, 5, 2], [1, 2, 3, 2, 0]]),
    "raw.conv": ("CONV NONORM", [[0.2, 0.5, 0.2], [0.5, 1, 0.5], [0.2, 0.5, 0.2]]),
    "hat.conv": ("CONV NORM", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
}


def network(random):
    """A network of the shape of SExtractor's for CLASS_STAR, with weights by chance, as the text of its file."""
    rows = [[3, 10, 10, 1], random.uniform(-1, 1, 10), random.uniform(0.3, 1, 10)]
    rows += [*random.normal(size=(10, 11)), *random.normal(size=(1, 11)), [0.1], [0.9]]
    return "NNW\n" + "\n".join(" ".join(f"{value:.6g}" for value in row) for row in rows) + "\n"


def stars_and_galaxies(random, shape, number, brightest=3e5):
    """Moffat stars and elliptical exponential galaxies with a steep run of fluxes."""
    image = np.zeros(shape)
    for _ in range(number):
        x, y = random.uniform(-2, shape[1] + 2), random.uniform(-2, shape[0] + 2)
        flux = min(60 * random.uniform() ** -1.3, brightest)
        angle, axis_ratio = random.uniform(0, np.pi), random.uniform(0.25, 1)
        size = random.lognormal(0.6, 0.4)
        star = random.uniform() < 0.4
        radius = int(12 * size * (1 + np.log10(flux)))
        bottom, left = max(int(y) - radius, 0), max(int(x) - radius, 0)
        part = image[bottom : max(int(y) + radius, 0), left : max(int(x) + radius, 0)]
        v, u = np.mgrid[: part.shape[0], : part.shape[1]] + np.array([bottom - y, left - x])[:, None, None]
        if star:
            profile = (1 + (u * u + v * v) / 4) ** -2.5 * 3 / (8 * np.pi)
        else:
            along, across = u * np.cos(angle) + v * np.sin(angle), v * np.cos(angle) - u * np.sin(angle)
            profile = np.exp(-np.hypot(along, across / axis_ratio) / size) / (2 * np.pi * size**2 * axis_ratio)
        part += flux * profile
    return image


def noisy(random, light, level=200.0, sigma=4.0, gain=3.0):
    """Sky and noise on top of light."""
    return light + level + random.normal(size=light.shape) * np.sqrt(sigma**2 + light / gain)


def images(random):
    """Name -> pixels."""
    ordinary = noisy(random, stars_and_galaxies(random, (400, 500), 500))
    crowded = noisy(random, stars_and_galaxies(random, (500, 600), 5000))
    strip = noisy(random, stars_and_galaxies(random, (20, 3000), 900))
    tower = noisy(random, stars_and_galaxies(random, (2600, 150), 1800))
    y, x = np.mgrid[:300, :400]
    steep = noisy(random, stars_and_galaxies(random, (300, 400), 300)) + 3 * x + 0.01 * (y - 100) ** 2
    holes = ordinary.copy()
    holes[100:140, 50:55], holes[200, 300:340], holes[:, 495:] = np.nan, np.inf, np.nan
    giant = noisy(random, stars_and_galaxies(random, (500, 500), 300))
    radius2 = (np.mgrid[:500, :500][0] - 240) ** 2 + (np.mgrid[:500, :500][1] - 260.3) ** 2
    giant += 4e4 * (1 + radius2 / 9) ** -1.6
    return {
        "ordinary": ordinary.astype(np.float32),
        "crowded": crowded.astype(np.float32),
        "strip": strip.astype(np.float32),
        "tower": tower.astype(np.float32),
        "steep": np.round(steep).astype(np.int16),
        "double": ordinary,
        "holes": holes.astype(np.float32),
        "giant": np.minimum(giant, 30000).astype(np.float32),
        "small": ordinary[:37, :53].astype(np.float32),
        "bytes": np.clip(np.round((ordinary - 180) / 2), 0, 255).astype(np.uint8),
    }


def maps(random):
    """Name -> map of weights, variances or noise; and images that have the noise of their maps."""
    shape = (400, 500)
    light = stars_and_galaxies(random, shape, 500)
    y, x = np.mgrid[: shape[0], : shape[1]]
    depth = 0.3 + 1.7 * x / shape[1] * (1 + np.sin(y / 60)) / 2  # relative exposure
    striped = depth.copy()
    striped[:, 100:103], striped[:, 300:340], striped[200:202], striped[150:190, 200:260] = 0, 0, 0, 0
    noise = 4 / np.sqrt(np.maximum(striped, 0.1))
    image = light + 200 + random.normal(size=shape) * noise
    image[striped == 0] = 200 + 3e4 * random.uniform(size=np.count_nonzero(striped == 0))
    holes = striped / 16
    holes[50:60, 50:90], holes[:, 480:] = np.nan, -1
    deeper = np.clip(depth[::-1], 0.2, None) * (random.uniform(size=shape) > 0.002)
    other = 0.7 * light + 50 + random.normal(size=shape) * 3 / np.sqrt(np.maximum(deeper, 0.1))
    return {
        "uneven": image,
        "other": other,
        "w_striped": striped,
        "w_deeper": deeper,
        "w_tiny": striped * 1e-20,
        "w_huge": striped * 1e15,
        "w_holes": holes,
        "v_striped": np.where(striped > 0, 16 / np.maximum(striped, 0.01), 1e30),
        "rms_striped": np.where(striped > 0, noise, 1e20),
        "steep_weight": 1 / (1 + 30 * (x / shape[1]) ** 4),
    }


def main(folder):
    """Write all images, maps, kernels, and the network."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(20)
    for name, pixels in images(random).items():
        fits.writeto(folder / f"{name}.fits", pixels, overwrite=True)
    for name, pixels in maps(random).items():
        fits.writeto(folder / f"{name}.fits", pixels.astype(np.float32), overwrite=True)
    (folder / "stars.nnw").write_text(network(random))
    for name, (first, rows) in KERNELS.items():
        text = "\n".join(" ".join(f"{value:.6g}" for value in row) for row in rows)
        (folder / name).write_text(f"{first}\n{text}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

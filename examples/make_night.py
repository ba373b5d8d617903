"""Make a night of exposures, with weight maps and a table of them, for trying `sexlike --batch`.

    python make_night.py                                 # 12 exposures of 512 x 512 pixels, in the folder night
    python make_night.py --count 200 --size 256 --broken # the last ten are broken, in ten ways

Each exposure has its own sky, noise and seeing. There are six fields, whose sizes differ by up to a quarter.
"""

import argparse
import gzip
from functools import cache
from pathlib import Path

import numpy as np
from astropy.io import fits
from field_sources import populate
from make_field import GAIN, NOISE, draw_sources, sky_projection
from scipy import ndimage

FIELDS = 6
FILTERS = ("g", "r", "i")
COUNTS = 1000.0  # counts of an exposure per MJy/sr
SATURATION = 60000.0
FIRST_NIGHT = 60000  # MJD
BAD_ROWS = 2  # at the border, without weight


@cache
def draw_field(field, size, seed):
    """The light of a field, square, of at most this size."""
    random = np.random.default_rng([seed, 0, field])
    size = round(size * random.uniform(0.75, 1))
    return draw_sources(populate(random, size), size)[0]


def make_exposure(number, size, seed):
    """An exposure: image and weights (float32), and header cards."""
    random = np.random.default_rng([seed, number])
    light = draw_field(number % FIELDS, size, seed)
    seeing, sky = random.uniform(0.8, 1.6), random.uniform(50, 400)  # sigma in pixels, counts
    light = ndimage.gaussian_filter(np.minimum(light, SATURATION / COUNTS), seeing) * COUNTS
    noise = np.sqrt((NOISE * COUNTS) ** 2 * random.uniform(0.5, 2) + light * COUNTS / GAIN)
    image = (light + sky + noise * random.standard_normal(light.shape)).astype(np.float32)
    weights = np.ones_like(image)
    weights[:BAD_ROWS] = 0
    cards = sky_projection(len(light))
    cards["OBJECT"], cards["FILTER"] = f"field {number}", FILTERS[number % len(FILTERS)]
    cards["MJD-OBS"] = FIRST_NIGHT + number / 300
    cards["SATURATE"], cards["GAIN"] = SATURATION, 2.0
    return image, weights, cards


def break_exposure(kind, path, weight):
    """Break an exposure on the disk in one of ten ways."""
    data = path.read_bytes()
    if kind == 0:
        path.write_bytes(b"")
    elif kind == 1:
        path.write_bytes(data[: len(data) // 2])
    elif kind == 2:
        path.write_text("This is no image.\n" * 200)
    elif kind == 3:
        fits.HDUList([fits.PrimaryHDU()]).writeto(path, overwrite=True)
    elif kind == 4:
        path.unlink()
    elif kind == 5:
        path.write_bytes(gzip.compress(data)[: len(data) // 9])
    elif kind == 6:
        with fits.open(path, mode="update") as hdus:
            hdus[0].data[:] = np.nan
    elif kind == 7:
        path.write_bytes(data.replace(b"BITPIX  =                  -32", b"BITPIX  =                  -33"))
    elif kind == 8:
        fits.writeto(weight, np.ones((8, 8), np.float32), overwrite=True)
    else:
        path.write_bytes(data.replace(b"FILTER  =", b"FILTRE  =", 1))


def make_night(folder, count=12, size=512, broken=False, seed=1):
    """Write a night -> names of the broken exposures, in the order of the ten ways."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows, kinds = ["image,MAG_ZEROPOINT"], []
    for number in range(1, count + 1):
        path, weight = folder / f"exp{number:04d}.fits", folder / f"exp{number:04d}.weight.fits"
        image, weights, cards = make_exposure(number, size, seed)
        fits.writeto(path, image, cards, overwrite=True)
        fits.writeto(weight, weights, overwrite=True)
        if broken and number > count - 10:
            break_exposure(number - count + 9, path, weight)
            kinds.append(path.stem)
        rows.append(f"{path.name},{25 + number % 3 / 10:g}")
    (folder / "exposures.csv").write_text("\n".join(rows) + "\n")
    return kinds


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=12, help="how many exposures (12)")
    parser.add_argument("--size", type=int, default=512, help="pixels along a side, at most (512)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another night (1)")
    parser.add_argument("--broken", action="store_true", help="break the last ten")
    parser.add_argument("--output", default="night", help="folder (night)")
    options = parser.parse_args()
    make_night(options.output, options.count, options.size, options.broken, options.seed)


if __name__ == "__main__":
    main()

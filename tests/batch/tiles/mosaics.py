"""Small mosaics that have what is hard in tiles: objects taller than a tile, blends, gaps, bad pixels at rims."""

import pickle
from concurrent.futures import Executor, Future

import numpy as np
from astropy.io import fits
from fields import expose, make_sky, make_weights

from sexlike.batch.tiles.running import run_in_tiles
from sexlike.cli import main
from sexlike.config.config import load_config

SIZE, WIDTH = 700, 500
CARDS = {"CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 150.0, "CRVAL2": 2.0, "CRPIX1": 250.0, "CRPIX2": 350.0}
STEPS = {"CD1_1": -5e-5, "CD1_2": 0.0, "CD2_1": 0.0, "CD2_2": 5e-5}
HEADER = fits.Header(CARDS | STEPS | {"GAIN": 2.0})
COLUMNS = """NUMBER ID_PARENT X_IMAGE Y_IMAGE ALPHA_J2000 DELTA_J2000 FLUX_ISO FLUXERR_ISO FLUX_AUTO FLUXERR_AUTO
KRON_RADIUS MAG_PETRO PETRO_RADIUS FLUX_APER(2) FLUXERR_APER(2) FLUX_RADIUS(2) XWIN_IMAGE YWIN_IMAGE FLUX_WIN
ERRX2WIN_IMAGE
A_IMAGE B_IMAGE THETA_IMAGE X2_IMAGE XY_IMAGE ERRX2_IMAGE ISOAREA_IMAGE FWHM_IMAGE CLASS_STAR BACKGROUND THRESHOLD
XPEAK_IMAGE YPEAK_IMAGE XMIN_IMAGE YMIN_IMAGE XMAX_IMAGE YMAX_IMAGE VIGNET(9,9) FLAGS FLAGS_WIN FLAGS_WEIGHT
IMAFLAGS_ISO NIMAFLAGS_ISO FLUX_GROWTH(8) ISO3"""


class Here(Executor):
    """Tasks are done at once, but what goes in and out is copied, as between processes."""

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        fn, args = pickle.loads(pickle.dumps((fn, args)))
        future.set_result(pickle.loads(pickle.dumps(fn(*args))))
        return future


def write_mosaic(folder, seed=1):
    """Write image.fits, detect.fits, weight.fits, flags.fits and mosaic.param to a folder."""
    sky = make_sky(SIZE, seed)[:, :WIDTH]
    y, x = np.indices(sky.shape)
    for x0, y0, scale, ratio in ((250, 330, 22, 0.4), (60, 120, 12, 1.0), (420, 560, 9, 0.7)):
        sky += (900 * np.exp(-np.hypot(x - x0, (y - y0) * ratio) / scale)).astype(np.float32)
    weights = make_weights(SIZE)[:, 200 : 200 + WIDTH]
    weights[:3] = weights[140:152, 80:140] = 0
    image, detect = expose(sky, seed, weights), expose(sky, seed + 1)
    image[300:304, 100:130] = np.nan
    fits.writeto(folder / "image.fits", image, HEADER)
    fits.writeto(folder / "detect.fits", detect, HEADER)
    fits.writeto(folder / "weight.fits", weights, HEADER)
    fits.writeto(folder / "flags.fits", ((x // 40 + y // 40) % 3 == 0).astype(np.int16), HEADER)
    (folder / "mosaic.param").write_text("\n".join(COLUMNS.split()))


def settings_of(folder, name, checks, **settings):
    """The settings of a run, whose files are named after it."""
    files = {"CATALOG_NAME": folder / f"{name}.cat", "PARAMETERS_NAME": folder / "mosaic.param"}
    files |= {"FLAG_IMAGE": folder / "flags.fits"}
    shown = {"CHECKIMAGE_TYPE": ",".join(checks), "CHECKIMAGE_NAME": ",".join(names_of(folder, name, checks))}
    return {"CATALOG_TYPE": "ASCII_HEAD", "SEEING_FWHM": 0.6, **files, **(shown if checks else {}), **settings}


def names_of(folder, name, checks):
    """The files of check-images."""
    return [str(folder / f"{name}.{kind}.fits") for kind in checks]


def run_whole(images, settings, *options):
    """A run of the command."""
    words = [word for keyword, value in settings.items() for word in (f"-{keyword}", str(value))]
    assert main([",".join(map(str, images)), *words, "-VERBOSE_TYPE", "QUIET", *options]) == 0


def run_tiled(images, settings, side, executor=None):
    """The same in tiles."""
    config = load_config(None, {keyword: str(value) for keyword, value in settings.items()})
    return run_in_tiles([str(image) for image in images], config, side, executor or Here())

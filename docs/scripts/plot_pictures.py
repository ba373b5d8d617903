"""Draw the pictures of docs/pictures.md: python docs/scripts/plot_pictures.py"""

import sys
from pathlib import Path

import numpy as np

import sexlike
from sexlike.commands.tuning import tune
from sexlike.config.config import load_config
from sexlike.config.grid import read_grid
from sexlike.output.plots.checkplots import CHECK_PLOTS, figure_of
from sexlike.output.plots.plotfiles import drawn_as
from sexlike.output.plots.tuningsheet import tuning_sheet
from sexlike.pipeline import run

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
sys.path.insert(0, str(EXAMPLES))

from field_light import pixel_light, telescope  # noqa: E402

LARGEST = 480_000  # bytes of a picture
SETTINGS = {
    "CHECKPLOT_TYPE": ["MODELS"],
    "WEIGHT_TYPE": ["MAP_WEIGHT", "MAP_RMS"],
    "WEIGHT_IMAGE": [str(EXAMPLES / f"field_{name}.fits.fz") for name in ("wht", "err")],
    "GAIN": 0.0,  # the error map holds the photon noise
}


def true_psf(reach=24, step=0.8):
    """The PSF of the field as it was drawn, with the response of pixels."""
    axis = np.arange(-reach, reach + step, step)
    return sexlike.read_psf(pixel_light(telescope(), axis, axis), step=step)


def main():
    """The check-plots of the field, with its weight map, its error map and its PSF, and a tuning of its search."""
    image, run_toml = str(EXAMPLES / "field_sci.fits.fz"), EXAMPLES / "run.toml"
    config = load_config(run_toml, SETTINGS | {"PSF_NAME": true_psf()}, "argument")
    (extension,) = run([image], config)
    figures = {kind.lower(): figure_of(kind, extension) for kind in CHECK_PLOTS}
    grid = read_grid(["DETECT_THRESH=1.0,1.6", "DEBLEND_MINCONT=0.001,0.05"])
    figures["tuning"] = tuning_sheet(tune([image], load_config(run_toml), grid))
    folder = HERE.parent / "pictures"
    folder.mkdir(exist_ok=True)
    for name, figure in figures.items():
        (folder / f"{name}.png").write_bytes(drawn_as(figure, "png", LARGEST))


if __name__ == "__main__":
    main()

"""Draw the pictures of docs/psf.md and print its numbers: stars, galaxies and PSF fluxes where the truth is known.

    python docs/scripts/plot_psf.py

Needs PSFEx, photutils, the extra `plot`, and the network of CLASS_STAR that comes with SExtractor. With a folder as its
argument it leaves the field and PSFEx's model there.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.nddata import NDData
from astropy.table import QTable

import sexlike

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import psf_field  # noqa: E402

BLUE, ORANGE = "#0072B2", "#D55E00"
COLUMNS = """X_IMAGE Y_IMAGE XPSF_IMAGE YPSF_IMAGE FLUX_PSF FLUXERR_PSF MAG_PSF FLUX_AUTO SPREAD_MODEL SPREADERR_MODEL
    CLASS_STAR FLAGS"""
SETTINGS = {"MAG_ZEROPOINT": psf_field.ZEROPOINT, "BACK_SIZE": 128, "PIXEL_SCALE": 0.25, "SEEING_FWHM": 0}
LIMIT = 0.004  # of SPREAD_MODEL, for stars
NEAREST = 1.5  # pixels
GRID, OVERSAMPLING = 5, 2  # how photutils gets the PSF: points along each axis, samples of a pixel


def make_model(folder):
    """Field and PSFEx's model of its PSF in a folder -> the image's path, the true catalog, the model's path."""
    hdu, truth = psf_field.make_field()
    image = folder / "field.fits"
    hdu.writeto(image, overwrite=True)
    subprocess.run([sys.executable, "-m", "sexlike", "field.fits", "-c", "psfex"], cwd=folder, check=True)
    words = ["-CHECKPLOT_TYPE", "NONE", "-CHECKIMAGE_TYPE", "NONE", "-WRITE_XML", "N", "-PSFVAR_DEGREES", "1"]
    subprocess.run(["psfex", "psfex_catalog.fits", *words], cwd=folder, check=True)
    return image, truth, folder / "psfex_catalog.psf"


def measured(image, truth, model):
    """The catalog of the sources that are found, with the true values `mag`, `flux` and `is_star` of each."""
    from scipy.spatial import cKDTree

    catalog = sexlike.extract(image, params=COLUMNS.split(), PSF_NAME=model, **SETTINGS).table
    places = np.column_stack([catalog["X_IMAGE"].value - 1, catalog["Y_IMAGE"].value - 1])
    tree = cKDTree(np.column_stack([truth["x"], truth["y"]]))
    distance, nearest = tree.query(places)
    alone = tree.query(tree.data, 2)[0][:, 1] > psf_field.REACH
    kept = distance < NEAREST
    catalog = catalog[kept]
    for name in ("mag", "is_star", "x", "y"):
        catalog[name] = truth[name][nearest[kept]]
    catalog["alone"] = alone[nearest[kept]]
    psf = sexlike.read_psf(model)
    local = psf.local(np.column_stack([catalog["X_IMAGE"].value, catalog["Y_IMAGE"].value]))
    catalog["psf_sum"] = local.sum(axis=(1, 2)) * psf.step**2
    catalog["flux"] = 10 ** (-0.4 * (catalog["mag"] - psf_field.ZEROPOINT))
    return catalog


def for_photutils(model):
    """The model as photutils takes it: at the points of a grid, in samples of a whole part of a pixel."""
    from photutils.psf import GriddedPSFModel
    from scipy import ndimage

    psf = sexlike.read_psf(model)
    points = np.linspace(0, psf_field.SIZE - 1, GRID)
    positions = [(x, y) for y in points for x in points]
    reach = int((min(psf.shape) // 2 - 1) * psf.step)
    offsets = np.arange(-reach * OVERSAMPLING, reach * OVERSAMPLING + 1) / OVERSAMPLING / psf.step
    places = np.meshgrid(*(offsets + length // 2 for length in psf.shape), indexing="ij")
    samples = [ndimage.map_coordinates(local, places, order=5) for local in psf.local(np.array(positions) + 1)]
    return GriddedPSFModel(NDData(np.array(samples), meta={"grid_xypos": positions, "oversampling": OVERSAMPLING}))


def by_photutils(image, catalog, model):
    """photutils' PSFPhotometry of the objects of a catalog, with the same model, from the same positions."""
    from photutils.background import Background2D
    from photutils.psf import PSFPhotometry

    pixels = fits.getdata(image).astype(float)
    background = Background2D(pixels, 128, filter_size=3)
    light = pixels - background.background
    error = np.sqrt(background.background_rms**2 + np.maximum(light, 0) / psf_field.GAIN)
    start = QTable({"x": catalog["X_IMAGE"].value - 1, "y": catalog["Y_IMAGE"].value - 1})
    start["flux"] = catalog["FLUX_AUTO"].value
    return PSFPhotometry(for_photutils(model), (11, 11))(light, error=error, init_params=start)


def good_stars(catalog):
    """Stars that are alone and not saturated."""
    return (
        catalog["is_star"]
        & catalog["alone"]
        & (catalog["FLAGS"] == 0)
        & (catalog["FLUX_PSF"] > 0 * catalog["FLUX_PSF"].unit)
    )


def pulls(flux, error, catalog, kept):
    """Fluxes minus the true ones in units of their errors, of the stars that are kept.

    PSFEx makes the PSF 1 in an aperture, of which it fills less where it is wider. Times the sum of the PSF, all fluxes
    are within the same frame, that of its samples; the light beyond is made up for by one factor.
    """
    bright = kept & np.asarray(catalog["mag"] < 21)
    factor = np.median((flux * catalog["psf_sum"] / catalog["flux"])[bright]) / catalog["psf_sum"]
    return np.asarray((flux / factor - catalog["flux"]) / (error / factor))[kept], np.median(factor)


def separation(measure, catalog):
    """Shares of the stars kept, and of the galaxies taken for stars, below each value of a measure."""
    order = np.argsort(measure)
    star = np.asarray(catalog["is_star"])[order]
    return star.cumsum() / star.sum(), (~star).cumsum() / (~star).sum()


def draw_classes(catalog, path):
    """SPREAD_MODEL and CLASS_STAR against the magnitude, and how they tell stars from galaxies."""
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, 3, figsize=(13, 4.2), layout="constrained")
    draw_values(panels[0], catalog, "SPREAD_MODEL", (-0.015, 0.035))
    panels[0].axhline(LIMIT, color="k", lw=0.8, ls="--")
    panels[0].legend(loc="upper right", frameon=False, markerscale=3)
    draw_values(panels[1], catalog, "CLASS_STAR", (-0.03, 1.03))
    for (low, high), style in (((20, 22), "-"), ((22, 23), "--"), ((23, 24), ":")):
        some = catalog[(catalog["mag"] >= low) & (catalog["mag"] < high)]
        for name, sign, colour in (("SPREAD_MODEL", 1, "k"), ("CLASS_STAR", -1, "0.6")):
            stars, galaxies = separation(sign * np.asarray(some[name]), some)
            panels[2].plot(galaxies, stars, color=colour, ls=style, label=f"{name}, {low} to {high}")
    panels[2].set(xlabel="share of the galaxies taken for stars", ylabel="share of the stars kept")
    panels[2].set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01))
    panels[2].grid(alpha=0.25)
    panels[2].legend(loc="lower right", fontsize=8)
    figure.savefig(path, dpi=100)


def draw_values(panel, catalog, name, limits):
    """A column against the true magnitude, stars and galaxies in two colours."""
    for kind, colour, label in ((False, ORANGE, "galaxies"), (True, BLUE, "stars")):
        some = catalog["is_star"] == kind
        panel.plot(catalog["mag"][some], catalog[name][some], ".", color=colour, ms=3, label=label)
    panel.set(xlabel="true magnitude", ylabel=name, ylim=limits)
    panel.grid(alpha=0.25)


def draw_pulls(found, path):
    """Histograms of pulls beside the normal distribution; `found` is name -> pulls."""
    import matplotlib.pyplot as plt

    figure, panel = plt.subplots(figsize=(6.5, 4), layout="constrained")
    edges = np.arange(-4.25, 4.3, 0.5)
    for (name, values), colour in zip(found.items(), (BLUE, ORANGE), strict=True):
        label = f"{name}: {values.mean():+.2f} ± {values.std():.2f}"
        panel.hist(values, edges, density=True, histtype="step", color=colour, lw=1.8, label=label)
    x = np.linspace(-4, 4, 200)
    panel.plot(x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), color="k", lw=0.8)
    panel.set(xlabel="(measured minus true flux) / error, of stars", ylabel="share per unit", xlim=(-4, 4))
    panel.legend(loc="upper left", frameon=False, fontsize=9)
    figure.savefig(path, dpi=100)


def report(catalog, found, factors):
    """Print the numbers of the page."""
    print(f"{len(catalog)} sources found, {good_stars(catalog).sum()} good stars")
    for name, values in found.items():
        print(f"{name}: factor {factors[name]:.4f}, pulls {values.mean():+.3f} +- {values.std():.3f} of {len(values)}")
    stars = {name: np.asarray(catalog[name]) for name in ("SPREAD_MODEL", "CLASS_STAR")}
    stars = {"SPREAD_MODEL": stars["SPREAD_MODEL"] < LIMIT, "CLASS_STAR": stars["CLASS_STAR"] > 0.5}
    for low, high in ((17, 20), (20, 22), (22, 23), (23, 24)):
        some = np.asarray((catalog["mag"] >= low) & (catalog["mag"] < high))
        for name, taken in stars.items():
            kept, wrong = (taken[some & (catalog["is_star"] == kind)].mean() for kind in (True, False))
            print(f"{low} to {high} mag: {name} keeps {kept:.3f} of the stars, {wrong:.3f} of the galaxies")


def main():
    """Command line: where the field and the model stay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="folder for the field and the model")
    folder = parser.parse_args().folder
    import matplotlib

    matplotlib.use("Agg")
    with tempfile.TemporaryDirectory() as scratch:
        image, truth, model = make_model(Path(folder or scratch))
        catalog = measured(image, truth, model)
        theirs = by_photutils(image, catalog, model)
    kept = np.asarray(good_stars(catalog))
    values = {
        "FLUX_PSF": (catalog["FLUX_PSF"].value, catalog["FLUXERR_PSF"].value),
        "photutils": (np.asarray(theirs["flux_fit"]), np.asarray(theirs["flux_err"])),
    }
    found, factors = {}, {}
    for name, (flux, error) in values.items():
        found[name], factors[name] = pulls(flux, error, catalog, kept)
    report(catalog, found, factors)
    draw_classes(catalog, HERE.parent / "psf_classes.png")
    draw_pulls(found, HERE.parent / "psf_pulls.png")


if __name__ == "__main__":
    main()

"""Draw field.png: the field of examples/ with the Kron ellipses of `examples/run.toml`, beside the segmentation map.

    python docs/scripts/plot_field.py

Needs the extra `plot`.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from astropy.io import fits
from astropy.table import Table

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"

# Okabe & Ito (2008), safe for the colour-blind, on black
OBJECT_COLOURS = np.array(
    [[230, 159, 0], [86, 180, 233], [0, 158, 115], [240, 228, 66], [0, 114, 178], [213, 94, 0], [204, 121, 167]]
)
ELLIPSES = "#E69F00"
ENLARGED = 235, 560, 270  # x, y of the lower left corner and size, pixels


def run_sexlike(folder):
    """Run the example; the catalog and the segmentation map."""
    command = [sys.executable, "-m", "sexlike", EXAMPLES / "field_sci.fits.fz", "-c", EXAMPLES / "run.toml"]
    subprocess.run([*command, "-VERBOSE_TYPE", "QUIET"], cwd=folder, check=True)
    catalog = Table.read(Path(folder) / "field_catalog.fits", hdu=2)
    return catalog, fits.getdata(Path(folder) / "field_segmentation.fits")


def stretched(image):
    """Grey values between 0 and 1: linear around the sky, logarithmic where it is bright."""
    sky = np.nanmedian(image)
    noise = 1.4826 * np.nanmedian(np.abs(image - sky))
    grey = np.arcsinh((image - sky) / (2 * noise))
    return np.clip((grey + 1) / (np.arcsinh(150) + 1), 0, 1)


def coloured(segmentation):
    """Colours of the segmentation map, (h, w, 3): a number's colour is random, but always the same."""
    numbers = np.random.default_rng(2).integers(0, len(OBJECT_COLOURS), segmentation.max() + 1)
    return np.where(segmentation[..., None] > 0, OBJECT_COLOURS[numbers[segmentation]], 0).astype(np.uint8)


def add_ellipses(panel, catalog, width):
    """Kron ellipses of the objects."""
    from matplotlib.collections import EllipseCollection

    axes = [2 * catalog["KRON_RADIUS"] * catalog[name] for name in ("A_IMAGE", "B_IMAGE")]
    places = np.column_stack([catalog["X_IMAGE"], catalog["Y_IMAGE"]])
    panel.add_collection(
        EllipseCollection(
            *axes,
            catalog["THETA_IMAGE"],
            units="xy",
            offsets=places,
            offset_transform=panel.transData,
            facecolors="none",
            edgecolors=ELLIPSES,
            linewidths=width,
        )
    )


def draw(image, segmentation, catalog, path):
    """Two panels of the whole field, and under them two of an enlarged part."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(2, 2, figsize=(10, 10), layout="constrained")
    height, width = image.shape
    frame = 0.5, width + 0.5, 0.5, height + 0.5
    x, y, size = ENLARGED
    for row, line_width in ((0, 0.6), (1, 1.3)):
        left, right = panels[row]
        left.imshow(stretched(image), cmap="gray", origin="lower", extent=frame, vmin=0, vmax=1)
        right.imshow(coloured(segmentation), origin="lower", extent=frame, interpolation="nearest")
        add_ellipses(left, catalog, line_width)
    for panel in panels[0]:
        panel.add_patch(plt.Rectangle((x, y), size, size, fill=False, color="w", lw=1, ls=":"))
    for panel in panels[1]:
        panel.set(xlim=(x, x + size), ylim=(y, y + size))
    for panel in panels.flat:
        panel.set_facecolor("0.8")
        panel.tick_params(labelsize=8)
    panels[0, 0].set_title("science image and Kron ellipses", fontsize=11)
    panels[0, 1].set_title(f"segmentation: {len(catalog)} objects", fontsize=11)
    figure.supxlabel("x (pixels)", fontsize=9)
    figure.supylabel("y (pixels)", fontsize=9)
    figure.savefig(path, dpi=100, pil_kwargs={"optimize": True})


def main():
    """Command line: where to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", default=HERE.parent / "field.png", help="picture to write")
    path = parser.parse_args().path
    with tempfile.TemporaryDirectory() as folder:
        catalog, segmentation = run_sexlike(folder)
    draw(fits.getdata(EXAMPLES / "field_sci.fits.fz", 1), segmentation, catalog, path)


if __name__ == "__main__":
    main()

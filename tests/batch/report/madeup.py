"""A made-up night of exposures, as the state has it."""

import json
from datetime import datetime, timedelta

import numpy as np
from astropy.io import fits

from sexlike.batch.state.columns import complete

HOSTILE = "<img src=x onerror=alert(1)>\"'&.fits"
FORMULA = "=cmd|'/c calc'!A1"


def night(count=40, seed=1):
    """Rows of exposures of which every tenth failed, and of which number 7 has a bad seeing."""
    random = np.random.default_rng(seed)
    rows = []
    for index in range(count):
        row = {
            "number": index + 1,
            "stem": f"night_{index:04d}",
            "images": f"night_{index:04d}.fits.fz",
            "status": "done",
            "objects": int(random.integers(900, 1200)),
            "background": float(random.normal(120, 3) + 0.4 * index),
            "rms": float(random.normal(5, 0.1)),
            "fwhm": float(random.normal(3.1, 0.08)),
            "seeing": float(random.normal(0.81, 0.02)),
            "depth_aper": float(random.normal(23.4, 0.05)),
            "depth_auto": float(random.normal(22.9, 0.05)),
            "zeropoint": 25.0,
            "observed": f"{datetime(2026, 11, 25, 22) + timedelta(minutes=7 * index):%Y-%m-%dT%H:%M:%S}",
            "seconds": float(random.normal(3, 0.3)),
            "memory": 250.0,
            "host": f"node{index % 2}",
            "outputs": json.dumps([f"night_{index:04d}.cat", f"night_{index:04d}_apertures.png"]),
        }
        if index % 10 == 9:
            failed = {"status": "failed", "sentence": f"cannot open night_{index:04d}.fits.fz: no such file"}
            row = {name: row[name] for name in ("number", "stem", "images", "host", "observed")} | failed
        rows.append(complete(row))
    if count > 7:
        rows[7] |= {"seeing": 1.62, "fwhm": 6.2, "depth_auto": 21.9}
    return rows


def star_image(path, seed=3, size=300):
    """An image of stars in a file."""
    random = np.random.default_rng(seed)
    image = random.normal(100, 5, (size, size + 60))
    y, x = np.mgrid[:size, : size + 60]
    for _ in range(25):
        image += 900 * np.exp(-((x - random.uniform(0, size)) ** 2 + (y - random.uniform(0, size)) ** 2) / 9)
    fits.PrimaryHDU(image.astype(np.float32)).writeto(path)

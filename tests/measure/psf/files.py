"""Files with models of the PSF, as PSFEx writes them."""

import numpy as np
from astropy.io import fits


def gaussian(size=21, fwhm=4.0, step=1.0, dx=0.0, dy=0.0):
    """A Gaussian PSF of float32, whose flux per pixel sums up to 1 with the square of the step."""
    y, x = (np.mgrid[:size, :size] - (size - 1) / 2) * step
    sigma = fwhm / 2.3548
    values = np.exp(-((x - dx) ** 2 + (y - dy) ** 2) / 2 / sigma**2)
    return (values / values.sum() / step**2).astype(np.float32)


def psf_table(planes, contexts=(), degree=0, fwhm=4.0, step=1.0, **cards):
    """A table PSF_DATA; `contexts` are (name, zero, scale) of one group; cards of the value None are removed."""
    planes = np.asarray(planes, np.float32)
    column = fits.Column("PSF_MASK", f"{planes.size}E", dim=str(planes.shape[::-1]), array=planes[None])
    table = fits.BinTableHDU.from_columns([column], name="PSF_DATA")
    header = table.header
    header["POLNAXIS"] = len(contexts)
    for k, (name, zero, scale) in enumerate(contexts, 1):
        header.update({f"POLGRP{k}": 1, f"POLNAME{k}": name, f"POLZERO{k}": zero, f"POLSCAL{k}": scale})
    header["POLNGRP"] = int(bool(contexts))
    if contexts:
        header["POLDEG1"] = degree
    header.update({"PSF_FWHM": fwhm, "PSF_SAMP": step, "PSFNAXIS": 3})
    header.update({f"PSFAXIS{k}": length for k, length in enumerate(reversed(planes.shape), 1)})
    for key, value in cards.items():
        if value is None:
            del header[key]
        else:
            header[key] = value
    return table


def write_psf(path, *tables):
    """Write tables PSF_DATA as PSFEx does, and return the path."""
    fits.HDUList([fits.PrimaryHDU(), *tables]).writeto(path)
    return path

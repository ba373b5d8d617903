"""Tiles as the browser sees them."""

import io

import numpy as np

from sexlike.page.pictures.limits import TOP


def colours(data):
    """Red, green and blue of a PNG, int64 of shape (height, width, 3), as another program reads it."""
    from matplotlib.image import imread

    return np.rint(imread(io.BytesIO(data), format="png")[:, :, :3] * 255).astype(np.int64)


def values(data, low, high, soften):
    """The values of a tile, and what they are worth, as the browser works them out."""
    picture = colours(data)
    share = (picture[:, :, 0] * 256 + picture[:, :, 1]) / TOP
    return low + soften * np.sinh(share * np.arcsinh((high - low) / soften)), picture[:, :, 2]


def tile_values(page, **place):
    """A tile of a page: its values, and what they are worth."""
    query = "&".join(f"{name}={value}" for name, value in place.items())
    status, headers, data = page.ask(f"/api/tile?{query}")
    assert (status, headers["Content-Type"]) == (200, "image/png"), data
    return values(data, *(float(headers[f"X-{name}"]) for name in ("Low", "High", "Soften")))

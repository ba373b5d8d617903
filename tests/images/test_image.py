import dataclasses

import numpy as np
from astropy.io import fits

from sexlike.images.image import Image, ImageDescription

from .loaded import load, sky


def test_the_description_is_the_image_without_pixels():
    image, _ = load(fits.PrimaryHDU(sky(), fits.Header({"OBJECT": "M 31", "GAIN": 1.5})))
    image = dataclasses.replace(image, weight_scale=0.5, external_header=True, zero_point=25.0, total=3)
    described = image.description()
    assert type(described) is ImageDescription
    assert not any(isinstance(value, np.ndarray) for value in vars(described).values())
    assert set(vars(described)) < {field.name for field in dataclasses.fields(Image)}
    assert all(value == getattr(image, name) for name, value in vars(described).items() if name != "background")
    assert described.background is image.background
    assert (described.shape, described.gain, described.total) == ((100, 120), 1.5, 3)

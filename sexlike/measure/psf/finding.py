"""The models of the PSF that PSF_NAME names."""

from collections.abc import Sequence

from ...config.config import Config
from ...errors import SexlikeError
from ...images.image import Image
from .model import Psf
from .psffile import read_psf_file


def find_psfs(config: Config) -> Sequence[Psf]:
    """The models of PSF_NAME, one for each image extension; of two names, those of the first.

    Raises
    ------
    SexlikeError
        There is no such file, or it holds no model.
    """
    return read_psf_file(config.PSF_NAME[0], config.folder)


def psf_of_extension(config: Config, image: Image) -> Psf:
    """The model of PSF_NAME that goes with an image extension.

    Raises
    ------
    SexlikeError
        There are models for fewer extensions than the image has.
    """
    name, models = config.PSF_NAME[0], find_psfs(config)
    if "[" in name and len(models) == 1:
        return models[0]
    if image.rank > len(models):
        text = f"{name} holds {len(models)} PSF model{'s' * (len(models) > 1)}, but {image.name} has more extensions"
        hint = f"PSFEx writes one for each extension of its catalog; {name}[1] takes the first for all."
        raise SexlikeError(text, where="PSF_NAME", hint=hint)
    return models[image.rank - 1]

"""The models of the PSF that PSF_NAME names: of files, or of objects of Python; what they are is recognised."""

import os
import warnings
from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple

from astropy.io import fits

from ...config.config import Config
from ...config.files.urls import download_hint
from ...config.inmemory import InMemory
from ...counting import counted
from ...errors import SexlikeError
from ...images.files.opening import explaining
from ...images.files.selectors import select, split_selector
from ...images.image import Image
from .images import psf_of_hdu, psf_of_images, psf_of_model
from .model import Psf
from .psffile import REMEDY, TABLE, read_table

OF_DETECTION = "DETMODEL"  # in the names of the columns of models that are fitted to the detection image
PROTOCOL = ("step", "fwhm", "shape", "contexts", "local")


class Psfs(NamedTuple):
    """Models of the PSF.

    Attributes
    ----------
    models : list of Psf
        One for each extension of the image; or one.
    shared : bool
        Whether one is for all extensions.
    """

    models: list[Psf]
    shared: bool


def read_psfs(source: Any, folder: str | None = None, step: float | None = None) -> Psfs:
    """Read models of the PSF.

    Parameters
    ----------
    source : str, path, or object
        A ``.psf`` file by PSFEx, or a FITS file with an image of the PSF or a cube with positions; its name may end
        with a selector of an extension. Or an array, an HDU, a HDUList, an ImagePSF or GriddedPSFModel of photutils,
        or what follows the protocol of `Psf`.
    folder : str, optional
        Folder of the configuration file, where it may be, too.
    step : float, optional
        Distance of the samples of an image in pixels, where the image itself does not tell.

    Returns
    -------
    Psfs

    Raises
    ------
    SexlikeError
        There is no such file, it is damaged, or it is no PSF.
    """
    if isinstance(source, InMemory):
        if "psfs" not in source.known:
            source.known["psfs"] = psfs_of_object(source.value, str(source), step)
        return source.known["psfs"]
    if not isinstance(source, str | os.PathLike):
        return psfs_of_object(source, str(InMemory.of(source)), step)
    path, selector = split_selector(os.fspath(source))
    if folder and not os.path.exists(path):
        path = os.path.join(folder, path)
    if not os.path.exists(path):
        hint = download_hint(path) or REMEDY
        raise SexlikeError(f"PSF file not found: {os.fspath(source)}", where="PSF_NAME", hint=hint)
    with explaining(path):
        status = os.stat(path)
    return psfs_of_file(path, selector, step, (status.st_mtime_ns, status.st_size))


@lru_cache(maxsize=2)  # the extensions of an image take their models of the same file
def psfs_of_file(path: str, selector: str | None, step: float | None, stamp: tuple[int, int]) -> Psfs:
    """Read the models of a FITS file; `stamp` is when it was changed, and its size."""
    with explaining(path), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what is cut short is found out when it is read
        # astropy does not close what it has opened itself when it finds no FITS file.
        with open(path, "rb") as file, fits.open(file, memmap=False, lazy_load_hdus=False) as hdus:
            chosen = None if selector is None else select(path, selector, [(hdu.name, hdu.ver) for hdu in hdus])
            return psfs_of_hdus(hdus, path, chosen, step)


def psfs_of_hdus(hdus: fits.HDUList, path: str, chosen: int | None, step: float | None) -> Psfs:
    """The models of all tables PSF_DATA of a file; where there are none, that of its first image."""
    indices = range(len(hdus)) if chosen is None else [chosen]
    tables = [index for index in indices if hdus[index].name.strip() == TABLE]
    if tables:
        return Psfs([read_table(hdus[index], f"{path}[{index}]") for index in tables], chosen is not None)
    images = [index for index in indices if hdus[index].is_image and hdus[index].header.get("NAXIS", 0) in (2, 3)]
    if images:
        return shared(psf_of_hdu(hdus[images[0]], f"image {path}[{images[0]}]", step))
    where = path if chosen is None else f"{path}[{chosen}]"
    cut_short = "It holds an empty primary HDU alone, and may be cut short. " if len(hdus) == 1 else ""
    raise SexlikeError(f"{TABLE} table not found in catalog {where}", where="PSF_NAME", hint=cut_short + REMEDY)


def shared(psf: Psf) -> Psfs:
    """A model for all extensions of an image."""
    return Psfs([psf], True)


def psfs_of_object(value: Any, name: str, step: float | None = None) -> Psfs:
    """The models of the PSF that an object of Python stands for."""
    if all(hasattr(value, attribute) for attribute in PROTOCOL):
        return shared(value)
    if isinstance(value, fits.HDUList):
        return psfs_of_hdus(value, name, None, step)
    if hasattr(value, "header") and hasattr(value, "data"):
        return psfs_of_hdus(fits.HDUList([value]), name, None, step)
    if hasattr(value, "data") and not hasattr(value, "__array_interface__"):
        return shared(psf_of_model(value, name, step))
    return shared(psf_of_images(value, name, step or 1.0))


def find_psfs(config: Config, rank: int = 0) -> Psfs:
    """The models of PSF_NAME; of two names, those of the first (0) or of the second (1)."""
    return read_psfs(config.PSF_NAME[rank], config.folder)


def rank_for_measurement(config: Config, columns: Collection[str]) -> int:
    """Which name of PSF_NAME has the PSF of the image that is measured: the second where the first is needed as well.

    It is, for fits to the detection image; otherwise SExtractor ignores the second.
    """
    return int(len(config.PSF_NAME) > 1 and any(OF_DETECTION in name for name in columns))


def psf_of_extension(config: Config, image: Image, rank: int = 0) -> Psf:
    """The model of PSF_NAME that goes with an image extension, see `find_psfs`.

    Raises
    ------
    SexlikeError
        There are models for fewer extensions than the image has.
    """
    name, (models, for_all) = config.PSF_NAME[rank], find_psfs(config, rank)
    if for_all:
        return models[0]
    if image.rank > len(models):
        text = f"{name} holds {counted(len(models), 'PSF model')}, but {image.name} has more extensions"
        hint = f"PSFEx writes one for each extension of its catalog; {name}[1] takes the first for all."
        raise SexlikeError(text, where="PSF_NAME", hint=hint)
    return models[image.rank - 1]

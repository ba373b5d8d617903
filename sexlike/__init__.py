"""SExtractor for today: the same command, the same columns, the same numbers."""

from __future__ import annotations

from ._version import __version__
from .errors import SexlikeError, SexlikeWarning

TYPE_CHECKING = False  # that of typing, which takes its time
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping, Sequence
    from concurrent.futures import Executor
    from typing import Any

    from astropy.wcs import WCS

    from .batch.api import Batch
    from .config.config import Config
    from .measure.flags import decode_flags
    from .measure.psf.model import Psf
    from .output.catalogtable import Catalog
    from .output.extensionmaps import ExtensionMaps
    from .output.result import Result

__all__ = [
    "Catalog",
    "Config",
    "ExtensionMaps",
    "Result",
    "SexlikeError",
    "SexlikeWarning",
    "__version__",
    "decode_flags",
    "extract",
    "read_config",
    "read_psf",
    "run_batch",
]

# Imported when they are first used: numpy and astropy.table take longer to import than all of sexlike.
MODULES = {
    "Catalog": ".output.catalogtable",
    "Config": ".config.config",
    "ExtensionMaps": ".output.extensionmaps",
    "Result": ".output.result",
    "decode_flags": ".measure.flags",
}


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(MODULES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def read_config(path: str | os.PathLike[str] | Mapping[str, Any] | Config | None = None, **keywords: Any) -> Config:
    """Read and check a configuration.

    Parameters
    ----------
    path : str, path, mapping or Config, optional
        A ``.toml`` or ``.sex`` file, keywords with their values, or another configuration. Without it, keywords have
        their defaults.
    **keywords
        SExtractor's keywords, in any case: ``DETECT_THRESH=2``, ``phot_apertures=(5, 10)``. They override ``path``.

    Returns
    -------
    Config
        Its attributes are the values of the keywords.

    Raises
    ------
    SexlikeError
        A file cannot be read, or a keyword or a value is not allowed.

    Examples
    --------
    >>> import sexlike
    >>> config = sexlike.read_config({"DETECT_THRESH": 2}, phot_apertures=(5, 10))
    >>> config.PHOT_APERTURES
    (5.0, 10.0)
    """
    from .config.extract_arguments import config_from

    return config_from(path, keywords)


def read_psf(source: Any, step: float | None = None) -> Psf:
    """Read a model of the point spread function (PSF), to look at it or to hand it on as PSF_NAME.

    Parameters
    ----------
    source : str, path, array, HDU, HDUList, NDData, or an ImagePSF or GriddedPSFModel of photutils
        A ``.psf`` file by PSFEx (``image.psf[2]`` is its second table), or an image of the PSF.
    step : float, optional
        Distance of the samples of an image in pixels: 0.25 for an image that is oversampled by 4. The default is what
        the image tells (PSF_SAMP, OVERSAMP, ``oversampling``), or else 1.

    Returns
    -------
    Psf
        ``psf.local(contexts)`` is the PSF where what it depends on, ``psf.contexts``, has the values of ``contexts``.

    Raises
    ------
    SexlikeError
        There is no such file, it is damaged, or it is no PSF.

    Examples
    --------
    >>> import numpy as np, sexlike
    >>> y, x = np.mgrid[-10:11, -10:11]
    >>> psf = sexlike.read_psf(np.exp(-(x**2 + y**2) / 8))
    >>> round(psf.fwhm, 1)
    4.7
    """
    from .measure.psf.finding import read_psfs

    return read_psfs(source, step=step).models[0]


def extract(
    image: Any,
    config: str | os.PathLike[str] | Mapping[str, Any] | Config | None = None,
    *,
    params: str | os.PathLike[str] | Sequence[str] | None = None,
    error: Any = None,
    weight: Any = None,
    mask: Any = None,
    header: Mapping[str, Any] | None = None,
    wcs: WCS | None = None,
    **keywords: Any,
) -> Result:
    """Find and measure the stars and galaxies in an image.

    Parameters
    ----------
    image : str, path, 2-d array or Quantity, or HDU, HDUList, CCDData, NDData or Cutout2D of astropy; or two of these
        The image. Objects are detected in the first image of a pair and measured in the second. Of a file or a
        HDUList with several images, all are used. Masked pixels are ignored. The uncertainty of a NDData or CCDData
        is used as ``error``, unless the weights are set otherwise; variances and inverse variances are converted.
    config : str, path, mapping or Config, optional
        Configuration file (``.toml`` or ``.sex``), keywords with their values, or what `read_config` returned.
    params : sequence of str, str or path, optional
        Columns of the table, as in ``["X_IMAGE", "MAG_AUTO", "FLUX_APER(3)"]`` or ``"X_IMAGE MAG_AUTO"``, or a
        ``.param`` file. The default is the file that PARAMETERS_NAME names.
    error : array, Quantity, HDU, NDData, NDUncertainty, or name of a file; or a pair of these, optional
        Standard deviation of each pixel, for the search and the measurement: WEIGHT_TYPE MAP_RMS. Of a pair the first
        is for the search. Pixels that are not finite have no weight.
    weight : as ``error``, optional
        Weight of each pixel, an inverse variance on any scale: WEIGHT_TYPE MAP_WEIGHT. With both, ``weight`` is for
        the search and ``error`` for the measurement.
    mask : array of bool, or as ``error``, optional
        True where a pixel is bad: MASK_IMAGE.
    header : astropy.io.fits.Header or mapping, optional
        Header of an array, with its WCS, GAIN, BUNIT and so on.
    wcs : astropy.wcs.WCS, optional
        WCS of an array.
    **keywords
        SExtractor's keywords, in any case. They override ``config``. WEIGHT_IMAGE, FLAG_IMAGE and MASK_IMAGE take
        images as ``error`` does, ASSOC_NAME a table, and all of them names of files. Notes list the main keywords.

    Returns
    -------
    Result
        An astropy QTable with a row for each object, with units and descriptions. The configuration
        is in ``meta["config"]``. The maps ``segmentation``, ``background`` and ``noise`` are attributes,
        ``plot("apertures")`` and the like draw pictures, and ``table`` is the same as a plain QTable.

    Raises
    ------
    SexlikeError
        The image cannot be searched, or arguments contradict each other. The message says why, and what to do.

    Notes
    -----
    The main keywords, their defaults as in a ``.sex`` file, and what they are; ``sexlike -dd`` prints all::

        DETECT_THRESH    1.5           detection threshold: sigma, or mag/arcsec2,zero-point
        ANALYSIS_THRESH  1.5           analysis threshold: sigma, or mag/arcsec2,zero-point
        DETECT_MINAREA   5             minimum number of connected pixels
        FILTER           Y             convolve the image before detection?
        FILTER_NAME      default.conv  file with the convolution kernel
        DEBLEND_NTHRESH  32            number of deblending levels
        DEBLEND_MINCONT  0.005         minimum flux fraction of a component of a blend
        CLEAN            Y             remove false detections in the wings of objects?
        BACK_SIZE        64            mesh size: pixels, or width,height
        BACK_FILTERSIZE  3             median-filter size: meshes, or width,height
        WEIGHT_TYPE      NONE          type of weight map: to detect, to measure
        WEIGHT_SCALING   BACKGROUND    scale weights to the background noise, an error map
        MASK_TYPE        CORRECT       photometry: how to fill the pixels of neighbours
        PHOT_APERTURES   5             MAG_APER: diameters of the apertures (pixels)
        PHOT_AUTOPARAMS  2.5, 3.5      MAG_AUTO: Kron factor, minimum radius
        PHOT_FLUXFRAC    0.5           FLUX_RADIUS: fractions of the flux
        MAG_ZEROPOINT    0.0           magnitude zero-point; AUTO: from the header
        FLUX_UNIT        COUNT         unit of fluxes; AUTO: uJy, if the zero-point is AB
        GAIN             0.0           gain (electrons per ADU); 0: no photon noise
        SATUR_LEVEL      50000.0       saturation level (ADU)
        PIXEL_SCALE      1.0           pixel size (arcsec); 0: from the WCS
        SEEING_FWHM      1.2           FWHM of stars (arcsec) for CLASS_STAR; 0: of the PSF
        NTHREADS         0             number of threads; 0: one per core; sign ignored

    Examples
    --------
    >>> import numpy as np, sexlike
    >>> image = np.random.default_rng(1).normal(size=(64, 64))
    >>> image[30:33, 40:43] += 20
    >>> sexlike.extract(image, params=["X_IMAGE", "Y_IMAGE"], DETECT_THRESH=3)["X_IMAGE"].round(1)
    <Quantity [42.] pix>
    """
    from .config.extract_arguments import columns_from
    from .images.memory.given import take
    from .output.result import Result
    from .pipeline import run

    given, made = take(image, config, keywords, header, wcs, error=error, weight=weight, mask=mask)
    found = list(run(given.images, made, columns_from(params, made.folder), maps=given.maps))
    return Result(found, config=made)


def run_batch(
    rows: Any,
    config: str | os.PathLike[str] | Mapping[str, Any] | Config | None = None,
    executor: Executor | None = None,
    *,
    state: str = "batch.ecsv",
    redo: bool = False,
    retry_failed: bool = False,
    **keywords: Any,
) -> Batch:
    """Find and measure the stars and galaxies in many exposures, and write a catalog of each.

    An exposure that fails does not stop the others. What is done and has not changed since is not done again.

    Parameters
    ----------
    rows : str, path, sequence of str or of dict, or Table
        The exposures: a pattern, a folder, a file with a list or a table, names of images; or a table with a column
        ``image`` (or ``detect`` and ``measure``) and further columns that are keywords; or dictionaries with these.
    config : str, path, mapping or Config, optional
        See `extract`. Names of files may have ``{stem}``, ``{name}``, ``{folder}``, ``{number}``, ``{ext}`` and cards
        of the header, such as ``{FILTER}``.
    executor : concurrent.futures.Executor, optional
        Where the exposures are worked on. Its workers need to see the same files under the same names. The default is
        processes on this machine, one for each core.
    state : str
        The file that remembers what is done: ECSV.
    redo, retry_failed : bool
        Do again what is done; what has failed.
    **keywords
        SExtractor's keywords, in any case. They override ``config``.

    Returns
    -------
    Batch
        Iterate over it to work: it yields the row of each exposure as it ends, a dictionary with ``stem``, ``status``,
        ``objects`` and the other columns of the state. ``table()`` does what is left and returns all rows as a table
        of astropy. ``close()`` gives up.

    Raises
    ------
    SexlikeError
        No exposure is found, the configuration is wrong, or exposures would overwrite each other's files.

    Examples
    --------
    >>> import sexlike
    >>> for row in sexlike.run_batch("night/*.fits", "run.toml", CATALOG_NAME="cats/{stem}.cat"):  # doctest: +SKIP
    ...     print(row["stem"], row["status"], row["objects"])
    """
    from .batch.api import start_batch
    from .batch.state.staleness import Wishes

    return start_batch(rows, config, executor, state, Wishes(redo, retry_failed), keywords)

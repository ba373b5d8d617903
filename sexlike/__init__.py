"""SExtractor for today: the same command, the same columns, the same numbers, in pure Python."""

from ._version import __version__

__all__ = ["SexlikeError", "SexlikeWarning", "__version__", "decode_flags", "extract", "read_config"]

from importlib import import_module

from .errors import SexlikeError, SexlikeWarning

MODULES = {"decode_flags": ".measure.flags"}  # imported when they are first used


def __getattr__(name):
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(MODULES[name], __name__), name)


def read_config(path=None, **keywords):
    """The configuration in a file, with keywords on top of it.

    Parameters
    ----------
    path : str, path, mapping or Config, optional
        A ``.toml`` or ``.sex`` file, keywords with their values, or another configuration; the built-in defaults
        without one.
    **keywords
        SExtractor's keywords, in any case: ``DETECT_THRESH=2``, ``phot_apertures=(5, 10)``.

    Returns
    -------
    sexlike.config.config.Config

    Raises
    ------
    SexlikeError
        A keyword or a value is not allowed.
    """
    from .config.extract_arguments import config_from

    return config_from(path, keywords)


def extract(image, config=None, *, params=None, **keywords):
    """Find and measure the stars and galaxies in an image.

    Parameters
    ----------
    image : str, path, 2-d array, or HDU, HDUList or CCDData of astropy; or a pair of these
        The image. Of a pair, objects are searched in the first and measured in the second. Of a HDUList all images are
        taken, as of a file. Pixels that are masked have no value.
    config : str, path, mapping or Config, optional
        Configuration file (``.toml`` or ``.sex``), keywords with their values, or what `read_config` gave.
    params : sequence of str, str or path, optional
        Columns wanted, as in ``["X_IMAGE", "MAG_AUTO", "FLUX_APER(3)"]`` or ``"X_IMAGE MAG_AUTO"``, or a ``.param``
        file; those of PARAMETERS_NAME by default.
    **keywords
        SExtractor's keywords, in any case; they win over the configuration.

    Returns
    -------
    sexlike.output.result.Result
        A QTable of astropy with a row per object, units and descriptions; the configuration is in
        ``meta["config"]``. It also has the maps ``segmentation``, ``background`` and ``noise``, pictures
        (``plot("apertures")``), and itself as a plain QTable, ``table``.

    Raises
    ------
    SexlikeError
        Anything that keeps the image from being searched: its message says what to do.

    Examples
    --------
    >>> import numpy as np, sexlike
    >>> image = np.random.default_rng(1).normal(size=(64, 64))
    >>> image[30:33, 40:43] += 20
    >>> sexlike.extract(image, params=["X_IMAGE", "Y_IMAGE"], DETECT_THRESH=3)["X_IMAGE"].round(1)
    <Quantity [42.] pix>
    """
    from .config.extract_arguments import columns_from
    from .images.pairs import images_of
    from .output.result import Result
    from .pipeline import run

    config = read_config(config, **keywords)
    found = list(run(images_of(image), config, columns_from(params, config.folder)))
    return Result(found, config=config)

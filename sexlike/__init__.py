"""SExtractor for today: the same command, the same columns, the same numbers, in pure Python."""

__version__ = "0.1.0"
__all__ = ["SexlikeError", "SexlikeWarning", "__version__", "extract", "read_config"]

from .errors import SexlikeError, SexlikeWarning


def read_config(path=None, **keywords):
    """The configuration in a file, with keywords on top of it.

    Parameters
    ----------
    path : str or path, optional
        A ``.toml`` or ``.sex`` file; the built-in defaults without one.
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
    from .config.config import read_config

    return read_config(path, keywords, origin="argument")


def extract(image, config=None, *, params=None, **keywords):
    """Find and measure the stars and galaxies in an image.

    Parameters
    ----------
    image : str, path, HDU of astropy, or 2-d array; or a pair of these
        The image. Of a pair, objects are searched in the first and measured in the second.
    config : str, path or Config, optional
        Configuration file (``.toml`` or ``.sex``), or what `read_config` gave.
    params : sequence of str, optional
        Columns wanted, as in ``["X_IMAGE", "MAG_AUTO", "FLUX_APER(3)"]``; those of PARAMETERS_NAME by default.
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
    from .config.columnfile import parse_columns
    from .config.config import Config
    from .output.result import Result
    from .pipeline import run

    given = isinstance(config, Config)
    config = config.under(read_config(**keywords)) if given else read_config(config, **keywords)
    images = image if isinstance(image, list | tuple) else [image]
    found = list(run(images, config, None if params is None else parse_columns(params)))
    return Result(found, config=config)

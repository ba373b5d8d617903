"""The files that a pair of keywords asks for: CATALOG_TYPE and CATALOG_NAME, for example."""

from ..errors import SexlikeError


def named_files(config, subject, names=None):
    """The types and names that the configuration has for catalogs, check-images or check-plots.

    Parameters
    ----------
    config : Config
    subject : {"CATALOG", "CHECKIMAGE", "CHECKPLOT"}
        What the keywords begin with that end in ``_TYPE`` and ``_NAME``.
    names : sequence of str, optional
        Names in place of those of the configuration.

    Returns
    -------
    list of (str, str)
        Type and name of each file; those of type NONE are left out.

    Raises
    ------
    SexlikeError
        There are not as many names as types.
    """
    types = getattr(config, f"{subject}_TYPE")
    names = getattr(config, f"{subject}_NAME") if names is None else names
    if set(types) <= {"NONE"}:
        return []
    if len(types) != len(names):
        origins = (f"{keyword}: {config.origin(keyword)}" for keyword in (f"{subject}_TYPE", f"{subject}_NAME"))
        raise SexlikeError(
            f"{subject}_NAME(s) and {subject}_TYPE(s) are not in equal number: "
            f"{', '.join(names) or 'none'} for {', '.join(types)}",
            hint=f"Set both. They come from {', '.join(origins)}.",
        )
    return [(kind, name) for kind, name in zip(types, names, strict=True) if kind != "NONE"]


def refuse_repeated(keyword, values, hint=None):
    """Raise SexlikeError if a keyword has one value twice."""
    repeated = next((value for index, value in enumerate(values) if value in values[:index]), None)
    if repeated is not None:
        raise SexlikeError(f"{keyword} has {repeated} twice", hint=hint)

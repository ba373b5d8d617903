"""The versions on which the numbers of a catalog depend: those of the workers are to be those of the client."""

from collections.abc import Mapping

from ..._version import __version__

PACKAGES = ("numpy", "sep")


def versions() -> dict[str, str]:
    """The versions that are installed here, by package."""
    from importlib.metadata import version

    return {"sexlike": __version__} | {package: version(package) for package in PACKAGES}


def difference(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Name the versions that differ: "numpy 1.26.4 (here 2.4.6)"; empty if none does."""
    parts = [
        f"{package} {there.get(package, 'missing')} (here {version})"
        for package, version in here.items()
        if there.get(package) != version
    ]
    return ", ".join(parts)

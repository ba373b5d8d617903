"""All files that a configuration names."""

from collections.abc import Iterator, Sequence

from ..config.config import Config
from ..config.keywords import KEYWORDS
from ..images.files.headfile import head_path
from ..images.files.selectors import split_selector
from .files.places import identity
from .outputpaths import input_path


def is_separate(path: str, config: Config, images: Sequence[str]) -> bool:
    """Whether the file of XML_NAME is no other file that a run could read or write, whatever the run gets to."""
    return identity(path) not in {identity(name) for name in other_names(config, images)}


def other_names(config: Config, images: Sequence[str]) -> Iterator[str]:
    """Paths of the images and their external headers, the configuration, and what keywords name but XML_NAME."""
    for image in images:
        path = split_selector(image)[0]
        yield from (path, head_path(path, config.HEADER_SUFFIX))
    if config.path:
        yield config.path
    for keyword in KEYWORDS:
        if keyword.endswith(("_NAME", "_IMAGE")) and keyword != "XML_NAME":
            value = getattr(config, keyword)
            for name in value if isinstance(value, tuple) else (value,):
                yield from (name, input_path(keyword, name, config))

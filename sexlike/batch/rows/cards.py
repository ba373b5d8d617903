"""Cards of the headers that names of files ask for. A header is read once, and only where a card is needed."""

from typing import Any

from ...errors import SexlikeError
from .exposure import Exposure


class Cards:
    """The cards of an exposure: those of its image, then those of the primary header of the file.

    Parameters
    ----------
    exposure : Exposure
    suffix : str
        HEADER_SUFFIX: an external header counts.
    known : dict, optional
        Cards and their texts from an earlier time, if the image is still the same.

    Attributes
    ----------
    used : dict
        Cards that were asked for, and their texts.
    """

    def __init__(self, exposure: Exposure, suffix: str, known: dict[str, str] | None = None) -> None:
        self.exposure, self.suffix, self.known = exposure, suffix, known or {}
        self.used: dict[str, str] = {}
        self.headers: list[Any] | None = None

    def __call__(self, name: str) -> str:
        """The value of a card as text.

        Raises
        ------
        SexlikeError
            The file cannot be read, or has no such card.
        """
        if name not in self.used:
            self.used[name] = self.known[name] if name in self.known else self.read(name)
        return self.used[name]

    def read(self, name: str) -> str:
        """The value of a card in the file."""
        from ...images.files.cards import card_value
        from ...images.files.extensions import open_extensions
        from ...suggestions import did_you_mean

        image = self.exposure.images[-1]
        if self.headers is None:
            self.headers = open_extensions(image, self.suffix)[0].headers()
        for header in self.headers:
            value = card_value(header, name)
            if value is not None:
                return "FT"[value] if isinstance(value, bool) else str(value)
        hint = did_you_mean(name, {keyword for header in self.headers for keyword in header if keyword})
        text = f"no card {name} in the header of {image}, and {{{name}}} names a file after it"
        raise SexlikeError(text, hint=hint)

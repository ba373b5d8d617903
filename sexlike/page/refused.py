"""The exception for requests that get an error in place of an answer."""

from __future__ import annotations


class Refused(Exception):
    """A request cannot be done.

    Parameters
    ----------
    status : int
        Of HTTP: 400 for what makes no sense, 403, 404, 409 where it does not fit what is going on, 413, 422 for a
        setting that is not allowed, 503.
    message : str
        A sentence for the user.
    keyword : str, optional
        The keyword that is wrong.
    """

    def __init__(self, status: int, message: str, keyword: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.keyword = status, message, keyword

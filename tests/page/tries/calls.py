"""A session of the page whose requests are called as functions, without a server."""

import json
from contextlib import contextmanager

import pytest

from sexlike.config.arguments import parse_arguments
from sexlike.config.config import load_config
from sexlike.output.console import show_messages
from sexlike.page.refused import Refused
from sexlike.page.serving.replies import as_json
from sexlike.page.serving.routes import ROUTES
from sexlike.page.session import Session
from sexlike.page.tries.desk import desk_of

from ...ourfield import EXAMPLES, SCIENCE

PATIENCE = 120  # seconds
RUN = str(EXAMPLES / "run.toml")
WHOLE = [1, 1, 1024, 1024]
NO_FILES = ("-CHECKIMAGE_TYPE", "NONE", "-CATALOG_TYPE", "ASCII_HEAD", "-CATALOG_NAME", "run.cat")


class Calls:
    """A session, and its requests."""

    def __init__(self, session):
        self.session = session

    def reply(self, path, body=None, method=None):
        """What a request gives."""
        answer = ROUTES[method or ("GET" if body is None else "POST"), path](self.session, body or {})
        return as_json(answer) if isinstance(answer, dict) else answer

    def told(self, path, body=None, method=None):
        """What a request gives, of JSON."""
        return json.loads(self.reply(path, body, method).body)

    def try_(self, region=WHOLE, serial=1, **settings):
        """Try settings."""
        return self.told("/api/try", {"serial": serial, "region": region, "settings": settings})

    def refusal(self, path, body=None, method=None):
        """The refusal of a request."""
        with pytest.raises(Refused) as refused:
            self.reply(path, body, method)
        return refused.value

    def run(self, **settings):
        """Run the whole image, and wait for it -> its status."""
        self.told("/api/run", {"settings": settings})
        return self.ended("run")

    def ended(self, what):
        """Wait until a run or a grid has ended -> its status."""
        getattr(desk_of(self.session), what).thread.join(PATIENCE)
        return self.told("/api/status")[what]


@contextmanager
def calls_of(*words):
    """Context with the session of a command line -> Calls."""
    with show_messages("QUIET"):
        arguments = parse_arguments([str(word) for word in words])
        session = Session(arguments.images, load_config(arguments.config, arguments.settings), arguments, "key")
        try:
            yield Calls(session)
        finally:
            session.close()


@contextmanager
def field_page(*words):
    """The same of the examples' field with its configuration."""
    with calls_of(SCIENCE, "-c", RUN, *NO_FILES, *words) as calls:
        yield calls

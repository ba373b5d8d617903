"""A connection: its requests are checked, answered by the function of their route, and never by a traceback."""

from __future__ import annotations

import io
import logging
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

from ...errors import SettingError, SexlikeError
from ..refused import Refused
from .guard import (
    KEY_HEADER,
    length_of_body,
    query_of,
    read_body,
    require_key,
    require_own_site,
    require_same_origin,
)
from .patience import PatientReader
from .port import own_names
from .replies import SAFETY, Reply, as_json, error
from .routes import find_route
from .webfiles import web_file

API, WEB = "/api/", "/web/"
FIRST_SECONDS, BODY_SECONDS, IDLE_SECONDS, SEND_SECONDS = 10.0, 20.0, 5.0, 30.0
VERSIONS = ("HTTP/1.0", "HTTP/1.1")

log = logging.getLogger("sexlike")


class Handler(BaseHTTPRequestHandler):
    """Answers the requests that come over a connection."""

    server: Any  # a PageServer, which imports this
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Begin with a connection."""
        self.connection = self.request
        self.patient = PatientReader(self.connection)
        self.rfile = io.BufferedReader(self.patient)
        self.wfile = self.head = io.BytesIO()
        self.names = own_names(self.server.address, self.connection.getsockname()[0])
        self.patient.wait(FIRST_SECONDS)

    def handle(self) -> None:
        """Answer requests until the connection ends, or others wait for a thread."""
        self.close_connection = True
        self.handle_one_request()
        while not self.close_connection:
            self.patient.wait(IDLE_SECONDS)
            self.handle_one_request()

    def finish(self) -> None:
        """End with a connection."""
        self.rfile.close()

    def do_GET(self) -> None:
        """Answer a request."""
        self.answer()

    def do_POST(self) -> None:
        """Answer a request with a body."""
        self.answer()

    def answer(self) -> None:
        """Check a request, and send what its route gives."""
        try:
            self.send(self.checked())
        except Refused as refused:
            self.close_connection = True  # the body may not have been read
            self.send(error(refused.status, refused.message, refused.keyword))

    def checked(self) -> Reply:
        """The reply to a request that passes the checks."""
        if self.request_version not in VERSIONS:
            self.request_version = VERSIONS[0]
            raise Refused(400, "The request is of another version of HTTP.")
        require_own_site(self.headers, self.names)
        length = length_of_body(self.headers)
        path, _, query = self.path.partition("?")
        fields = query_of(query)
        if path == "/":
            self.require_method("GET")
            return self.first_page(fields)
        if path.startswith(WEB):
            self.require_method("GET")
            return web_file(unquote(path.removeprefix(WEB)))
        if not path.startswith(API):
            raise Refused(404, "There is no such page.")
        require_same_origin(self.headers)
        require_key(self.headers.get(KEY_HEADER), self.server.session.key)
        function = find_route(self.command, path)
        if self.command == "GET":
            self.close_connection = self.close_connection or length > 0  # its body is no other request
            return self.called(function, fields)
        self.patient.wait(BODY_SECONDS)
        return self.called(function, read_body(self.rfile, length))

    def first_page(self, fields: dict[str, str]) -> Reply:
        """The page itself, which holds nothing that is secret: without a key it has one from before, or asks for it."""
        session = self.server.session
        if "once" in fields:
            if not session.take_ticket(fields["once"]):
                raise Refused(403, "This address has been used: use the one that sexlike has printed.")
            return Reply(b"", status=303, headers={"Location": f"/?key={session.key}"})
        if "key" in fields:
            require_key(fields["key"], session.key)
        return web_file("index.html")

    def require_method(self, method: str) -> None:
        """Refuse other methods."""
        if self.command != method:
            raise Refused(405, f"This address takes {method} only.")

    def called(self, function: Any, given: dict[str, Any]) -> Reply:
        """What the function of a route gives; whatever goes wrong in it is a reply, too."""
        try:
            found = function(self.server.session, given)
            return found if isinstance(found, Reply) else as_json(found)
        except Refused as refused:
            return error(refused.status, refused.message, refused.keyword)
        except SettingError as wrong:
            return error(422, str(wrong))
        except SexlikeError as wrong:
            return error(409, str(wrong))
        except MemoryError:
            return error(503, "There is not enough memory for this.")
        except Exception as bug:
            log.debug("%s %s", self.command, self.path.partition("?")[0], exc_info=True)
            return error(500, f"This is an error of sexlike itself: {type(bug).__name__}: {bug}")

    def send(self, reply: Reply) -> None:
        """Send a reply."""
        if self.server.waiting.qsize():
            self.close_connection = True
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.kind, **SAFETY, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        head, self.head = self.head.getvalue(), io.BytesIO()
        self.wfile = self.head
        self.connection.settimeout(SEND_SECONDS)
        self.connection.sendall(head + (b"" if self.command == "HEAD" else reply.body))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send what the standard library says of a request that it cannot read."""
        self.close_connection = True
        if self.request_version not in VERSIONS:
            self.request_version = VERSIONS[0]
        self.send(error(code, f"The request is not understood (status {code})."))

    def version_string(self) -> str:
        """The name of the server, without versions."""
        return "sexlike"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is said of requests."""

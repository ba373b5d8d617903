"""A page that is served in this process, for tests: requests as browsers send them, and such as they never do."""

import http.client
import json
import socket
import threading
from contextlib import contextmanager

from sexlike.config.arguments import Arguments
from sexlike.config.config import load_config
from sexlike.page.serving.guard import KEY_HEADER
from sexlike.page.serving.port import Address, listen
from sexlike.page.serving.server import PageServer
from sexlike.page.session import Session

PATIENCE = 60  # seconds
KEY = "a-key-of-the-tests"


class Served:
    """A page that is served."""

    def __init__(self, server):
        self.server, self.session, self.port = server, server.session, server.address.port
        self.host = f"127.0.0.1:{self.port}"

    def ask(self, path, content=None, method=None, headers=None, key=KEY):
        """Ask for something -> status, headers, bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        body = None if content is None else content if isinstance(content, bytes) else json.dumps(content)
        try:
            given = ({} if key is None else {KEY_HEADER: key}) | (headers or {})
            connection.request(method or ("GET" if body is None else "POST"), path, body, given)
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            connection.close()

    def told(self, path, content=None):
        """What is answered in JSON."""
        status, _, data = self.ask(path, content)
        assert status == 200, data
        return json.loads(data)

    def raw(self, data):
        """All that is answered to some bytes, until the server ends the connection."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            return exchanged(connection, data)

    def wait_for_background(self):
        """Wait until the background of the whole image is there."""
        assert self.session.view.sky.latest.finished.wait(PATIENCE)


def exchanged(connection, data):
    """Send bytes, say that there are no more, and read until the end."""
    answer = b""
    try:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(1 << 16):
            answer += piece
    except (ConnectionResetError, BrokenPipeError):  # it was refused before all of it was read
        pass
    return answer


@contextmanager
def served(*images, host="127.0.0.1", arguments=None, begin=True, **settings):
    """Context in which a page on some images is served -> Served."""
    config = load_config(None, list(settings.items()))
    names = [str(image) for image in images]
    session = Session(names, config, arguments or Arguments("page", names), KEY)
    listener, address = listen(Address(host, 0))
    server = PageServer(listener, address, session)
    if begin:
        session.view.begin()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Served(server)
    finally:
        server.shutdown()
        session.view.close()
        session.view.sky.latest.finished.wait(PATIENCE)
        listener.close()
        thread.join(PATIENCE)

"""The server under load: many browsers at once, slow ones, such as break off; and files of the page."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sexlike.page.serving import handler, server, webfiles
from sexlike.page.serving.routes import ROUTES

from ..served import KEY, PATIENCE, exchanged, served

GET = "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Sexlike-Key: " + KEY + "\r\n"


def test_200_requests_at_once(page):
    places = [(layer, column, row) for layer in ("image", "background", "noise") for column in (0, 1) for row in (0, 1)]
    start = threading.Barrier(200)

    def ask(number):
        layer, column, row = places[number % len(places)]
        start.wait(PATIENCE)
        return page.ask(f"/api/tile?layer={layer}&level=0&column={column}&row={row}")

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(ask, range(200)))
    assert {status for status, _, _ in answers} <= {200, 503}
    assert sum(status == 200 for status, _, _ in answers) > 100
    assert len({data for status, _, data in answers if status == 200}) == len(places)
    assert len(page.server.threads) <= server.MOST_THREADS
    assert page.told("/api/status")["background"]["ready"]


def test_too_many_are_refused(field, monkeypatch):
    """While all threads are busy others wait, and when too many wait, they are told so."""
    monkeypatch.setattr(server, "MOST_THREADS", 2)
    monkeypatch.setattr(server, "MOST_WAITING", 3)
    release, busy = threading.Event(), threading.Barrier(3)

    def slow(*_):
        if not release.is_set():
            busy.wait(PATIENCE)
        release.wait(PATIENCE)
        return {}

    monkeypatch.setitem(ROUTES, ("GET", "/api/status"), slow)
    with served(field, begin=False) as page, ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(page.ask, "/api/status") for _ in range(2)]
        busy.wait(PATIENCE)
        asked += [pool.submit(page.ask, "/api/status") for _ in range(10)]
        deadline = time.monotonic() + PATIENCE
        while sum(one.done() for one in asked) < 7 and time.monotonic() < deadline:
            time.sleep(0.01)
        release.set()
        statuses = sorted(one.result()[0] for one in asked)
        page.session.view.sky.latest.finished.set()
    assert statuses == [200] * 5 + [503] * 7
    assert len(page.server.threads) == 2


def test_a_connection_serves_several_requests(page):
    with socket.create_connection(("127.0.0.1", page.port), PATIENCE) as connection:
        for _ in range(3):
            connection.sendall(f"{GET.format(path='/api/status', host=page.host)}\r\n".encode())
            assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200 OK\r\n")
        last = f"{GET.format(path='/api/status', host=page.host)}Connection: close\r\n\r\n"
        assert b"Connection: close" in exchanged(connection, last.encode())


@pytest.mark.parametrize("sent", [b"", b"GET /api", b"POST /api/extension HTTP/1.1\r\nX: 1\r\nX-", None])
def test_slow_ones_are_left(field, monkeypatch, sent):
    """They send a byte now and then, or nothing, and keep a thread for a while only."""
    monkeypatch.setattr(handler, "FIRST_SECONDS", 0.3)
    monkeypatch.setattr(handler, "BODY_SECONDS", 0.3)
    with served(field, begin=False) as page:
        page.session.view.sky.latest.finished.set()
        if sent is None:  # all but the end of the body
            head = GET.format(path="/api/extension", host=page.host).replace("GET", "POST", 1)
            sent = f"{head}Content-Length: 15\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", page.port), PATIENCE) as connection:
            connection.sendall(sent)
            begin, ended = time.monotonic(), False
            connection.settimeout(0.05)
            while not ended and time.monotonic() < begin + PATIENCE:
                try:
                    connection.sendall(b"x")
                    ended = connection.recv(1 << 10) == b""
                except TimeoutError:
                    continue
                except OSError:
                    ended = True
            assert ended
        assert page.told("/api/status")


def test_a_browser_that_does_not_listen(page):
    """It asks for a tile and is gone: nothing is printed, and the next one is served."""
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", page.port), PATIENCE) as connection:
            connection.sendall(f"{GET.format(path='/api/session', host=page.host)}\r\n".encode())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # no farewell
    assert page.told("/api/status")


def test_an_error_of_our_own_is_told_without_a_traceback(page, monkeypatch, capfd):
    def broken(*_):
        raise ZeroDivisionError("<b>of ours</b>")

    monkeypatch.setitem(ROUTES, ("GET", "/api/status"), broken)
    status, headers, data = page.ask("/api/status")
    assert (status, headers["Content-Type"]) == (500, "application/json")
    assert json.loads(data)["error"] == "This is an error of sexlike itself: ZeroDivisionError: <b>of ours</b>"
    assert capfd.readouterr().err == ""


def test_the_page_and_its_files(page):
    status, headers, data = page.ask("/", key=None)
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert KEY.encode() not in data
    assert page.ask(f"/?key={KEY}", key=None)[2] == data
    for name, path in webfiles.web_files().items():
        status, headers, data = page.ask(f"/web/{name}", key=None)
        assert (status, headers["Content-Type"], data) == (200, webfiles.KINDS[path.suffix], path.read_bytes())

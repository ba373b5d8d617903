"""What the server lets in: a wrong key, a foreign name or site, odd paths and bodies are refused with a status."""

import json

import pytest

from sexlike.page.serving.guard import LARGEST_BODY
from sexlike.page.serving.routes import ROUTES
from sexlike.page.serving.webfiles import web_files

from ..served import KEY

HEAD = "{method} {path} HTTP/1.1\r\nHost: {host}\r\nX-Sexlike-Key: {key}\r\n"


def status_of(answer):
    """The status of an answer, and that it is a whole one."""
    head, _, body = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    assert words[0] in (b"HTTP/1.0", b"HTTP/1.1"), answer
    assert b"Traceback" not in answer
    assert f"Content-Length: {len(body)}".encode() in head
    return int(words[1])


def raw_status(page, more="", body=b"", method="GET", path="/api/session", host=None, key=KEY):
    """The status of a request that is written by hand."""
    head = HEAD.format(method=method, path=path, host=page.host if host is None else host, key=key)
    return status_of(page.raw(f"{head}{more}Connection: close\r\n\r\n".encode("latin-1") + body))


def test_the_right_request_is_answered(page):
    assert raw_status(page) == 200
    assert raw_status(page, f"Origin: http://{page.host}\r\n") == 200
    assert raw_status(page, "Sec-Fetch-Site: same-origin\r\n") == 200


@pytest.mark.parametrize("key", ["", "x", KEY[:-1], KEY + "x", KEY.upper(), "Å" * 20])
@pytest.mark.parametrize("route", [*ROUTES, ("GET", "/api/nothing")], ids=" ".join)
def test_without_the_key_no_data(page, key, route):
    method, path = route
    assert raw_status(page, method=method, path=path, key=key) == 403


def test_the_key_is_no_field_of_a_query(page):
    status, _, _ = page.ask(f"/api/session?key={KEY}", key=None)
    assert status == 403


def test_a_wrong_key_in_the_address(page):
    assert page.ask("/?key=wrong", key=None)[0] == 403
    assert page.ask("/?key=", key=None)[0] == 403


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "evil.example:{port}",
            "127.0.0.1",
            "127.0.0.1:1",
            "localhost:1",
            "127.0.0.1:{port}.evil.example",
        ),
        *("127.0.0.2:{port}", "localhost.evil.example:{port}", "0.0.0.0:{port}", "user@127.0.0.1:{port}", ""),
    ],
)
@pytest.mark.parametrize("path", ["/", "/web/main.js", "/api/session", "/nothing"])
def test_a_foreign_name(page, host, path):
    """As after DNS rebinding: the name of another site leads to this machine."""
    assert raw_status(page, path=path, host=host.format(port=page.port)) == 403


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}", "[::1]:{port}"])
def test_own_names(page, host):
    assert raw_status(page, host=host.format(port=page.port)) == 200


def test_two_names_or_none(page):
    assert raw_status(page, f"Host: {page.host}\r\n") == 403
    assert status_of(page.raw(f"GET /api/session HTTP/1.1\r\nX-Sexlike-Key: {KEY}\r\n\r\n".encode())) == 403
    assert status_of(page.raw(f"GET /api/session HTTP/1.0\r\nX-Sexlike-Key: {KEY}\r\n\r\n".encode())) == 403


@pytest.mark.parametrize(
    "more",
    [
        *(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: https://{host}",
            "Origin: http://{host}.evil.example",
        ),
        *("Origin: http://127.0.0.1", "Origin: http://127.0.0.1:1", "Sec-Fetch-Site: cross-site", "Origin:"),
        *("Sec-Fetch-Site: same-site", "Origin: http://{host}\r\nOrigin: http://evil.example"),
    ],
)
def test_requests_of_other_sites(page, more):
    assert raw_status(page, f"{more.format(host=page.host)}\r\n") == 403
    assert raw_status(page, f"{more.format(host=page.host)}\r\n", method="POST", path="/api/extension") == 403


PATHS = [
    *("/web/../../../../etc/passwd", "/web/..%2f..%2f..%2fetc/passwd", "/web/%2e%2e/%2e%2e/session.py", "//etc/passwd"),
    *("/web//etc/passwd", "/web/%2fetc%2fpasswd", "/etc/passwd", "/../", "/web/", "/web/.", "/web/..", "/web", "/."),
    *("/web/index.html%00.js", "/web/%00", "/web/index.html/", "/web/./index.html", "/web/INDEX.HTML", "/index.html"),
    *("/web/..\\..\\setup.py", "/web/%5c..%5c", "/web/C:%5cWindows", "/web/%c0%ae%c0%ae/x", "/web/~root", "/api"),
    *("/api/", "/api/../web/index.html", "/api/session/", "/api/session%00", "/API/session", "http://evil.example/"),
    *("*", "web/index.html", "/web/%zz", "/web/%252e%252e%252fetc", "/?/../etc/passwd=1&key=no", "/favicon.ico"),
]


@pytest.mark.parametrize("path", PATHS)
def test_paths_lead_nowhere(page, path):
    answer = page.raw(HEAD.format(method="GET", path=path, host=page.host, key=KEY).encode() + b"\r\n")
    assert status_of(answer) in (403, 404)
    assert b"root:" not in answer


def test_a_link_among_the_files_of_the_page_is_not_followed_elsewhere():
    """The list of names is of regular files of the package, whatever is asked for."""
    folders = {path.resolve().parent for path in web_files().values()}
    assert {folder.name for folder in folders} <= {"web"}
    assert not [name for name in web_files() if name.startswith((".", "/")) or ".." in name]


def test_long_addresses_and_headers(page):
    assert raw_status(page, path="/" + "a" * 60_000) == 404
    assert raw_status(page, path="/" + "a" * 70_000) == 414
    assert raw_status(page, path="/api/tile?" + "a=1&" * 100) == 400
    assert raw_status(page, path="/api/tile?layer=" + "a" * 5000) == 400
    assert raw_status(page, "X: " + "a" * 70_000 + "\r\n") == 431
    assert raw_status(page, "".join(f"X-{number}: 1\r\n" for number in range(200))) == 431


@pytest.mark.parametrize(
    ("length", "status"),
    [
        *(("-1", 400), ("1e3", 400), ("+5", 400), ("0x10", 400), ("five", 400), ("", 400), ("５", 400), ("1 2", 400)),
        *((str(LARGEST_BODY + 1), 413), ("9" * 400, 413), ("5\r\nContent-Length: 6", 400)),
    ],
)
def test_odd_lengths(page, length, status):
    more = f"Content-Length: {length}\r\n".encode().decode("latin-1")
    assert raw_status(page, more, b"{}", "POST", "/api/extension") == status


def test_a_body_that_nobody_wants_is_no_request(page):
    inner = HEAD.format(method="GET", path="/api/session", host=page.host, key=KEY).encode() + b"\r\n"
    head = HEAD.format(method="GET", path="/api/status", host=page.host, key=KEY)
    answer = page.raw(f"{head}Content-Length: {len(inner)}\r\n\r\n".encode() + inner)
    assert status_of(answer) == 200
    assert answer.count(b"HTTP/1.1 ") == 1


def test_bodies_in_chunks_are_refused(page):
    chunks = b"2\r\n{}\r\n0\r\n\r\n"
    for more in ("Transfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"):
        assert raw_status(page, more, chunks, "POST", "/api/extension") == 411


@pytest.mark.parametrize(
    "body",
    [
        *(b"[]", b"1", b"null", b'"text"', b"{", b"\xff\xfe", b'{"number":NaN}', b'{"number":Infinity}', b"{}{}"),
        *(b"[" * 100_000, b'{"a":' * 50_000, b'{"number":' + b"9" * 10_000 + b"}"),
    ],
    ids=range(12),
)
def test_bodies_that_are_no_object(page, body):
    assert raw_status(page, f"Content-Length: {len(body)}\r\n", body, "POST", "/api/extension") == 400


def test_a_body_that_ends_early(page):
    assert raw_status(page, "Content-Length: 50\r\n", b'{"number":', "POST", "/api/extension") == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "HEAD", "get", "X" * 100])
def test_other_methods(page, method):
    answer = page.raw(HEAD.format(method=method, path="/api/session", host=page.host, key=KEY).encode() + b"\r\n")
    assert int(answer.split(b" ", 2)[1]) == 501
    assert b"Allow-Origin" not in answer


def test_the_wrong_one_of_two_methods(page):
    assert raw_status(page, method="POST", path="/api/session") == 405
    assert raw_status(page, method="GET", path="/api/extension") == 405
    assert raw_status(page, method="POST", path="/") == 405


@pytest.mark.parametrize(
    "line",
    [
        *(
            "GET /\r\n\r\n",
            "GET / HTTP/2.0\r\n\r\n",
            "GET / HTTP/0.9\r\n\r\n",
            "GET / X\r\n\r\n",
            "\x16\x03\x01\r\n\r\n",
        ),
        *("GET  /  HTTP/1.1\r\n\r\n", "G\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "GET / HTTP/99999999999.1\r\n\r\n"),
    ],
)
def test_lines_that_are_no_request(page, line):
    assert status_of(page.raw(line.encode("latin-1"))) in (400, 403, 404, 505)


def test_every_answer_keeps_the_browser_safe(page):
    for path in ("/", "/web/main.js", "/api/session", "/api/nothing", "/nothing", "/api/tile?level=0&column=0&row=0"):
        _, headers, _ = page.ask(path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Server"] == "sexlike"
        assert "Access-Control-Allow-Origin" not in headers


def test_a_ticket_opens_the_page_once(page):
    ticket = page.session.new_ticket()
    status, headers, _ = page.ask(f"/?once={ticket}", key=None)
    assert (status, headers["Location"]) == (303, f"/?key={KEY}")
    assert page.ask(f"/?once={ticket}", key=None)[0] == 403
    assert page.ask("/?once=", key=None)[0] == 403


def test_errors_are_sentences(page):
    status, headers, data = page.ask("/api/tile?layer=<b>&level=0&column=0&row=0")
    assert (status, headers["Content-Type"]) == (404, "application/json")
    assert json.loads(data)["error"].startswith("There is no layer '<b>' (allowed: image, ")

"""Random requests, most of them nonsense: each is refused, or served, and nothing else ever happens."""

import json
import os
import random
import re
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import sexlike
from sexlike.page.serving.routes import ROUTES
from sexlike.page.serving.webfiles import FOLDER

from ..served import KEY, served

SEED = int(os.environ.get("SEED", "17"))
COUNT = 5000 if os.environ.get("CI_FULL") else 500
STATUSES = {200, 303, 400, 403, 404, 405, 409, 411, 413, 414, 422, 431, 501, 503, 505}
PATHS = [path for _, path in ROUTES] + ["/", "/web/main.js", "/web/index.html", "/nothing"]
PIECES = [
    *(
        "..",
        "/",
        "//",
        "%2e%2e",
        "%2f",
        "%00",
        "\\",
        "etc/passwd",
        "~",
        "C:",
        "?",
        "&",
        "=",
        "#",
        ";",
        "%",
        "*",
        "'",
        '"',
    ),
    *("<script>", "\x00", "\x7f", "\xff", "é", "a" * 300, "-1", "0", "1", "99999999999999999999", "1e9", "NaN", "null"),
]
NAMES = [
    "layer",
    "level",
    "column",
    "row",
    "x",
    "y",
    "number",
    "of",
    "key",
    "once",
    "what",
    "serial",
    "settings",
    "region",
]
NAMES += ["numbers", "grid", "a b", "__class__"]
WORDS = [
    "image",
    "background",
    "mask",
    "segmentation",
    "run",
    "try",
    "DETECT_THRESH",
    "BACK_SIZE",
    "CATALOG_NAME",
    "/etc/x",
]
RUNNING = {"/api/run", "/api/grid"}  # they begin what takes its time, and have tests of their own


def text(draw):
    """A word: a likely one, a piece of trouble, or several of these."""
    return draw.choice([draw.choice(WORDS), draw.choice(PIECES), str(draw.randint(-5, 500)), draw.choice(PIECES) * 3])


def value(draw, depth=0):
    """A value of JSON."""
    kinds = [text(draw), draw.randint(-10, 10**6), draw.random() * 10 ** draw.randint(-20, 20), None, True, [], {}]
    if depth < 3:
        kinds += [[value(draw, depth + 1) for _ in range(draw.randint(0, 4))], content(draw, depth + 1)]
    return draw.choice(kinds)


def content(draw, depth=0):
    """An object of JSON with likely names."""
    return {draw.choice(NAMES + WORDS): value(draw, depth) for _ in range(draw.randint(0, 4))}


def request(draw, host):
    """A request -> its bytes, and whether it has the key and comes under the right name."""
    path = draw.choice(PATHS)
    if draw.random() < 0.15:
        path = draw.choice(["/api/tile?layer=noise&level={}&column=0&row=0", "/api/pixel?x=1{}&y=20"])
        path = path.format(draw.randint(0, 1))
    elif draw.random() < 0.3:
        place = draw.randint(0, len(path))
        path = path[:place] + "".join(draw.choice(PIECES) for _ in range(draw.randint(1, 3))) + path[place:]
    if "?" not in path and draw.random() < 0.6:
        path += "?" + "&".join(f"{draw.choice(NAMES)}={text(draw)}" for _ in range(draw.randint(0, 5)))
    known = [method for method, place in ROUTES if place == path.partition("?")[0]]
    method = draw.choice([*known, *known, "GET", "POST", draw.choice(["PUT", "HEAD", "OPTIONS", "\x00", "", "GET /x"])])
    body = draw.choice([b"", json.dumps(content(draw)).encode(), bytes(draw.randint(0, 255) for _ in range(40))])
    right = draw.random() < 0.8
    key, name = (KEY, host) if right else draw.choice([("", host), ("x" + KEY, host), (KEY, "evil.example"), ("", "")])
    lines = [f"{method} {path} HTTP/1.{draw.randint(0, 1)}", f"Host: {name}", f"X-Sexlike-Key: {key}"]
    length = len(body) if draw.random() < 0.8 else draw.choice([-1, 0, 10**6, 10**12, "x", ""])
    if body or draw.random() < 0.2:
        lines.append(f"Content-Length: {length}")
    if draw.random() < 0.2:
        odd = ["Transfer-Encoding: chunked", "Expect: 100-continue", "Origin: http://evil.example", "X" * 200, ": :"]
        lines.insert(draw.randint(1, len(lines)), draw.choice([*odd, "Connection: keep-alive", "Range: bytes=0-5"]))
    head = draw.choice(["\r\n", "\r\n", "\r\n", "\n"]).join(lines) + "\r\n\r\n"
    return head.encode("utf-8", "replace") + body, right


@contextmanager
def opened_files():
    """Context in which the files that this process opens are listed; the hook stays, and listens no more."""
    found, listening = [], [True]

    def hear(event, arguments):
        if listening and event in ("open", "os.remove", "os.rename", "os.mkdir", "subprocess.Popen", "os.system"):
            found.append((event, arguments[0]))

    sys.addaudithook(hear)
    try:
        yield found
    finally:
        listening.clear()


def is_harmless(event, path):
    """Whether a file belongs to the page, to Python, or to the system's tables; temporary files have no names."""
    if event != "open" or isinstance(path, int):
        return isinstance(path, int)
    name = os.path.abspath(os.fsdecode(path))
    places = (str(FOLDER), str(Path(sexlike.__file__).parent), sys.prefix, sys.base_prefix, "/proc", "/sys", "/dev")
    return name.startswith((*places, tempfile.gettempdir() + "/tmp"))


def test_random_requests_are_refused_or_served(field, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with served(field, VERBOSE_TYPE="QUIET") as page:
        page.wait_for_background()
        page.told("/api/session")
        statuses = []
        with opened_files() as opened:
            for number in range(COUNT):
                draw = random.Random(f"{SEED}.{number}")
                data, right = request(draw, page.host)
                if any(f"POST {path}".encode() in data for path in RUNNING):
                    continue
                statuses += [checked(page.raw(data), data, right, number)]
        assert [one for one in opened if not is_harmless(*one) and str(one[1]) != str(field)] == []
        assert list(tmp_path.iterdir()) == []
        assert len(page.server.threads) < 24
        assert page.told("/api/session")["image"] == "field.fits"
    assert statuses.count(200) > COUNT / 10
    assert {200, 400, 403, 404, 405} <= set(statuses)


def checked(answer, data, right, number):
    """The status of an answer that is a proper one; 0 where there is none, for an empty request."""
    whole = re.fullmatch(rb"HTTP/1\.[01] (\d{3}) .*?\r\n\r\n.*", answer, re.DOTALL)
    where = f"request {number} of seed {SEED}: {data[:300]!r}"
    assert whole, f"{where}: {answer[:300]!r}"
    status = int(whole[1])
    if status == 100:
        status = int(answer.split(b"\r\n\r\n", 1)[1].split(b" ")[1])
    assert status in STATUSES, f"{where}: {answer[:1000]!r}"
    assert b"Traceback" not in answer, where
    path = data.split(b" ")[1:2]
    assert right or status != 200 or not path[0].startswith(b"/api"), where
    return status


@pytest.mark.parametrize("path", sorted({path for method, path in ROUTES if method == "POST"}))
@pytest.mark.parametrize(
    "body", [{}, {"number": None}, {"settings": 5, "numbers": "x", "region": [1], "of": 3, "what": []}]
)
def test_posts_without_what_they_need(page, path, body):
    """They are refused; or what is missing is what was there before."""
    if path in RUNNING and body != {"number": None}:
        body = {"settings": {"NO_SUCH": "1"}, "grid": {"NO_SUCH": []}}
    elif path in RUNNING:
        return
    status, _, _ = page.ask(path, body)
    assert status in STATUSES

"""Chromium without a window, driven over the pipe of its DevTools protocol."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = os.environ.get("SEXLIKE_TEST_AXE")  # axe.min.js of axe-core
SERIOUS = (
    "axe.run().then(found => found.violations.filter(fault => ['serious', 'critical'].includes(fault.impact))"
    ".map(fault => [fault.id, ...fault.nodes.map(node => node.target + ': ' + node.failureSummary)]))"
)
OPTIONS = [
    "--headless=new",
    "--no-sandbox",  # root, as in containers, cannot have it
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
]
PATIENCE = 60  # seconds
# The browser reads from descriptor 3 and writes to 4, whatever their numbers are here.
START = """
import os, sys
reader, writer = (os.dup(int(word)) for word in sys.argv[1:3])
free = [os.open(os.devnull, os.O_RDONLY) for _ in range(5)]  # so that neither is 3 or 4
reader, writer = os.dup(reader), os.dup(writer)
os.dup2(reader, 3)
os.dup2(writer, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """A page in the browser, and what it complained of and asked for.

    Attributes
    ----------
    complaints : list of str
        Messages on its console, errors of scripts, and what its policy forbade.
    requests : list of str
        Addresses it wanted.
    """

    def __init__(self, reader, writer):
        self._reader, self._writer = reader, writer
        self._number, self._session, self._rest = 0, None, b""
        self.complaints, self.requests, self.loaded = [], [], 0
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        """Call a method of the protocol -> its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._writer, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def open(self, path, width=1280, height=900, dark=False):
        """Open a file, or an address, in a window of a size, and wait until it is there."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        loaded = self.loaded
        address = str(path)
        self.call("Page.navigate", url=address if "://" in address else Path(path).absolute().as_uri())
        end = time.monotonic() + PATIENCE
        while self.loaded == loaded:
            assert time.monotonic() < end, "the page does not come"
            self._note(self._next())

    def evaluate(self, script):
        """The value of an expression of JavaScript in the page."""
        result = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, script):
        """Wait until an expression of JavaScript is true, or something; what it speaks of need not be there yet."""
        attempt = f"(() => {{ try {{ return Boolean({script}); }} catch {{ return false; }} }})()"
        end = time.monotonic() + PATIENCE
        while not self.evaluate(attempt):
            assert time.monotonic() < end, f"never true: {script}; {self.complaints}"
            time.sleep(0.03)

    def click(self, selector):
        """Click with the mouse in the middle of an element."""
        where = f"document.querySelector({json.dumps(selector)})"
        x, y = self.evaluate(
            f"(e => {{ e.scrollIntoView({{block: 'center', behavior: 'instant'}}); const r = e.getBoundingClientRect();"
            f" return [r.x + r.width / 2, r.y + r.height / 2]; }})({where})"
        )
        self.drag([(x, y)])

    def drag(self, points, button="left"):
        """Press a button of the mouse at the first point (x, y) of the window, and let it go at the last one."""
        held = {"left": 1, "right": 2}[button]
        kinds = ["mousePressed", *["mouseMoved"] * (len(points) - 1), "mouseReleased"]
        for kind, (x, y) in zip(kinds, [*points, points[-1]], strict=True):
            more = {"button": button, "buttons": 0 if kind == "mouseReleased" else held, "clickCount": 1}
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def type(self, text):
        """Type a text where the focus is."""
        self.call("Input.insertText", text=text)

    def press(self, key, code, shift=False):
        """Press a key: its name, or the character that it writes, and its number."""
        text = "\r" if key == "Enter" else key if len(key) == 1 else ""
        for kind in ("keyDown", "keyUp"):
            more = {"text": text} if text and kind == "keyDown" else {}
            more |= {"windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, **more)

    def picture(self, path):
        """Write a picture of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        Path(path).write_bytes(base64.b64decode(data))

    def _next(self):
        """The next message of the browser."""
        while b"\0" not in self._rest:
            part = os.read(self._reader, 1 << 20)
            assert part, "the browser has ended"
            self._rest += part
        line, self._rest = self._rest.split(b"\0", 1)
        return json.loads(line)

    def _note(self, event):
        """Take note of what happened."""
        method, told = event.get("method"), event.get("params", {})
        if method == "Page.loadEventFired":
            self.loaded += 1
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(f"console: {told['args']}")
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(f"error: {told['exceptionDetails']}")
        elif method == "Log.entryAdded":
            self.complaints.append(f"log: {told['entry']['text']}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])


@contextmanager
def browser():
    """Start Chromium -> a Page."""
    to_browser, ours = os.pipe()
    reader, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [sys.executable, "-c", START, str(to_browser), str(from_browser)]
        command += [CHROMIUM, *OPTIONS, f"--user-data-dir={profile}"]
        null = subprocess.DEVNULL
        with subprocess.Popen(
            command,
            pass_fds=(to_browser, from_browser),
            stdin=null,
            stdout=null,
            stderr=null,
            env=_environment(profile),
        ) as process:
            os.close(to_browser)
            os.close(from_browser)
            try:
                page = Page(reader, ours)
                yield page
                page._session = None
                page.call("Browser.close")
                process.wait(PATIENCE)
            finally:
                process.kill()
                os.close(ours)
                os.close(reader)


def _environment(folder):
    """The environment of the browser: what it keeps at home goes to a folder of its own."""
    return os.environ | {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_CACHE_HOME": folder}


def serious_faults(page):
    """What some can hardly read or reach in a page, as axe-core finds it -> rules, and where they are broken."""
    page.evaluate(Path(AXE).read_text() + "; true")
    return page.evaluate(SERIOUS)

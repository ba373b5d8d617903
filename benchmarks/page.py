"""Times the page of `sexlike IMAGE --page`, as a browser sees it.

    python benchmarks/page.py --size 16384

It makes a field, starts the page, and asks for what a browser asks for: the session, and all tiles of the first view
(the image in a window of 1440 pixels). It prints the seconds from the start of the command to its address, to the first
view and to the background of the whole, and the most memory that the process has taken until then. Then it changes
settings, and prints the seconds until the new detections on the middle 1024 x 1024 pixels are there. It needs Linux.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from astropy.io import fits
from fields import make_sky

WINDOW = 1440  # pixels, of the browser
CONNECTIONS = 6  # of a browser to a server
ROWS = 1024  # of the field that are written at a time
NOISE = 10.0
PREVIEW = 1024  # pixels along a side of the region that is tried
CHANGES = {  # keyword -> the values that it gets in turn; a mesh size that was measured before costs nothing
    "DETECT_THRESH": ["1.5", "2", "1.3"],
    "DEBLEND_MINCONT": ["0.001", "0.05", "0.005"],
    "FILTER_NAME": ["gauss_3.0_5x5.conv", "gauss_5.0_9x9.conv"],
    "DETECT_MINAREA": ["3", "10"],
    "CLEAN_PARAM": ["0.5", "2"],
    "BACK_FILTERSIZE": ["3", "5"],
    "BACK_SIZE": ["96", "112", "160"],
}


class Page:
    """A page that is served, and a browser's requests."""

    def __init__(self, process, port, key):
        self.process, self.port, self.key = process, port, key

    def ask(self, path, content=None):
        """Ask for something -> its bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = None if content is None else json.dumps(content)
        connection.request("POST" if body else "GET", path, body, {"X-Sexlike-Key": self.key})
        reply = connection.getresponse()
        data = reply.read()
        connection.close()
        if reply.status != 200:
            sys.exit(f"status {reply.status} of {path}: {data.decode()}")
        return data

    def told(self, path, content=None):
        """The same, of JSON."""
        return json.loads(self.ask(path, content))

    def processor_time(self):
        """Seconds that processors have worked for it."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_memory(self):
        """The most memory that the process has taken (MB), files included."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+)", status)[1]) / 1000


@contextmanager
def served(*words):
    """Context in which a page is served -> Page."""
    command = [sys.executable, "-m", "sexlike", *words, "--page", ":0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = re.search(r":(\d+)/\?key=(\S+)", process.stdout.readline())
            if not found:
                sys.exit(process.stderr.read())
            yield Page(process, int(found[1]), found[2])
        finally:
            process.kill()


def write_field(path, size):
    """Write a field of size x size pixels (float32), some rows at a time."""
    stamp = make_sky(min(size, ROWS), 1).astype(np.float32)
    random = np.random.default_rng(1)
    header = fits.Header({"SIMPLE": True, "BITPIX": -32, "NAXIS": 2, "NAXIS1": size, "NAXIS2": size})
    with open(path, "wb") as file:
        file.write(header.tostring().encode())
        for first in range(0, size, ROWS):
            rows = np.tile(stamp, (1, -(-size // stamp.shape[1])))[: min(ROWS, size - first), :size].copy()
            rows += random.standard_normal(rows.shape, np.float32) * np.float32(NOISE)
            file.write(rows.astype(">f4").tobytes())
        file.write(bytes(-file.tell() % 2880))


def first_view(page):
    """Ask for what a browser shows first -> the number of tiles."""
    session = page.told("/api/session")
    extension = session["extensions"][session["extension"]]
    longest, level = max(extension["width"], extension["height"]), 0
    while longest > WINDOW << level and level < session["levels"] - 1:
        level += 1
    tile = session["tileSize"] << level
    across, up = ((extension[side] - 1) // tile + 1 for side in ("width", "height"))
    places = [f"level={level}&column={column}&row={row}" for row in range(up) for column in range(across)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda place: page.ask(f"/api/tile?layer=image&{place}"), places))
    return len(places)


def wait_for_background(page):
    """Wait until the background of the whole image is there."""
    while not (status := page.told("/api/status")["background"])["ready"]:
        if "error" in status:
            sys.exit(status["error"])
        time.sleep(0.05)


def redraws(page, rounds=3):
    """Change one setting after the other in the middle of the image.

    Yields
    ------
    tuple
        What is set; the shortest time of a reply, and the processor time of the server for it (s); number of objects.
    """
    extension = page.told("/api/session")["extensions"][0]
    corner = [max(extension[side] // 2 - PREVIEW // 2, 0) for side in ("width", "height")]
    region = [corner[0] + 1, corner[1] + 1, corner[0] + PREVIEW, corner[1] + PREVIEW]
    for name, values in CHANGES.items():
        times = []
        for value in (values * rounds)[: max(rounds, len(values))]:
            begin, work = time.perf_counter(), page.processor_time()
            found = page.told("/api/try", {"serial": 1, "region": region, "settings": {name: value}})
            times.append((time.perf_counter() - begin, page.processor_time() - work))
        yield f"{name} {', '.join(values)}", *min(times), found["counts"]["objects"]


def main():
    """Time the first view of a field, and tries in its middle."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=16384, help="side of the field, pixels")
    parser.add_argument("--image", help="an image in place of the field")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        image = arguments.image or f"{folder}/field.fits"
        if not arguments.image:
            write_field(image, arguments.size)
        begin = time.perf_counter()
        with served(image) as page:
            print(f"address     {time.perf_counter() - begin:6.2f} s")
            tiles = first_view(page)
            print(f"first view  {time.perf_counter() - begin:6.2f} s, {tiles} tiles, {page.peak_memory():5.0f} MB")
            wait_for_background(page)
            print(f"background  {time.perf_counter() - begin:6.2f} s, {page.peak_memory():14.0f} MB")
            for setting, seconds, work, objects in redraws(page):
                print(f"redraw      {seconds:6.2f} s, {work:5.2f} s of processors, {objects:5d} objects, {setting}")
            print(f"memory      {page.peak_memory():6.0f} MB")


if __name__ == "__main__":
    main()

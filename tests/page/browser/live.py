"""The page of a command, and what tests ask of it."""

import os
import select
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from ...browser import PATIENCE

ROOT = Path(__file__).parents[3]
COUNT = "Number(document.querySelector('[data-count=objects]')?.textContent)"
ROWS = "document.getElementById('row-count').textContent"
# A request of the page, with its key.
ASKED = "fetch({!r}, {{headers: {{'X-Sexlike-Key': sessionStorage.getItem('sexlike-key')}}}}).then(r => r.json())"


@contextmanager
def served(folder, *words):
    """Serve the page of a command, in a folder -> its address. It must end by Ctrl-C."""
    command = [sys.executable, "-m", "sexlike", *words, "--page", "127.0.0.1:0", "--no-browser"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (
        open(folder / "page.log", "w+") as log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL
        ) as process,
    ):
        try:
            there = select.select([process.stdout], [], [], PATIENCE)[0]
            address = process.stdout.readline().decode().strip() if there else ""
            assert address.startswith("http://127.0.0.1:"), Path(log.name).read_text()
            yield address
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
        finally:
            process.kill()


def open_page(shown, address, width=1440, height=900, dark=False, anew=True):
    """Open the page, and wait until it has its first try and its picture; not anew: with the keywords of before."""
    if anew:
        shown.evaluate("try { sessionStorage.removeItem('sexlike-tried') } catch { null }")
    shown.complaints.clear()
    shown.requests.clear()
    shown.open(address, width, height, dark)
    shown.wait_for("document.body.dataset.ready")
    shown.wait_for("document.getElementById('picture').dataset.complete === 'true'")


def set_field(shown, keyword, value):
    """Type a value into the field of a keyword."""
    shown.click(f"#keyword-{keyword}")
    shown.evaluate(f"document.getElementById('keyword-{keyword}').select()")
    shown.type(value)
    shown.press("Enter", 13)


def filter_rows(shown, condition):
    """Type a condition -> what is said of it: the number of rows, or what is wrong."""
    shown.click("#filter")
    shown.evaluate("document.getElementById('filter').select()")
    if condition:
        shown.type(condition)
    else:
        shown.press("Backspace", 8)
    return shown.evaluate(f"document.getElementById('filter-error').innerText.split('\\n')[0] || {ROWS}")


def place_of_object(shown, row):
    """Where an object of the table of the current try is in the window: its x, y; the image is shown as a whole."""
    return shown.evaluate(
        f"""(() => {{
            const cells = document.querySelector('#table tr[data-place="{row}"]').cells;
            const names = [...document.querySelectorAll('#table thead th')].map(th => th.dataset.name);
            const [x, y] = ['X_IMAGE', 'Y_IMAGE'].map(name => Number(cells[names.indexOf(name)].textContent));
            const box = document.getElementById('overlays').getBoundingClientRect();
            const scale = Math.min(box.width, box.height) / 1024;
            return [box.x + box.width / 2 + (x - 512.5) * scale, box.y + box.height / 2 - (y - 512.5) * scale];
        }})()"""
    )

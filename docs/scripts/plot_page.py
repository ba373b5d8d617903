#!/usr/bin/env python3
"""Takes the pictures of docs/page.md in Chromium: python docs/scripts/plot_page.py"""

import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT))

from tests.browser import browser  # noqa: E402
from tests.page.browser.live import open_page, place_of_object, served, set_field  # noqa: E402


def keep(shown, name, height):
    """Write what the window shows."""
    time.sleep(1)
    path = PICTURES / name
    shown.picture(path)
    with Image.open(path) as picture:
        seen = picture.convert("RGB").crop((0, 0, picture.width, height))
    seen.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


def lower_threshold(shown):
    """Find fainter objects than the configuration does, and look at one of them."""
    set_field(shown, "DETECT_THRESH", "1.25")
    shown.wait_for("document.getElementById('history-list').textContent.includes('DETECT_THRESH 1.25')")
    shown.drag([place_of_object(shown, 3)])
    shown.wait_for("document.querySelectorAll('#object-rows tr').length > 5")
    shown.evaluate("document.activeElement.blur()")


def main():
    """Take all of them."""
    examples = ROOT / "examples"
    words = [str(examples / "field_sci.fits.fz"), "-c", str(examples / "run.toml")]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), *words) as address, browser() as shown:
        open_page(shown, address)
        lower_threshold(shown)
        keep(shown, "page.png", 900)

        open_page(shown, address, dark=True)
        set_field(shown, "DEBLEND_MINCONT", "0.1")
        shown.wait_for("document.getElementById('history-list').textContent.includes('DEBLEND_MINCONT 0.1')")
        shown.evaluate("['s', 'f'].forEach(key => document.dispatchEvent(new KeyboardEvent('keydown', {key})))")
        box = shown.evaluate(
            "(b => [b.x, b.y, b.width, b.height])(document.getElementById('overlays').getBoundingClientRect())"
        )
        x, y = box[0] + box[2] * 0.4, box[1] + box[3] * 0.37
        shown.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-240)
        shown.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=-240)
        shown.call("Input.dispatchMouseEvent", type="mouseMoved", x=x + 3, y=y)
        keep(shown, "page_changes.png", 900)

        open_page(shown, address, 400, 900)
        shown.drag([place_of_object(shown, 0)])
        shown.wait_for("document.querySelectorAll('#object-rows tr').length > 5")
        keep(shown, "page_narrow.png", 900)


if __name__ == "__main__":
    main()

"""What a run says of its own accord: what is odd about the objects that it has found, and which files it wrote."""

import logging

from ..errors import advise, warning_text

log = logging.getLogger("sexlike")

LARGE_PART = 1 / 3  # of the detections that cleaning removes: it is told
MOST_OF_AN_IMAGE = 2 / 3  # that is covered by objects: the sky itself is above the threshold
FEW_DETECTIONS = 5  # of these it is not told how many are cleaned


def remark_on_search(detections, image, config):
    """Say what is odd about what was found: much of it was cleaned away, or it covers the image.

    Parameters
    ----------
    detections : Detections
    image : Image
        That which was searched.
    config : Config

    Warns
    -----
    SexlikeWarning
        The objects cover most of the image; see `advise`.
    """
    detected, left = len(detections.raw), len(detections.objects)
    if detected > FEW_DETECTIONS and detected - left > LARGE_PART * detected:
        text = "      Cleaning removed %d of %d detections, which could be wings of brighter ones: CLEAN_PARAM above %g"
        log.info(f"{text} keeps more of them, CLEAN N all", detected - left, detected, config.CLEAN_PARAM)
    area, sizes = image.shape[0] * image.shape[1], detections.raw.footprints.count
    if not detected or sizes.sum() <= MOST_OF_AN_IMAGE * area:
        return
    things = f"{detected} detections cover" if detected > 1 else "1 detection covers"
    largest = f", the largest {sizes.max() / area:.0%}" if detected > 1 else ""
    text = f"{image.name}: {things} {sizes.sum() / area:.0%} of the image{largest}"
    hint = "The sky itself seems to be above the threshold: look at DETECT_THRESH and THRESH_TYPE, "
    hint += "and with BACK_TYPE MANUAL at BACK_VALUE."
    advise(warning_text(text, hint=hint), config.COMPATIBILITY)


def describe_written(paths):
    """The line on the files that a run has written."""
    return f"      Written: {', '.join(paths)}"

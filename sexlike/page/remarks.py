"""What is said when the page opens: that the image has no values, or that a run will not find what columns need."""

from __future__ import annotations

import os

from ..config.config import Config
from ..config.files.finding import find_network
from ..config.files.paramfile import find_columns
from ..errors import SexlikeError
from ..measure import request_of
from ..measure.psf.contexts import require_psf_of_each, with_psf
from ..output.outputpaths import NEEDED_BY, input_paths
from .pictures.view import View
from .session import Session
from .tries.messages import messages_kept
from .tries.preview import NOTHING_THERE
from .tries.settings import sentence_of

READ_LATER = "FLAG_IMAGE", "ASSOC_NAME"  # files that a run opens with the image


def remarks(session: Session, view: View) -> list[str]:
    """Sentences on what is wrong with the image or with the columns."""
    found = [NOTHING_THERE.replace("region", "image")] if view.is_empty() else []
    with messages_kept():
        try:
            require_columns(session.config, len(session.images))
        except SexlikeError as error:
            found.append(f"A run of the whole image is not possible: {sentence_of(error)}")
    return found


def require_columns(config: Config, images: int) -> None:
    """Raise SexlikeError if a file is missing that the columns need."""
    request = with_psf(request_of(find_columns(config.PARAMETERS_NAME, config.folder, strict=config.strict)), config)
    require_psf_of_each(request, config, images)
    if "CLASS_STAR" in request.sizes:
        find_network(config.STARNNW_NAME, config.folder)
    for keyword, path in input_paths(config, (), request.sizes):
        needing = NEEDED_BY[keyword] if keyword in READ_LATER else ()
        if any(column in request.sizes for column in needing) and not os.path.exists(path):
            raise SexlikeError(f"{keyword}: cannot open {path}: no such file")

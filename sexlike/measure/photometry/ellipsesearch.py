"""The ellipses in which the size of objects is looked for: what the searches of Kron and Petrosian have in common."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ...config.config import Config
from ...detection.objects import Objects
from ...images.image import Image
from .aperture_shapes import Boxes, Ellipses, ellipse_boxes, rows_within
from .ellipses import centres, pixels_inside, scaled_ellipses
from .masking import Light, Masking, masked_light
from .pixelrows import Pixels
from .scene import Scene, for_objects, scene_of

SEARCH_RADIUS = 6  # of the ellipses, in units of A or B


@dataclass(frozen=True)
class EllipseSearch:
    """Ellipses around n objects, in the detection image.

    Attributes
    ----------
    image : Image
    x, y : ndarray of float32, shape (n,)
        Centres.
    ellipses : Ellipses
    boxes : Boxes
    masking : Masking
    scene : Scene, or None
        For compiled loops.
    """

    image: Image
    x: np.ndarray
    y: np.ndarray
    ellipses: Ellipses
    boxes: Boxes
    masking: Masking
    scene: Scene | None

    @classmethod
    def from_objects(cls, image: Image, objects: Objects, config: Config, masking: Masking) -> "EllipseSearch":
        """The ellipses, or circles, around objects."""
        radius = np.full(len(objects), SEARCH_RADIUS, np.float32)
        ellipses, _ = scaled_ellipses(objects, radius, config.PHOT_AUTOAPERS[0])
        x, y = centres(objects)
        boxes = ellipse_boxes(x, y, ellipses, image.shape[1], objects.view)
        return cls(image, x, y, ellipses, boxes, masking, scene_of(image, masking, config))

    def add_up(self, loop: Callable[..., None], *arguments: np.ndarray) -> bool:
        """Run a compiled loop over the pixels in the ellipses, if there is one -> whether there is."""
        if self.scene:
            shapes = self.x, self.y, self.boxes.bounds(), self.ellipses.table()
            for_objects(loop, self.scene, len(self.x), *shapes, *arguments)
        return bool(self.scene)

    def pixels(self) -> Iterator[tuple[Pixels, np.ndarray, Light]]:
        """List the pixels in the ellipses, with their squared elliptical radii and their light."""
        rows = rows_within(self.x, self.y, self.ellipses, self.boxes, self.image.shape[1])
        for pixels, r2 in pixels_inside(rows, self.ellipses):
            yield pixels, r2, masked_light(self.image, self.masking, pixels.owner, pixels.flat_index)

"""A round exponential disk on a raster, drawn as SExtractor draws it."""

import numpy as np

CORE = 4.0  # samples within which the profile is a polynomial, and what it misses is added in rings
FIRST_RING, RINGS_PER_DECADE = 1e-4, 20  # scale lengths
DIRECTIONS = 36  # on half of a ring
ALMOST_HALF_SAMPLE = 0.4999999  # added to positions that are cut to whole samples
FAINTEST_LOGARITHM = 21.0  # of the profile: beyond, it is below single precision


def reach_of_disk(scale: float) -> float:
    """Samples from its centre to where a disk of a scale length, in samples, is faint: below single precision."""
    return np.floor(max(FAINTEST_LOGARITHM * scale, CORE)) + 1


def exponential_disk(scale: float, reach: int | None = None) -> np.ndarray:
    """A round exponential disk.

    Parameters
    ----------
    scale : float
        Scale length, samples.
    reach : int, optional
        Samples from the centre within which it is drawn: `reach_of_disk` by default.

    Returns
    -------
    ndarray of float64, shape (2 reach + 1, 2 reach + 1)
        The flux in each sample; that of all is 1, but for what is beyond them.
    """
    m = int(reach_of_disk(scale)) if reach is None else reach
    y, x = np.mgrid[-m : m + 1, -m : m + 1]
    samples = np.hypot(x, y)
    radius = samples / scale
    core = CoreProfile(CORE / scale)
    disk = np.where(radius < core.limit, core(radius), np.exp(-radius))
    disk[samples > m] = 0
    add_rings(disk, core, scale)
    farthest = m / scale
    return disk * (1 - (1 + farthest) * np.exp(-farthest)) / disk.sum()


class CoreProfile:
    """A polynomial of the radius, without a cusp, that meets an exponential with its first two derivatives.

    Parameters
    ----------
    limit : float
        Where they meet, scale lengths.
    """

    def __init__(self, limit: float) -> None:
        self.limit = limit
        there = np.exp(-limit)
        first, second = limit * limit, -limit  # how the profile goes on
        self.constant = (1 + (first - 4 * second) / 6) * there
        self.square = -(first - 2 * second) / 2 * there / limit**2
        self.cube = (first - second) / 3 * there / limit**3

    def __call__(self, radius: np.ndarray) -> np.ndarray:
        """The polynomial at these radii, scale lengths."""
        return self.constant + (self.square + self.cube * radius) * radius**2


def add_rings(disk: np.ndarray, core: CoreProfile, scale: float) -> None:
    """Add what the polynomial misses, in rings of points; each goes to the nearest sample, if there is one."""
    number = int(np.ceil(np.log10(core.limit / FIRST_RING) * RINGS_PER_DECADE)) + 1
    radius = FIRST_RING * 10 ** (np.arange(number) / RINGS_PER_DECADE)
    radius = radius[radius < core.limit]
    width = 10 ** (1 / RINGS_PER_DECADE) - 10 ** (-1 / RINGS_PER_DECADE)
    light = (np.exp(-radius) - core(radius)) * radius**2 / 2 * (np.pi / DIRECTIONS) * width * scale**2
    angle = np.pi / DIRECTIONS * np.arange(DIRECTIONS)
    centre = len(disk) // 2
    for direction in (1, -1):
        x, y = (
            (centre + ALMOST_HALF_SAMPLE + direction * scale * radius[:, None] * part(angle)).astype(np.int64)
            for part in (np.sin, np.cos)
        )
        inside = (x >= 0) & (x < len(disk)) & (y >= 0) & (y < len(disk))
        np.add.at(disk, (y[inside], x[inside]), np.broadcast_to(light[:, None], x.shape)[inside])

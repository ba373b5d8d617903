"""The layers of models: maps of samples with a flux of 1, one for each component, as the PSF blurs them."""

from dataclasses import dataclass

import numpy as np

from .batches import ModelBatch
from .components import (
    DISK_ANGLE,
    DISK_ASPECT,
    DISK_FLUX,
    DISK_SCALE,
    OFFSET,
    POINT_FLUX,
    SERSIC_INDEX,
    SPHEROID_ANGLE,
    SPHEROID_ASPECT,
    SPHEROID_FLUX,
    SPHEROID_RADIUS,
    Components,
)
from .convolution import on_square
from .psfraster import apodised
from .rasters import Profiles, draw_profiles
from .shapes.profiles import DE_VAUCOULEURS_INDEX

DE_VAUCOULEURS_COEFFICIENT = 7.66924944
SPARSER = 2  # samples of sparse rasters are so much further apart, for models of two components,
SAMPLED_BY, LEAST_RASTER = 4.0, 16  # if there are so many in the width of the PSF (FWHM), and along a raster
SHAPES = {
    SPHEROID_FLUX: (SPHEROID_RADIUS, SPHEROID_ASPECT, SPHEROID_ANGLE, SERSIC_INDEX),
    DISK_FLUX: (DISK_SCALE, DISK_ASPECT, DISK_ANGLE),
}
LAYERS = OFFSET, POINT_FLUX, SPHEROID_FLUX, DISK_FLUX


def layers_of(components: Components) -> list[str]:
    """The parameters to which the layers of a model are proportional, in their order."""
    return [name for name in LAYERS if name in components.parameters]


def shapes_of(components: Components, flux: str) -> list[str]:
    """The parameters that shape a layer, those that are not fixed."""
    return [name for name in SHAPES.get(flux, ()) if name in components.parameters]


def profiles_of(components: Components, flux: str, vector: np.ndarray, step: np.ndarray | float) -> Profiles:
    """Profiles of spheroids or disks.

    Parameters
    ----------
    components : Components
    flux : str
        `SPHEROID_FLUX` or `DISK_FLUX`.
    vector : ndarray of float64, shape (k, p)
        The parameters of the models.
    step : float, or ndarray of shape (k,)
        Distance of the samples, pixels of the image.
    """
    scale, aspect, angle = (components.values(vector, name) for name in SHAPES[flux][:3])
    if flux == DISK_FLUX:
        return Profiles.of_index(scale / step, aspect, angle, 1.0, 1.0)
    if components.sersic:
        return Profiles.sersic(scale / step, aspect, angle, components.values(vector, SERSIC_INDEX))
    return Profiles.of_index(scale / step, aspect, angle, DE_VAUCOULEURS_INDEX, DE_VAUCOULEURS_COEFFICIENT)


@dataclass(frozen=True)
class Canvas:
    """On what the models of a batch of k objects are drawn.

    Attributes
    ----------
    components : Components
    data : ModelBatch
    side : int
        Of the maps, samples: not smaller than any raster of the batch. The central one is side // 2.
    psfs : ndarray of float32, shape (k, side, side)
        The PSF that blurs the models.
    spectra : ndarray of complex64, shape (k, side, side // 2 + 1)
        Its Fourier transform, with the centre in the first sample.
    sparser : int
        How much further apart the samples of rasters may be on which something is drawn that need not be exact.
    """

    components: Components
    data: ModelBatch
    side: int
    psfs: np.ndarray
    spectra: np.ndarray
    sparser: int

    @classmethod
    def of(cls, components: Components, data: ModelBatch, side: int | None = None) -> "Canvas":
        """The canvas of a batch; a convenient side that is not smaller than its rasters, if there is no other."""
        from scipy import fft

        least = int(data.windows.raster.max())
        sampled = data.fwhm >= SAMPLED_BY * data.windows.step.max() and least >= LEAST_RASTER
        sparser = SPARSER if components.spheroid and components.disk and sampled else 1
        unit = sparser**2  # sparse rasters have an even number of samples
        side = side or unit * fft.next_fast_len(-(-least // unit), real=True)
        psfs = data.psfs if components.is_point else apodised(data.psfs, data.windows, data.fwhm)
        psfs = on_square(psfs, side).astype(np.float32)
        spectra = fft.rfft2(np.fft.ifftshift(psfs, axes=(1, 2)))
        return cls(components, data, side, psfs, spectra, sparser)

    def blurred(self, rasters: np.ndarray, members: np.ndarray) -> np.ndarray:
        """Rasters of some of the objects, convolved with the PSF.

        Parameters
        ----------
        rasters : ndarray of float32, shape (m, layers, n, n)
            With as many samples as the maps, or with sparse ones, see `sparser`.
        members : ndarray of int64, shape (m,)

        Returns
        -------
        ndarray of float32, shape (m, layers, side, side)
            At all samples of the maps.
        """
        from scipy import fft

        m, layers, _, samples = rasters.shape
        if samples == self.side:
            return fft.irfft2(fft.rfft2(rasters) * self.spectra[members, None], s=rasters.shape[2:], overwrite_x=True)
        half = samples // 2  # frequencies from which on the spectra of the maps are 0
        spectra, psfs = fft.rfft2(rasters)[..., :half], self.spectra[members, None, :, :half]
        columns = np.zeros((m, layers, self.side, half), np.complex64)
        columns[:, :, :half] = spectra[:, :, :half] * psfs[:, :, :half]
        columns[:, :, 1 - half :] = spectra[:, :, 1 - half :] * psfs[:, :, 1 - half :]
        return fft.irfft(fft.ifft(columns, axis=2, overwrite_x=True), n=self.side, axis=3, overwrite_x=True)

    def drawn_smooth(self, profiles: Profiles, members: np.ndarray, sparser: int) -> np.ndarray:
        """Smooth profiles on rasters whose samples are so much further apart; float32 of shape (m, n, n)."""
        sizes = 2 * -(-self.data.windows.raster[members] // (2 * sparser))
        return draw_profiles(profiles, sizes, self.side // sparser, smooth=True)

    def drawn(self, fluxes: list[str], vector: np.ndarray, members: np.ndarray) -> np.ndarray:
        """Spheroids and disks of some of the objects before they are blurred; float32 (m, fluxes, side, side)."""
        m, number, windows = len(members), len(fluxes), self.data.windows
        parts = [profiles_of(self.components, flux, vector, windows.step[members]) for flux in fluxes]
        sizes = windows.raster[members.repeat(number)]
        return draw_profiles(Profiles.of_each(parts, m), sizes, self.side).reshape(m, number, self.side, self.side)

    def plain_layer(self, name: str, members: np.ndarray) -> np.ndarray:
        """The layer of a level or of a point source: it has no shape; float32 of shape (m, side, side)."""
        psfs = self.psfs[members]
        if name == POINT_FLUX:
            return psfs
        level = psfs.sum(axis=(1, 2), keepdims=True)
        return np.broadcast_to(level, psfs.shape)

    def layers(self, vector: np.ndarray, members: np.ndarray) -> np.ndarray:
        """The layers of the models of some of the objects; float32 of shape (m, layers, side, side)."""
        names = layers_of(self.components)
        shaped = [name for name in names if name in SHAPES]
        maps = {name: self.plain_layer(name, members) for name in names if name not in SHAPES}
        if shaped:
            blurred = self.blurred(self.drawn(shaped, vector, members), members)
            if shaped == names:
                return blurred
            maps |= {name: blurred[:, k] for k, name in enumerate(shaped)}
        return np.stack([maps[name] for name in names], axis=1)

    def amounts(self, vector: np.ndarray) -> np.ndarray:
        """Fluxes of the layers; the level of the background counts by its modulus: (m, p) -> (m, layers)."""
        return np.abs(np.stack([self.components.values(vector, n) for n in layers_of(self.components)], axis=1))

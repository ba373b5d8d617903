"""How far photutils and sexlike are apart where they measure the same objects; part of compare_photutils.py."""

import numpy as np
from photutils import aperture
from scipy import ndimage
from scipy.spatial import cKDTree

KRON = 2.5, 1.4  # scale and least radius; PHOT_AUTOPARAMS has their product, 3.5
RADII = 2.0, 5.0, 10.0


def named(catalog, *names):
    """A property or method of a catalog that versions of photutils call differently."""
    return next(getattr(catalog, name) for name in names if hasattr(catalog, name))


def isolated(maps, ours):
    """Whether an object has nothing near that could matter: no flag, no neighbour, no bad pixel; shape (n,)."""
    reach = 6 * ours.values["A_IMAGE"]  # of Kron's search, Petrosian's rings and the curve of growth
    nearest = cKDTree(ours.places).query(ours.places, 2)[0][:, 1]
    column, row = np.rint(ours.places).astype(int).T
    to_bad = ndimage.distance_transform_edt(np.pad(maps.good, 1))[row + 1, column + 1]
    return (ours.values["FLAGS"] == 0) & (nearest > reach + 10) & (to_bad > reach + 2)


def error_within(shape, error):
    """The error of a flux in an aperture: a pixel that lies in it by a part w adds w * error^2 to the variance.

    photutils adds the same up to 3.0, and w^2 * error^2 since; SExtractor, and so sexlike, always adds the former.
    Neighbours are not masked.
    """
    if shape is None:  # photutils found no Kron radius
        return np.nan
    overlap = shape.to_mask(method="exact")
    return np.sqrt(np.sum(overlap.data * overlap.cutout(error, fill_value=0).astype(np.float64) ** 2))


def petrosian(pixels, place, a, b, theta):
    """Petrosian radius, in units of a, and flux, from photutils' elliptical annuli; as PHOT_PETROPARAMS 2.0, 3.5.

    Whether a ring is faint enough is decided by few pixels: those whose centres it holds, as in SExtractor. The flux is
    that of the exact ellipse.
    """

    def mean_within(shape):
        overlap = shape.to_mask(method="center")
        weights = overlap.data
        if not weights.any():
            return np.nan
        return np.sum(weights * overlap.cutout(pixels, fill_value=0)) / weights.sum()

    for inner in np.arange(1, 17) * 6 / 20:
        outer = 1.2 * inner
        middle = (inner + outer) / 2
        ring = aperture.EllipticalAnnulus(place, inner * a, outer * a, outer * b, b_in=inner * b, theta=theta)
        within = aperture.EllipticalAperture(place, middle * a, middle * b, theta=theta)
        if mean_within(ring) < 0.2 * mean_within(within):
            break
    radius = max(2 * middle, 3.5)
    whole = aperture.EllipticalAperture(place, radius * a, radius * b, theta=theta)
    return radius, whole.do_photometry(pixels)[0][0]


def deviations(maps, ours, theirs, chosen):
    """What photutils measures minus, or over, what sexlike measures: name -> absolute deviations of the chosen rows."""
    values, theirs_at = {name: v[chosen] for name, v in ours.values.items()}, lambda v: np.asarray(v)[chosen]
    error = np.where(maps.good, maps.error, 0)
    positions = {"centroid": theirs.centroid, "windowed centroid": theirs.centroid_win}
    columns = {"centroid": ("X_IMAGE", "Y_IMAGE"), "windowed centroid": ("XWIN_IMAGE", "YWIN_IMAGE")}
    found = {
        name: np.hypot(*(theirs_at(position).T + 1 - [values[column] for column in columns[name]]))
        for name, position in positions.items()
    }
    pairs = {
        "semi-major axis": (named(theirs, "semimajor_axis", "semimajor_sigma").value, "A_IMAGE"),
        "semi-minor axis": (named(theirs, "semiminor_axis", "semiminor_sigma").value, "B_IMAGE"),
        "Kron radius": (theirs.kron_radius.value * KRON[0], "KRON_RADIUS"),
        "Kron flux": (theirs.kron_flux, "FLUX_AUTO"),
        "Kron flux error": ([error_within(shape, error) for shape in theirs.kron_aperture], "FLUXERR_AUTO"),
        "half-light radius": (named(theirs, "flux_radius", "fluxfrac_radius")(0.5).value, "FLUX_RADIUS"),
    }
    found |= {name: np.abs(theirs_at(value) / values[column] - 1) for name, (value, column) in pairs.items()}
    found |= circles(maps, ours, chosen)
    shapes = zip(values["A_IMAGE"], values["B_IMAGE"], np.radians(values["THETA_IMAGE"]), strict=True)
    rings = [petrosian(ours.pixels, place, *shape) for place, shape in zip(ours.places[chosen], shapes, strict=True)]
    radius, flux = np.array(rings).reshape(-1, 2).T
    found["Petrosian radius"] = np.abs(radius / values["PETRO_RADIUS"] - 1)
    found["Petrosian flux"] = np.abs(flux / values["FLUX_PETRO"] - 1)
    return found


def circles(maps, ours, chosen):
    """The same for fluxes in circles, and their errors; photutils' do not mask neighbours."""
    error, found = np.where(maps.good, maps.error, 0), {}
    for index, radius in enumerate(RADII):
        shapes = aperture.CircularAperture(ours.places[chosen], radius)
        sums = aperture.aperture_photometry(ours.pixels, shapes)["aperture_sum"]
        errors = [error_within(shape, error) for shape in shapes]
        for name, column, theirs in (("flux", "FLUX_APER", sums), ("flux error", "FLUXERR_APER", errors)):
            ratio = np.asarray(theirs) / ours.values[column][chosen, index]
            found[f"circular {name}, radius {radius:.0f}"] = np.abs(ratio - 1)
    return found

"""Columns that share their input: if one of them is asked for, it is read or measured for all of them."""

from .order import ORDER

APERTURE_COLUMNS = ("FLUX_APER", "FLUXERR_APER", "MAG_APER", "MAGERR_APER")  # of PHOT_APERTURES
FLAG_MAP_COLUMNS = ("IMAFLAGS_ISO", "NIMAFLAGS_ISO")  # of FLAG_IMAGE
ASSOCIATION_COLUMNS = ("VECTOR_ASSOC", "NUMBER_ASSOC")  # of ASSOC_NAME
PSF_PARTS = ("PSF", "MODEL", "POINTSOURCE", "BACKOFFSET", "SPHEROID", "DISK", "HYBRID", "FOCAL_WORLD")
PSF_COLUMNS = tuple(name for name in ORDER if any(part in name for part in PSF_PARTS))  # of PSF_NAME

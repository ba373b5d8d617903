"""Cards in the headers of FITS catalogs that describe the image and the run, laid out as in SExtractor's."""

import os
import re

import numpy as np
from astropy.io import fits

from ..._version import __version__
from ...clock import now
from ...images.files.cards import card_comment, card_text, card_value
from ...images.files.cardtext import card_lines, printable
from ...images.sky.pixelscale import pixel_scale

LDAC_CARDS = """
    FITSFILE FITSEXT FITSNEXT SEXVERS SEXDATE SEXTIME SEXELAPS SEXBKGND SEXBKDEV SEXTHLD SEXATHLD SEXNDET SEXNFIN
    SEXNPARA SEXPXSCL SEXSFWHM SEXNNWF SEXGAIN SEXFLTR SEXFILTN SEXMINAR SEXDBLDN SEXDBLDC SEXCLN SEXCLNPA SEXCLNST
    SEXAPED1 SEXAPED2 SEXAPED3 SEXAPED4 SEXAUTP1 SEXAUTP2 SEXPETP1 SEXPETP2 SEXSATLV SEXMGZPT SEXMGGAM SEXBKGSX
    SEXBKGSY SEXBKGFX SEXBKGFY SEXPBKGS SEXPIXSK SEXFBUFS SEXMWSCL SEXDWSCL
"""

# Where a keyword of FITS_1.0 is another one in FITS_LDAC: keyword=its keyword there.
SIMPLE_CARDS = """
    EPOCH OBJECT ORIGIN FITSFILE FITSEXT FITSNEXT SEXIMASX SEXIMASY SEXSTRSY SEXIMABP SEXPIXS=SEXPXSCL SEXSFWHM SEXNNWF
    SEXGAIN SEXBKGND SEXBKDEV SEXBKTHD=SEXTHLD SEXCONFF SEXDETT SEXTHLDT SEXTHLD=DETECT_THRESH SEXMINAR SEXCONV=SEXFLTR
    SEXCONVN SEXCONVF=SEXFILTN SEXDBLDN SEXDBLDC SEXCLN SEXCLNPA SEXCLNST SEXAPERD=SEXAPED1 SEXAPEK1=SEXAUTP1
    SEXAPEK2=SEXAUTP1 SEXAPEK3=SEXAUTP2 SEXSATLV SEXMGZPT SEXMGGAM SEXBKGSX SEXBKGSY SEXBKGFX SEXBKGFY SEXPBKGT SEXPBKGS
    SEXPIXSK SEXFBUFS SEXISAPR SEXNDET SEXNFIN SEXNPARA
"""

ON_THE_SKY = "_(WORLD|SKY|J2000|B1950)$|^MU_|^CLASS_STAR$"  # columns that need the pixel scale


def ldac_image_header(catalog, total):
    """The header of the image and cards on the run, as a FITS_LDAC catalog holds them.

    Parameters
    ----------
    catalog : ExtensionCatalog
    total : int
        Number of extensions that are processed.

    Returns
    -------
    list of str
        Cards of 80 characters: those of the image, in which the run's values replace older ones, new ones, and END.
    """
    lines = card_lines(catalog.image.header)
    index = {line[:8].rstrip(): i for i, line in reversed(list(enumerate(lines)))}  # of the first card of a keyword
    values = card_values(catalog, total)
    for keyword in LDAC_CARDS.split():
        value, comment = values[keyword]
        if keyword in index:
            lines[index[keyword]] = card_line(keyword, value, card_comment(catalog.image.header, keyword))
        else:
            lines.append(card_line(keyword, value, comment))
    return [*lines, *zero_point_lines(catalog), f"{'END':<80}"]


def simple_header(header, catalogs):
    """Header of the primary HDU of a FITS_1.0 catalog, with cards on the last of the extensions.

    SExtractor writes 0 into cards on the image, as it has not read it yet. Here they have their values.
    """
    values = card_values(catalogs[-1], len(catalogs))
    for name in SIMPLE_CARDS.split():
        keyword, _, source = name.partition("=")
        header.append(fits.Card.fromstring(card_line(keyword, *values[source or keyword])))
    for line in zero_point_lines(catalogs[-1]):
        header.append(fits.Card.fromstring(line))
    return header


def zero_point_lines(catalog):
    """Cards on the zero-point and the unit of fluxes, where they are more than MAG_ZEROPOINT and counts."""
    zero_point, unit = catalog.image.zero_point, catalog.config.FLUX_UNIT
    if zero_point is None or not (zero_point.system or unit != "COUNT" or catalog.config.COMPATIBILITY == "NONE"):
        return []
    cards = {
        "SEXMGSYS": (_text(zero_point.system), "system of the magnitudes"),
        "SEXMGORG": (_text(zero_point.origin or "default"), "origin of SEXMGZPT"),
        "SEXFLUXU": (_text("ct" if unit == "COUNT" else unit), "unit of fluxes"),
    }
    return [card_line(keyword, *card) for keyword, card in cards.items()]


def card_line(keyword, value, comment):
    """A card of 80 characters; the value is text that fills columns 11 to 30 or more."""
    return f"{keyword:<8}= {value}{f' / {comment}' if comment else ''}"[:80].ljust(80)


def card_values(catalog, total):
    """Values of all cards: keyword -> (text of the value, comment)."""
    return _run_cards(catalog, total) | _image_cards(catalog) | _setting_cards(catalog.config)


def _run_cards(catalog, total):
    image, moment = catalog.image, now()
    return {
        "FITSFILE": (_text(image.name), "name of the measured image"),
        "FITSEXT": (_count(image.rank), "rank of this image among those of the file"),
        "FITSNEXT": (_count(total), "number of images of the file"),
        "ORIGIN": (_text("sexlike"), "made by"),
        "SEXVERS": (_text(f"sexlike {__version__}"), "made by"),
        "SEXDATE": (_text(f"{moment:%d/%m/%Y}"), "day of the run"),
        "SEXTIME": (_text(f"{moment:%H:%M:%S}"), "time of the run"),
        "SEXELAPS": (_plain(catalog.seconds), "duration of the run (s)"),
        "SEXTHLD": (_scientific(catalog.detection_threshold), "detection threshold (ADU)"),
        "SEXATHLD": (_scientific(catalog.analysis_threshold), "analysis threshold (ADU)"),
        "SEXNDET": (_count(catalog.detected), "number of detections before cleaning"),
        "SEXNFIN": (_count(catalog.objects), "number of objects in the catalog"),
        "SEXNPARA": (_count(len(catalog.request.columns)), "number of columns"),
    }


def _image_cards(catalog):
    image, other = catalog.image, catalog.detection_image
    height, width = image.shape
    mesh_height, mesh_width = image.background.mesh
    filter_height, filter_width = filter_size(image.background, catalog.config)
    return {
        "EPOCH": (_plain(equinox(image.header)), "equinox of the coordinates"),
        "OBJECT": (_text(card_text(image.header, "OBJECT")), "name of the field"),
        "SEXIMASX": (_count(width), "width of the image (pixels)"),
        "SEXIMASY": (_count(height), "height of the image (pixels)"),
        "SEXSTRSY": (_count(min(height, catalog.config.MEMORY_BUFSIZE)), "lines in memory (MEMORY_BUFSIZE)"),
        "SEXIMABP": (_count(image.bits), "BITPIX of the image"),
        "SEXBKGND": (_scientific(image.background.mean), "median background (ADU)"),
        "SEXBKDEV": (_scientific(image.background.sigma), "median noise of the background (ADU)"),
        "SEXBKGSX": (_count(mesh_width), "width of a background mesh (pixels)"),
        "SEXBKGSY": (_count(mesh_height), "height of a background mesh (pixels)"),
        "SEXBKGFX": (_count(filter_width), "width of the filter of meshes"),
        "SEXBKGFY": (_count(filter_height), "height of the filter of meshes"),
        "SEXGAIN": (_scientific(other.gain), "gain (e-/ADU)"),
        "SEXSATLV": (_scientific(other.saturation), "saturation level (ADU)"),
        "SEXPXSCL": (_scientific(pixel_scale_used(catalog)), "size of a pixel (arcsec)"),
        "SEXMWSCL": (_scientific(image.weight_scale), "factor of the measurement weights"),
        "SEXDWSCL": (_scientific(other.weight_scale), "factor of the detection weights"),
    }


def filter_size(background, config):
    """Height and width of the median filter of the background's meshes: 1 along an axis that has a single mesh."""
    size = config.BACK_FILTERSIZE[-1], config.BACK_FILTERSIZE[0]
    return tuple(1 if meshes == 1 else length for meshes, length in zip(background.level.shape, size, strict=True))


def _setting_cards(config):
    apertures = (*config.PHOT_APERTURES, 0, 0, 0, 0)[:4]
    return {
        "SEXCONFF": (_text(os.path.basename(config.path or "")), "configuration file"),
        "SEXDETT": (_text(config.DETECT_TYPE), "kind of detector"),
        "SEXTHLDT": (_text("SIGMA"), "unit of the threshold"),
        "DETECT_THRESH": (_scientific(config.DETECT_THRESH[0]), "threshold as set"),
        "SEXFLTR": (_flag(config.FILTER), "is the image filtered for detection?"),
        "SEXCONVN": (_flag(True), "is the filter normalised?"),
        "SEXFILTN": (_text(os.path.basename(config.FILTER_NAME)), "file of the filter"),
        "SEXMINAR": (_count(config.DETECT_MINAREA), "smallest area of a detection (pixels)"),
        "SEXDBLDN": (_count(config.DEBLEND_NTHRESH), "number of levels for deblending"),
        "SEXDBLDC": (_plain(config.DEBLEND_MINCONT), "smallest contrast for deblending"),
        "SEXCLN": (_flag(config.CLEAN), "are spurious detections removed?"),
        "SEXCLNPA": (_plain(config.CLEAN_PARAM), "CLEAN_PARAM"),
        "SEXCLNST": (_count(config.MEMORY_OBJSTACK), "objects in memory (MEMORY_OBJSTACK)"),
        **{
            f"SEXAPED{rank}": (_plain(diameter), f"diameter of aperture {rank} (pixels)")
            for rank, diameter in enumerate(apertures, 1)
        },
        "SEXAUTP1": (_plain(config.PHOT_AUTOPARAMS[0]), "Kron factor"),
        "SEXAUTP2": (_plain(config.PHOT_AUTOPARAMS[1]), "smallest Kron radius"),
        "SEXPETP1": (_plain(config.PHOT_PETROPARAMS[0]), "Petrosian factor"),
        "SEXPETP2": (_plain(config.PHOT_PETROPARAMS[1]), "smallest Petrosian radius"),
        "SEXSFWHM": (_scientific(config.SEEING_FWHM), "seeing, full width at half maximum (arcsec)"),
        "SEXNNWF": (_text(os.path.basename(config.STARNNW_NAME)), "file of the star classifier"),
        "SEXMGZPT": (_plain(config.MAG_ZEROPOINT), "magnitude zero-point"),
        "SEXMGGAM": (_plain(config.MAG_GAMMA), "gamma of photographic plates"),
        "SEXPBKGT": (_text(config.BACKPHOTO_TYPE), "background of photometry"),
        "SEXPBKGS": (_count(config.BACKPHOTO_THICK), "thickness of the local background (pixels)"),
        "SEXPIXSK": (_count(config.MEMORY_PIXSTACK), "pixels in memory (MEMORY_PIXSTACK)"),
        "SEXFBUFS": (_count(config.MEMORY_BUFSIZE), "lines in memory (MEMORY_BUFSIZE)"),
        "SEXISAPR": (_plain(0), "not used"),
    }


def pixel_scale_used(catalog):
    """Pixel scale in arcsec that was used for the columns; 0 if PIXEL_SCALE is 0 and no column needs it."""
    config = catalog.config
    if config.PIXEL_SCALE or any(re.search(ON_THE_SKY, column.name) for column in catalog.request.columns):
        return pixel_scale(catalog.image, config)
    return 0


def equinox(header):
    """Equinox of the coordinates, 0 where the header has none."""
    values = (card_value(header, keyword) for keyword in ("EQUINOX", "EPOCH"))
    return next((value for value in values if isinstance(value, int | float)), 0)


# Text of values, for columns 11 to 30 of a card. SExtractor's settings are single precision; so are these.


def _text(value):
    plain = printable(str(value))[:60]
    while len(plain.replace("'", "''")) > 68:  # the quotes at its ends have to fit into the card as well
        plain = plain[:-1]
    return f"'{plain.replace(chr(39), chr(39) * 2):<8}'".ljust(20)


def _flag(value):
    return f"{'T' if value else 'F':>20}"


def _count(value):
    return f"{int(value):20d}"


def _plain(value):
    return f"{float(np.float32(value)):20.8f}"


def _scientific(value):
    return f"{float(np.float32(value)):20.12E}"

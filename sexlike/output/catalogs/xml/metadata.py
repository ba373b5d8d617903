"""Metadata on a run: the resource MetaData of a VOTable."""

import os
import platform
import sys

from ...._version import __version__
from ....clock import now
from ....config.keywords import KEYWORDS
from ....images.files.cards import card_text
from ....threads import number_of_threads
from ...console import latest_warnings
from ..headercards import equinox, pixel_scale_used
from .elements import text_of

CONFIG = "Config"  # the resource of the settings
# Keywords in the order and with the capitals of SExtractor's XML.
SETTINGS = """
    Catalog_Type Catalog_Name Parameters_Name Detect_Type Detect_MinArea Detect_MaxArea Thresh_Type Detect_Thresh
    Analysis_Thresh Filter Filter_Name Filter_Thresh Deblend_NThresh Deblend_MinCont Clean Clean_Param Mask_Type
    Weight_Type Rescale_Weights Weight_Thresh Weight_Image Weight_Gain Flag_Image Flag_Type Phot_Apertures
    Phot_AutoParams Phot_PetroParams Phot_AutoApers Phot_FluxFrac Satur_Level Satur_Key Mag_ZeroPoint Mag_Gamma Gain
    Gain_Key Pixel_Scale Seeing_FWHM StarNNW_Name Back_Type Back_Value Back_Size Back_FilterSize BackPhoto_Type
    BackPhoto_Thick Back_FiltThresh CheckImage_Type CheckImage_Name Memory_ObjStack Memory_PixStack Memory_BufSize
    Assoc_Name Assoc_Data Assoc_Params AssocCoord_Type Assoc_Radius Assoc_Type AssocSelec_Type Verbose_Type
    Header_Suffix Write_XML XML_Name XSL_URL NThreads FITS_Unsigned PSF_Name
"""
DATATYPES = {"int": "int", "float": "double", "bool": "boolean", "string": "char", "choice": "char", "unit": "char"}

# Columns of the table of extensions: name, datatype, unit.
EXTENSION_FIELDS = (
    ("Extension", "int", ""),
    ("External_Header", "boolean", ""),
    ("Date", "char", ""),
    ("Time", "char", ""),
    ("Duration", "float", ""),
    ("NDetect", "int", ""),
    ("NSextracted", "int", ""),
    ("Image_Ident", "char", ""),
    ("Background_Mean", "float", "ct"),
    ("Background_StDev", "float", "ct"),
    ("Threshold", "float", "ct"),
    ("Weight_Scaling", "float", ""),
    ("Pixel_Scale", "float", "arcsec"),
    ("Epoch", "float", "yr"),
    ("Gain", "float", ""),
    ("Satur_Level", "float", "ct"),
)
WARNING_FIELDS = (("Date", "char", ""), ("Time", "char", ""), ("Msg", "char", ""))


def write_metadata(xml, catalogs, config, image_name, error=None):
    """Write the resource MetaData.

    Parameters
    ----------
    xml : VOTableWriter
    catalogs : list of ExtensionCatalog
        Those of the extensions that were measured.
    config : Config
    image_name : str
    error : str, optional
        Why the run failed.
    """
    moment, count = now(), len(catalogs)
    with xml.tag("RESOURCE", ID="MetaData", name="MetaData"):
        xml.element("DESCRIPTION", "The run")
        xml.element("INFO", name="QUERY_STATUS", value="OK")
        for name, value in run_parameters(catalogs, config, image_name, moment).items():
            xml.parameter(name, value, "s" if name == "Duration" else "")
        if error is not None:
            xml.parameter("Error_Msg", error)
        rows = [extension_row(number, catalog, moment) for number, catalog in enumerate(catalogs, 1)]
        counts = {"NExtensions": count, "CurrExtension": count}
        xml.table("Extension_Data", "What was found in each extension", EXTENSION_FIELDS, rows, counts.items())
        xml.table("Warnings", "What was odd", WARNING_FIELDS, latest_warnings)
        write_settings(xml, catalogs, config)


def run_parameters(catalogs, config, image_name, moment):
    """Parameters on the program and the run: name -> value."""
    return {
        "Software": "sexlike",
        "Version": __version__,
        "Soft_URL": "http://astromatic.net/software/sextractor",
        "Soft_Auth": "The sexlike developers, after SExtractor by E. Bertin",
        "Soft_Ref": "1996A&AS..117..393B",
        "NThreads": number_of_threads(config.NTHREADS),
        "Date": f"{moment:%Y-%m-%d}",
        "Time": f"{moment:%H:%M:%S}",
        "Duration": sum(catalog.seconds for catalog in catalogs),
        "User": os.environ.get("LOGNAME") or os.environ.get("USER", ""),
        "Host": platform.node(),
        "Path": os.getcwd(),
        "Image_Name": image_name,
    }


def write_settings(xml, catalogs, config):
    """Write the command line and the configuration."""
    with xml.tag("RESOURCE", ID=CONFIG, name=CONFIG):
        xml.element("DESCRIPTION", "The settings")
        xml.parameter("Command_Line", " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:]]))
        xml.parameter("Prefs_Name", config.path or "")
        for name in settings_told(config):
            write_setting(xml, name, config)
        zero_point = catalogs[0].image.zero_point if catalogs else None
        if zero_point and zero_point.system:
            xml.parameter("Mag_System", f"{zero_point.system}, from {zero_point.origin}")
        if config.FLUX_UNIT != "COUNT" and config.COMPATIBILITY == "SEXTRACTOR":
            xml.parameter("Flux_Unit", config.FLUX_UNIT)


def settings_told(config):
    """Names of the settings that are told: SExtractor's, and with COMPATIBILITY NONE our own, too."""
    names = SETTINGS.split()
    if config.COMPATIBILITY == "SEXTRACTOR":
        return names
    told = {name.upper() for name in names}
    return [*names, *(name.title() for name in KEYWORDS if name not in told)]


def write_setting(xml, name, config):
    """Write a setting under its name in SExtractor's XML."""
    keyword, value = KEYWORDS[name.upper()], getattr(config, name.upper())
    datatype = DATATYPES[keyword.kind]
    if not keyword.count:
        xml.parameter(name, value, datatype=datatype)
    elif datatype == "char" or not value:  # VOTable has no arrays of no numbers
        xml.parameter(name, ",".join(value))
    else:
        xml.parameter(name, " ".join(map(text_of, value)), datatype=datatype, arraysize=len(value))


def name_in(image, config):
    """The name of the object; with COMPATIBILITY SEXTRACTOR that of the header of the extension, and no other."""
    own = card_text(image.header, "OBJECT")
    return own or (image.object_name if config.COMPATIBILITY == "NONE" else "") or "Unnamed"


def extension_row(number, catalog, moment):
    """A row of the table of extensions, in the order of EXTENSION_FIELDS."""
    image = catalog.image
    return (
        number,
        image.external_header,
        f"{moment:%d/%m/%Y}",
        f"{moment:%H:%M:%S}",
        catalog.seconds,
        catalog.detected,
        catalog.objects,
        name_in(image, catalog.config),
        image.background.mean,
        image.background.sigma,
        catalog.detection_threshold,
        image.weight_scale,
        pixel_scale_used(catalog),
        equinox(image.header),
        catalog.detection_image.gain,
        image.saturation,
    )

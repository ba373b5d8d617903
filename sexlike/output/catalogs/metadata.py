"""What there is to tell of a run, as a VOTable resource."""

import os
import platform
import sys
from datetime import datetime
from html import escape

from ..._version import __version__
from ...config.keywords import KEYWORDS
from ...images.files.cards import card_text
from ..console import warned
from .runcards import equinox, pixel_scale_used

# Keywords in the order and the spelling that readers of SExtractor's XML know.
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
DATATYPES = {"int": "int", "float": "double", "bool": "boolean", "string": "char", "choice": "char"}

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


def resource_of_the_run(catalogs):
    """Program, time and place of a run, what it found in each extension, its warnings and its settings; XML."""
    now, config = datetime.now(), catalogs[0].config
    about = {
        "Software": "sexlike",
        "Version": __version__,
        "Soft_URL": "http://astromatic.net/software/sextractor",
        "Soft_Auth": "The sexlike developers, after SExtractor by E. Bertin",
        "Soft_Ref": "1996A&AS..117..393B",
        "NThreads": abs(config.NTHREADS) or os.cpu_count() or 1,
        "Date": f"{now:%Y-%m-%d}",
        "Time": f"{now:%H:%M:%S}",
        "Duration": sum(catalog.seconds for catalog in catalogs),
        "User": os.environ.get("LOGNAME") or os.environ.get("USER", ""),
        "Host": platform.node(),
        "Path": os.getcwd(),
        "Image_Name": catalogs[0].image.name,
    }
    rows = [_extension_row(rank, catalog, now) for rank, catalog in enumerate(catalogs, 1)]
    counts = parameter("NExtensions", len(rows)) + parameter("CurrExtension", len(rows))
    return "".join(
        [
            ' <RESOURCE ID="MetaData" name="MetaData">\n  <DESCRIPTION>The run</DESCRIPTION>\n',
            '  <INFO name="QUERY_STATUS" value="OK"/>\n',
            *(parameter(name, value, "s" if name == "Duration" else "") for name, value in about.items()),
            _table("Extension_Data", "What was found in each extension", EXTENSION_FIELDS, rows, counts),
            _table("Warnings", "What was odd", WARNING_FIELDS, warned),
            '  <RESOURCE ID="Config" name="Config">\n   <DESCRIPTION>The settings</DESCRIPTION>\n',
            parameter("Command_Line", " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:]])),
            parameter("Prefs_Name", config.path or ""),
            *(_setting(name, config) for name in SETTINGS.split()),
            "  </RESOURCE>\n </RESOURCE>\n",
        ]
    )


def parameter(name, value, unit="", datatype=None, arraysize=None):
    """A PARAM element; the type follows from the value if it is not given."""
    if datatype is None:
        datatype = {bool: "boolean", int: "int", float: "float"}.get(type(value), "char")
    arraysize = "*" if datatype == "char" else arraysize
    size = f' arraysize="{arraysize}"' if arraysize else ""
    units = f' unit="{unit}"' if unit else ""
    return f'   <PARAM name="{name}" datatype="{datatype}"{size}{units} value="{escape(_text(value))}"/>\n'


def _setting(name, config):
    keyword, value = KEYWORDS[name.upper()], getattr(config, name.upper())
    datatype = DATATYPES[keyword.kind]
    if not keyword.count:
        return parameter(name, value, datatype=datatype)
    if datatype == "char" or not value:  # VOTable has no arrays of no numbers
        return parameter(name, ",".join(value))
    return parameter(name, " ".join(map(_text, value)), datatype=datatype, arraysize=len(value))


def _extension_row(rank, catalog, now):
    image = catalog.image
    return (
        rank,
        image.external_header,
        f"{now:%d/%m/%Y}",
        f"{now:%H:%M:%S}",
        catalog.seconds,
        catalog.detected,
        catalog.objects,
        card_text(image.header, "OBJECT", "Unnamed"),
        image.background.mean,
        image.background.sigma,
        catalog.detection_threshold,
        image.weight_scale,
        pixel_scale_used(catalog),
        equinox(image.header),
        catalog.detection_image.gain,
        image.saturation,
    )


def _table(name, about, fields, rows, parameters=""):
    lines = [f'  <TABLE ID="{name}" name="{name}">\n   <DESCRIPTION>{about}</DESCRIPTION>\n', parameters]
    for field, datatype, unit in fields:
        size = ' arraysize="*"' if datatype == "char" else ""
        units = f' unit="{unit}"' if unit else ""
        lines.append(f'   <FIELD name="{field}" datatype="{datatype}"{size}{units}/>\n')
    lines.append("   <DATA><TABLEDATA>\n")
    lines += ["    <TR>" + "".join(f"<TD>{escape(_text(cell))}</TD>" for cell in row) + "</TR>\n" for row in rows]
    return "".join([*lines, "   </TABLEDATA></DATA>\n  </TABLE>\n"])


def _text(value):
    if isinstance(value, bool):
        return "T" if value else "F"
    return str(value) if isinstance(value, int | str) else f"{value:.8g}"

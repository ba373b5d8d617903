"""The table of keywords in Markdown: ``python -m sexlike.config.document > docs/keywords.md``."""

from .keywords import SECTIONS
from .markdown import code, table

INTRODUCTION = """\
# Keywords

Keywords may be written in any case: in a `.sex` file (`DETECT_THRESH 2`), in TOML (`DETECT_THRESH = 2`,
`detect.thresh = 2`, or `thresh = 2` under `[detect]`), on the command line (`-DETECT_THRESH 2`) and in Python
(`DETECT_THRESH=2`).

Lengths and some other values may have a unit: `-PHOT_APERTURES 0.5arcsec,1arcsec` on the command line,
`PHOT_APERTURES 0.5 arcsec` in a `.sex` file, `PHOT_APERTURES = ["0.5 arcsec", "1 arcsec"]` in TOML, and
`PHOT_APERTURES=[0.5, 1] * u.arcsec` in Python, with `astropy.units as u`. A length on the sky is converted to pixels
with PIXEL_SCALE, if that is set, or with the WCS of the image. The configuration in the catalog has what was given.

FLUX_UNIT gives fluxes, their errors, levels and thresholds in a unit: F = counts x 10^(-0.4 (zero-point - 8.9)) Jy.
The zero-point is taken for an AB magnitude then. It is MAG_ZEROPOINT, or that of the header if MAG_ZEROPOINT is AUTO
or is not set. FLUX_UNIT AUTO is microjansky where the zero-point is known to be AB (from BUNIT, from PHOTFLAM, or with
MAG_ZEROPOINT `25 ABmag`), and counts elsewhere.

This page is made by `python -m sexlike.config.document`.
"""
TITLES = ("keyword", "default", "meaning", "allowed")


def keywords_document() -> str:
    """The text of docs/keywords.md."""
    parts = [INTRODUCTION]
    for section, rows in SECTIONS.items():
        cells = [(code(row.name), code(row.default), row.about, row.allowed) for row in rows]
        parts.append(f"## {section}\n\n{table(TITLES, cells)}")
    return "\n".join(parts)


if __name__ == "__main__":
    print(keywords_document(), end="")

"""What ``--help`` and ``--explain`` say of the command and of keywords, from the table."""

from textwrap import fill

from .keywords import KEYWORDS, SECTIONS

ALSO_MAIN = ("WEIGHT_TYPE", "WEIGHT_IMAGE", "FLAG_IMAGE", "ASSOC_NAME", "NTHREADS")

SYNTAX = """\
SYNTAX: sexlike IMAGE [-c FILE] [-KEYWORD VALUE] ...
   or:  sexlike DETECTION_IMAGE,MEASUREMENT_IMAGE [-c FILE] [-KEYWORD VALUE] ...
   or:  sexlike IMAGE [-c FILE] --tune KEYWORD=VALUE,VALUE... [--cutout X,Y,SIZE]
   or:  sexlike -d | -dd | -dp | -dt     print the configuration (short, full), the columns, TOML
   or:  sexlike --explain NAME           explain a keyword, a column, or FLAGS 3
   or:  sexlike --help | --version
"""

EXAMPLES = """\
Examples
  sexlike image.fits                               built-in configuration -> test.cat
  sexlike image.fits -CATALOG_NAME image.cat -DETECT_THRESH 3 -PHOT_APERTURES 5,10
  sexlike image.fits -c run.toml                   configuration in TOML, or as a .sex file
  sexlike deep.fits,red.fits -c run.sex            detect on one image, measure on the other
  sexlike sci.fits -WEIGHT_TYPE MAP_RMS -WEIGHT_IMAGE err.fits
  sexlike jwst_i2d.fits -c examples/jwst.toml      science, weights and errors -> catalogs, pictures
  sexlike image.fits -CATALOG_TYPE FITS_LDAC,ECSV -CATALOG_NAME a.fits,a.ecsv
  sexlike image.fits -CHECKIMAGE_TYPE SEGMENTATION -CHECKIMAGE_NAME seg.fits
  sexlike image.fits -CHECKPLOT_TYPE IMAGE,SEGMENTATION,APERTURES,DIAGNOSTICS     pictures
  sexlike image.fits --tune DETECT_THRESH=1.2,1.6,2.0 DEBLEND_MINCONT=0.001,0.05  which is best?
  sexlike 'jwst.fits[SCI]' -CATALOG_NAME STDOUT -VERBOSE_TYPE QUIET | awk '$1 !~ /#/'
  sexlike -c old.sex -dt > run.toml                an old configuration in TOML

Files
  A configuration holds a keyword and its value on each line (KEYWORD VALUE), or is TOML
  (detect.thresh = 1.5). Without -c, default.sex or default.toml in the current folder is taken.
  PARAMETERS_NAME is a file with the name of a column on each line: sexlike -dp lists all.
  Options win over the file.
"""


def syntax(version):
    """What is said to those who give no argument: the version, and how to go on."""
    return f"{version}\n\n{SYNTAX}\nsexlike --help tells more.\n"


def full_help(version):
    """What ``--help`` says: usage, examples, and the main keywords with their defaults."""
    lines = [version, "", SYNTAX, EXAMPLES, "Keywords (the main ones; -dd and --explain KEYWORD tell of all)"]
    for title, rows in SECTIONS.items():
        shown = [row for row in rows if is_main(row)]
        if shown:
            lines += [f"\n  {title}", *(f"    {row.name:<17}{row.default:<15} {row.about}" for row in shown)]
    return "\n".join(lines) + "\n"


def is_main(row):
    """Whether a keyword is among those that ``--help`` lists: the well-known ones, and our own."""
    return (row.dump != "full" or row.name in ALSO_MAIN) and not row.name.startswith("MEMORY")


def explain_keyword(name):
    """A paragraph on a keyword, or None if there is none of this name."""
    row = KEYWORDS.get(name.upper())
    if row is None:
        return None
    default = row.default or "(empty)"
    text = f"{row.name}, a keyword ({row.section}): {row.about}. Default: {default}. Allowed: {row.allowed}."
    return fill(text, 100, subsequent_indent="  ", break_on_hyphens=False) + "\n"

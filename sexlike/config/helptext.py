"""The texts of ``--help`` and of ``--explain KEYWORD``."""

from textwrap import fill

from .keyword import Keyword
from .keywords import KEYWORDS, SECTIONS
from .options import options_help
from .recipes.shelf import recipes_help

# Keywords of the full dump alone that --help lists all the same.
OFTEN_USED = ("WEIGHT_TYPE", "WEIGHT_IMAGE", "FLAG_IMAGE", "ASSOC_NAME", "NTHREADS")

# Keywords that help(sexlike.extract) lists.
IN_PYTHON = (
    "DETECT_THRESH", "ANALYSIS_THRESH", "DETECT_MINAREA", "FILTER", "FILTER_NAME",
    "DEBLEND_NTHRESH", "DEBLEND_MINCONT", "CLEAN", "BACK_SIZE", "BACK_FILTERSIZE",
    "WEIGHT_TYPE", "WEIGHT_SCALING", "MASK_TYPE", "PHOT_APERTURES", "PHOT_AUTOPARAMS",
    "PHOT_FLUXFRAC", "MAG_ZEROPOINT", "FLUX_UNIT", "GAIN", "SATUR_LEVEL", "PIXEL_SCALE",
    "SEEING_FWHM", "NTHREADS",
)  # fmt: skip

SYNTAX = """\
SYNTAX: sexlike IMAGE [-c FILE] [-KEYWORD VALUE] ...
   or:  sexlike DETECTION_IMAGE,MEASUREMENT_IMAGE [-c FILE] [-KEYWORD VALUE] ...
   or:  sexlike --batch NAMES... [-c FILE] [-KEYWORD VALUE] ...
   or:  sexlike IMAGE [-c FILE] --tune KEYWORD=VALUE,VALUE... [--cutout X,Y,SIZE]
   or:  sexlike IMAGE [-c FILE] --page [HOST:PORT] [--save FILE] [--no-browser]
   or:  sexlike --init RECIPE | -d | -dd | -dp | -dt | --explain NAME | --help | --version
"""

EXAMPLES = """\
Examples
  sexlike image.fits                               built-in configuration -> test.cat
  sexlike image.fits -CATALOG_NAME image.cat -DETECT_THRESH 3 -PHOT_APERTURES 5,10
  sexlike image.fits -c run.toml                   configuration file in TOML or .sex format
  sexlike deep.fits,red.fits -c run.sex            detect on one image, measure on the other
  sexlike sci.fits -WEIGHT_TYPE MAP_RMS -WEIGHT_IMAGE err.fits
  sexlike jwst_i2d.fits -c jwst                    a recipe: science, weights, errors -> catalogs, plots
  sexlike --init jwst                              the recipe as run.toml here, to be edited
  sexlike image.fits -CATALOG_TYPE FITS_LDAC,ECSV -CATALOG_NAME a.fits,a.ecsv
  sexlike image.fits -CHECKIMAGE_TYPE SEGMENTATION -CHECKIMAGE_NAME seg.fits
  sexlike image.fits -CHECKPLOT_TYPE IMAGE,SEGMENTATION,APERTURES,DIAGNOSTICS     plots
  sexlike image.fits --tune DETECT_THRESH=1.2,1.6,2.0 DEBLEND_MINCONT=0.001,0.05  compare settings
  sexlike image.fits -c run.toml --page            the same in the browser, by hand
  sexlike --batch 'night/*.fits' -c run.toml -CATALOG_NAME 'cats/{stem}.cat'      many exposures
  sexlike --batch exposures.csv -c run.toml --dry-run                             what it would do
  sexlike 'jwst.fits[SCI]' -CATALOG_NAME STDOUT -VERBOSE_TYPE QUIET | awk '$1 !~ /#/'
  sexlike large.fits -c run.toml --profile         where the time of a run goes
  sexlike -c old.sex -dt > run.toml                convert a configuration to TOML

Files
  A configuration file has a keyword and its value on each line (KEYWORD VALUE), or is TOML
  (detect.thresh = 1.5). Without -c, default.sex or default.toml in the current folder is used.
  PARAMETERS_NAME is a file with the name of a column on each line: sexlike -dp lists all columns.
  Options override the file.
"""

ABOUT_RECIPES = "Recipes (for -c and --init)"
ABOUT_KEYWORDS = "Keywords (the most used; -dd lists all, --explain KEYWORD explains one)"


def help_in_python() -> str:
    """The main keywords as the docstring of `sexlike.extract` has them, where ``help`` and editors find them.

    They stand there as text, since they would be made at each import; a test holds that they are these.
    """
    rows = (KEYWORDS[name] for name in IN_PYTHON)
    return "".join(f"        {row.name:<16} {row.default or '(empty)':<13} {row.about}\n" for row in rows)


def short_help(version: str) -> str:
    """The text for a call without arguments: the version, and how to call the program."""
    return f"{version}\n\n{SYNTAX}\nFor more: sexlike --help\n"


def full_help(version: str) -> str:
    """The text of ``--help``: syntax, examples, and the most used keywords with their defaults."""
    lines = [version, "", SYNTAX, "Options", options_help(), ABOUT_RECIPES, recipes_help(), EXAMPLES]
    lines += [ABOUT_KEYWORDS]
    for title, rows in SECTIONS.items():
        shown = [row for row in rows if is_in_help(row)]
        if shown:
            lines += [f"\n  {title}", *(f"    {row.name:<17}{row.default:<15} {row.about}" for row in shown)]
    return "\n".join(lines) + "\n"


def is_in_help(row: Keyword) -> bool:
    """Whether ``--help`` lists a keyword: one that is not SExtractor's, one often used, or one of the short dump.

    SExtractor's settings of its memory, all in the short dump, have little effect here.
    """
    return row.dump == "none" or row.name in OFTEN_USED or (row.dump == "short" and not row.name.startswith("MEMORY"))


def explain_keyword(name: str) -> str | None:
    """A paragraph on a keyword in any case; None if there is no such keyword."""
    row = KEYWORDS.get(name.upper())
    if row is None:
        return None
    default = row.default or "(empty)"
    text = f"{row.name}, a keyword ({row.section}): {row.about}. Default: {default}. Allowed: {row.allowed}."
    return paragraph(text)


def paragraph(text: str) -> str:
    """Wrap a text, with all lines but the first indented."""
    return fill(text, 100, subsequent_indent="  ", break_on_hyphens=False) + "\n"

"""What is told of columns is true: keywords that change a column are among those that govern it."""

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

import sexlike
from sexlike.config.keywords import KEYWORDS
from sexlike.errors import SexlikeError
from sexlike.measure.explaining.choices import MEANINGS, meanings
from sexlike.measure.explaining.formulas import FORMULAS, formula_of
from sexlike.measure.explaining.governing import governed_columns, governing_keywords, governs_all
from sexlike.measure.explaining.kin import flags_concerning, related_columns
from sexlike.measure.explaining.search import matches
from sexlike.measure.explaining.subjects import SUBJECTS, normalised, pattern_of
from sexlike.measure.explaining.texts import PAGES, explain, explain_column
from sexlike.measure.flags import Flag
from sexlike.measure.order import ORDER
from sexlike.measure.registry import COLUMNS

DOCS = Path(__file__).parents[3] / "docs"
NEED_FILES = ("VECTOR_ASSOC", "NUMBER_ASSOC", "IMAFLAGS_ISO", "NIMAFLAGS_ISO", "CLASS_STAR", "DURATION_ANALYSIS")
SIZES = {1: "(3)", 2: "(9,9)"}
PLAIN = {"PHOT_APERTURES": (5, 8, 12), "PHOT_FLUXFRAC": (0.2, 0.5, 0.8), "GAIN_KEY": "NONE", "SATUR_KEY": "NONE"}
CHANGES = {
    "PHOT_APERTURES": (4, 7, 11),
    "PHOT_AUTOPARAMS": (2.0, 3.0),
    "PHOT_PETROPARAMS": (1.5, 3.0),
    "PHOT_AUTOAPERS": (20, 20),
    "PHOT_FLUXFRAC": (0.3, 0.6, 0.9),
    "MASK_TYPE": "NONE",
    "BACKPHOTO_TYPE": "LOCAL",
    "GAIN": 2.0,
    "SATUR_LEVEL": 60.0,
    "MAG_ZEROPOINT": 25.0,
    "PIXEL_SCALE": 0.5,
    "DETECT_TYPE": "PHOTO",
    "MAG_GAMMA": 3.0,
}


def offered():
    """Columns that need no file besides the image."""
    return [name for name in COLUMNS if name not in NEED_FILES and "PSF_NAME" not in governing_keywords(name)]


def measured(**keywords):
    """The columns of a small crowded field -> dict of name to array."""
    random = np.random.default_rng(8)
    y, x = np.mgrid[:96, :96]
    image = random.normal(0, 1, (96, 96))
    for x0, y0, flux in zip(*random.uniform(8, 88, (2, 25)), random.uniform(300, 3000, 25), strict=True):
        image += flux / 25 * np.exp(-((x - x0) ** 2 + (y - y0) ** 2) / 8)
    columns = [name + SIZES.get(COLUMNS[name].dimensions, "") for name in offered()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = sexlike.extract(image, PLAIN | keywords, params=columns)
    return {name: np.array(table[name]) for name in table.colnames if name in COLUMNS}


@pytest.fixture(scope="module")
def plain():
    return {"CCD": measured(), "PHOTO": measured(DETECT_TYPE="PHOTO")}


@pytest.mark.parametrize("keyword", CHANGES)
def test_what_a_keyword_changes_is_governed_by_it(keyword, plain):
    kind = "PHOTO" if keyword == "MAG_GAMMA" else "CCD"
    other = measured(**{"DETECT_TYPE": kind} | {keyword: CHANGES[keyword]})
    changed = {name for name, values in plain[kind].items() if not np.array_equal(values, other[name], equal_nan=True)}
    assert changed
    assert changed <= set(governed_columns(keyword)) or governs_all(keyword)


@pytest.mark.parametrize(
    ("name", "some", "none"),
    [
        ("FLUX_AUTO", {"PHOT_AUTOPARAMS", "MASK_TYPE"}, {"PHOT_APERTURES", "GAIN", "MAG_ZEROPOINT"}),
        ("MAG_APER", {"PHOT_APERTURES", "MAG_ZEROPOINT"}, {"PHOT_AUTOPARAMS", "PHOT_FLUXFRAC"}),
        ("FLUXERR_ISO", {"GAIN", "GAIN_KEY"}, {"PHOT_APERTURES"}),
        ("CLASS_STAR", {"SEEING_FWHM", "STARNNW_NAME"}, {"PHOT_FLUXFRAC"}),
        ("VECTOR_ASSOC", {"ASSOC_NAME", "ASSOC_RADIUS"}, {"GAIN"}),
        ("IMAFLAGS_ISO", {"FLAG_IMAGE", "FLAG_TYPE"}, {"GAIN"}),
        ("FLUX_PSF", {"PSF_NAME"}, {"PHOT_APERTURES"}),
        ("X_IMAGE", set(), {"PHOT_APERTURES", "MASK_TYPE"}),
    ],
)
def test_keywords_of_columns(name, some, none):
    found = set(governing_keywords(name))
    assert some <= found
    assert not none & found


def test_keywords_that_govern_all_columns():
    every = {name for name in KEYWORDS if governs_all(name)}
    assert {"DETECT_THRESH", "DEBLEND_MINCONT", "BACK_SIZE", "WEIGHT_TYPE", "FILTER_NAME", "CLEAN"} <= every
    assert not {"PHOT_APERTURES", "MAG_ZEROPOINT", "GAIN", "CATALOG_NAME", "NTHREADS", "SEEING_FWHM"} & every


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_a_formula_and_fits_into_a_terminal(name):
    assert formula_of(name)
    text = explain_column(name)
    assert "\n  formula " in text
    assert max(map(len, text.splitlines())) <= 130


def test_every_formula_is_that_of_a_column():
    used = {next(pattern for pattern, formula in FORMULAS if re.fullmatch(pattern, name)) for name in COLUMNS}
    assert {pattern for pattern, _ in FORMULAS[:-1]} <= used


def test_formulas_of_a_family_have_their_names():
    assert formula_of("MAG_AUTO") == "MAG_ZEROPOINT - 2.5 log10 FLUX_AUTO; 99 where the flux is not positive"
    assert "FLUX_PETRO / GAIN" in formula_of("FLUXERR_PETRO")
    assert "XWIN_IMAGE" in formula_of("ALPHAWIN_J2000")
    assert formula_of("NO_SUCH") is None


def test_flags_of_columns():
    assert Flag.APERTURE in flags_concerning("FLUX_APER")
    assert Flag.CROWDED in flags_concerning("MAG_PETRO")
    assert not {Flag.APERTURE, Flag.CROWDED} & set(flags_concerning("FLUX_ISO"))
    assert flags_concerning("NUMBER") == []


def test_related_columns():
    assert related_columns("FLUX_AUTO")[:4] == ["FLUXERR_AUTO", "MAG_AUTO", "MAGERR_AUTO", "KRON_RADIUS"]
    assert "Y_IMAGE" in related_columns("X_IMAGE")
    assert "DELTA_J2000" in related_columns("ALPHA_J2000")
    assert "B_IMAGE" in related_columns("A_IMAGE")


def test_a_word_is_looked_for_in_names_and_descriptions():
    names = [name for name, _ in matches("Petro")]
    assert names[0] in KEYWORDS
    assert {"PHOT_AUTOAPERS", "PHOT_PETROPARAMS", "PETRO_RADIUS", "FLUX_PETRO"} <= set(names)
    assert matches("xyzzy") == []


def names_with(phrase):
    return [name for name, _ in matches(phrase)]


@pytest.mark.parametrize(
    ("phrase", "some"),
    [
        ("half-light", ["FLUX_RADIUS", "PHOT_FLUXFRAC"]),
        ("half light", ["FLUX_RADIUS"]),
        ("centroid", ["X_IMAGE", "XWIN_IMAGE", "ALPHA_J2000"]),
        ("Center", ["X_IMAGE", "YWIN_IMAGE"]),
        ("crowded", ["DEBLEND_MINCONT", "MASK_TYPE", "FLAGS 1", "-c crowded"]),
        ("jwst", ["WEIGHT_SCALING", "MAG_ZEROPOINT", "-c jwst"]),
        ("saturation", ["SATUR_LEVEL", "FLAGS"]),
        ("saturated", ["SATUR_LEVEL", "FLAGS 4"]),
        ("star galaxy", ["CLASS_STAR", "SPREAD_MODEL", "SEEING_FWHM", "STARNNW_NAME"]),
        ("bulge", ["FLUX_SPHEROID", "SPHEROID_SERSICN", "PSF_NAME"]),
        ("disc", ["FLUX_DISK", "DISK_SCALE_IMAGE"]),
        ("aperture", ["PHOT_APERTURES", "FLUX_APER", "MAGERR_APER", "FLAGS 16"]),
        ("RA", ["ALPHA_J2000", "ALPHAWIN_J2000"]),
        ("dec", ["DELTA_J2000"]),
        ("zero-point", ["MAG_ZEROPOINT"]),
        ("S/N", ["SNR_WIN"]),
        ("background noise", ["WEIGHT_SCALING"]),
    ],
)
def test_what_people_call_things_is_found(phrase, some):
    found = names_with(phrase)
    assert set(some) <= set(found)
    assert len(found) < 80


@pytest.mark.parametrize("word", ["RA", "dec", "mag", "psf"])
def test_short_words_are_whole_words(word):
    for name, about in matches(word):
        subject = pattern_of([word.lower()])
        words = re.split(r"[\W_]+", f"{name} {about} {KEYWORDS[name].section if name in KEYWORDS else ''}".lower())
        choices = [part for one in getattr(KEYWORDS.get(name), "choices", ()) for part in one.lower().split("_")]
        assert word.lower() in {*words, *choices} or (subject and re.fullmatch(subject, name)), name


def test_parts_of_words_count_where_nothing_else_is_found():
    assert "FLUXERR_AUTO" in names_with("xerr")


def test_every_subject_has_something():
    known = {*KEYWORDS, *ORDER}
    for subject in SUBJECTS:
        assert normalised(subject) == subject.split(), "in the spelling that is looked for"
        assert any(re.fullmatch(SUBJECTS[subject], name) for name in known), subject


def test_every_word_of_every_keyword_has_a_meaning():
    for row in KEYWORDS.values():
        words = [*row.special_words, *(row.offered if row.kind in ("choice", "unit") else ())]
        assert list(meanings(row.name)) == words or sorted(meanings(row.name)) == sorted(words), row.name
    assert set(MEANINGS) <= KEYWORDS.keys()
    assert all(set(words) <= set(KEYWORDS[name].choices) for name, words in MEANINGS.items())


def test_meanings_are_told_with_the_keyword_and_with_the_word():
    for name in ("COMPATIBILITY", "WEIGHT_TYPE", "ASSOC_TYPE", "MAG_ZEROPOINT"):
        text = " ".join(explain([name]).split())
        assert all(f"{word} {' '.join(meaning.split())}" in text for word, meaning in meanings(name).items())
    assert "MAP_RMS, a value of WEIGHT_TYPE: WEIGHT_IMAGE holds the noise" in " ".join(explain(["map_rms"]).split())
    background = explain(["BACKGROUND"])
    assert background.startswith("BACKGROUND, a column")
    assert "BACKGROUND, a value of WEIGHT_TYPE" in background
    assert "BACKGROUND, a value of WEIGHT_SCALING" in background


def test_words_that_follow_each_other_are_a_phrase():
    assert explain(["star", "galaxy"]).startswith("Keywords and columns with star galaxy:\n")
    text = explain(["GAIN", "half", "light", "FLAGS", "3", "petro"])
    heads = [line for line in text.splitlines() if not line.startswith(" ")]
    assert [head.split(",")[0].split(" =")[0] for head in heads if head] == [
        "GAIN",
        "Keywords and columns with half light:",
        "FLAGS 3",
        "Keywords and columns with petro:",
    ]
    assert explain(["kernel", "galaxy"]).count("Keywords and columns with") == 2
    with pytest.raises(SexlikeError, match="no keyword or column xyzzy"):
        explain(["kernel", "xyzzy"])


def test_the_pages_are_there():
    assert set(PAGES) <= {row.section for row in KEYWORDS.values()}
    assert all((DOCS / f"{page}.md").exists() for page in ("columns", "keywords", *PAGES.values()))


def test_every_keyword_is_explained():
    for name in KEYWORDS:
        assert f"{name}, a keyword" in explain([name])

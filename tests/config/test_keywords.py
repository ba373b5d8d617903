"""Every keyword takes what it should, and refuses the rest with a sentence that helps."""

import pytest

from sexlike.config.config import LATER, defaults, load_config
from sexlike.config.keywords import KEYWORDS, SECTIONS
from sexlike.config.numbertext import shortest_repr
from sexlike.config.values import from_words
from sexlike.errors import SettingError, SexlikeError

everyone = pytest.mark.parametrize("keyword", KEYWORDS.values(), ids=KEYWORDS)
LISTS = [k for k in KEYWORDS.values() if k.count]
SCALARS = [k for k in KEYWORDS.values() if not k.count]
LIMITED = [k for k in KEYWORDS.values() if k.limits]


def good_word(keyword):
    """A value that the keyword takes, another than the default's first, as text."""
    default = keyword.default.replace(",", " ").split()
    low, high = keyword.limits or (0, 0)
    words = {
        "bool": ("Y", "N"),
        "choice": keyword.choices,
        "string": ("some.fits", "other.fits"),
        "int": (str(max(low, 1)), str(high)),
        "float": ("1", "0.5"),
        "unit": ("uJy",),
    }[keyword.kind]
    return next(word for word in words if word not in default)


def value_of(keyword, word):
    """The Python value that a word stands for."""
    kinds = {"bool": lambda word: word == "Y", "int": int, "float": float, "string": str, "choice": str, "unit": str}
    return kinds[keyword.kind](word)


def settings_of(keyword, value):
    """The keyword with this value, and what it needs to be known."""
    return {keyword.name: value} | ({"COMPATIBILITY": "NONE"} if keyword.name in LATER else {})


def refused(keyword, value, origin="command line"):
    """The message with which a value is refused."""
    with pytest.raises(SexlikeError) as caught:
        load_config(None, {keyword.name: value}, origin)
    message = str(caught.value)
    assert keyword.name in message
    of_switches = keyword.kind == "bool" and "true or false" in message  # Y or N is for .sex files
    assert of_switches or keyword.allowed in message
    assert message.startswith(f"{origin}: ")
    return message


@everyone
def test_default_is_allowed(keyword):
    value = defaults()[keyword.name]
    assert isinstance(value, tuple) == (keyword.count is not None)


@everyone
def test_good_value(keyword):
    amount = keyword.count[1] if keyword.count else 1
    words = [good_word(keyword)] * amount
    settings = settings_of(keyword, ", ".join(words))
    config = load_config(None, {name.lower(): value for name, value in settings.items()})
    values = tuple(value_of(keyword, word) for word in words)
    assert getattr(config, keyword.name) == (values if keyword.count else values[0])
    assert config.origin(keyword.name) == "command line"
    assert keyword.name in config.origins


@everyone
def test_good_python_value(keyword):
    word = good_word(keyword)
    amount = max(keyword.count[0], 1) if keyword.count else 1
    value = value_of(keyword, word)
    config = load_config(None, {keyword.name: [value] * amount if keyword.count else value}, "argument")
    expected = load_config(None, settings_of(keyword, ",".join([word] * amount)))
    if keyword.name != "COMPATIBILITY":  # its default is another in Python
        expected = expected.with_value("COMPATIBILITY", "NONE")
    if keyword.name == "CATALOG_NAME":  # its ending says which type, with COMPATIBILITY NONE
        expected = expected.with_value("CATALOG_TYPE", ("FITS_1.0",))
    assert config == expected


@pytest.mark.parametrize("keyword", [k for k in KEYWORDS.values() if k.kind != "string"], ids=lambda k: k.name)
def test_wrong_type(keyword):
    junk = "?junk" if keyword.names_allowed else "junk"
    amount = max(keyword.count[0], 1) if keyword.count else 1
    assert "junk" in refused(keyword, ",".join([junk] * amount))
    assert "junk" in refused(keyword, [junk] * amount if keyword.count else junk, "argument")


@pytest.mark.parametrize("keyword", [k for k in KEYWORDS.values() if k.names_allowed], ids=lambda k: k.name)
def test_names_in_place_of_numbers(keyword):
    assert getattr(load_config(None, {keyword.name: "RA_deg,_y,3"}), keyword.name) == ("RA_deg", "_y", 3)
    assert getattr(load_config(None, {keyword.name: ["RA_deg", 2]}, "argument"), keyword.name) == ("RA_deg", 2)
    assert "or names of columns" in keyword.allowed


@pytest.mark.parametrize("keyword", [k for k in KEYWORDS.values() if k.kind == "string"], ids=lambda k: k.name)
def test_wrong_type_of_a_name(keyword):
    assert "5" in refused(keyword, 5, "argument")


@pytest.mark.parametrize("keyword", [k for k in KEYWORDS.values() if k.kind == "bool"], ids=lambda k: k.name)
def test_number_is_no_switch(keyword):
    refused(keyword, 1, "argument")
    refused(keyword, "true")


@pytest.mark.parametrize("keyword", LIMITED, ids=lambda k: k.name)
def test_out_of_range(keyword):
    low, high = keyword.limits
    amount = max(keyword.count[0], 1) if keyword.count else 1
    for value in (low - max(1, abs(low)), high + max(1, abs(high))):
        assert "out of range" in refused(keyword, ",".join([f"{value:.10g}"] * amount))
        assert "out of range" in refused(keyword, [value] * amount if keyword.count else value, "argument")


@pytest.mark.parametrize("keyword", LISTS, ids=lambda k: k.name)
def test_too_many_values_of_a_list(keyword):
    words = [good_word(keyword)] * (keyword.count[1] + 1)
    assert "has too many members" in refused(keyword, ",".join(words))
    assert "has too many members" in refused(keyword, [value_of(keyword, word) for word in words], "argument")


@pytest.mark.parametrize("keyword", SCALARS, ids=lambda k: k.name)
def test_too_many_values_of_one(keyword):
    """On a line further words are ignored, as in SExtractor; a list in TOML or Python is refused."""
    word = good_word(keyword)
    rest = f", {word} more" if keyword.kind == "string" else f" {word}, more of it"  # a name may hold blanks
    config = load_config(None, settings_of(keyword, word + rest))
    assert config == load_config(None, settings_of(keyword, word))
    assert "has too many members" in refused(keyword, [value_of(keyword, word)] * 2, "argument")


@pytest.mark.parametrize("keyword", KEYWORDS.values(), ids=KEYWORDS)
def test_no_value(keyword):
    if keyword.count and keyword.count[0] == 0:
        assert getattr(load_config(None, {keyword.name: ""}), keyword.name) == ()
    else:
        problem = refused(keyword, "")
        assert "no value" in problem or "empty" in problem or "not enough" in problem


@pytest.mark.parametrize("keyword", [k for k in LISTS if k.count[0] > 1], ids=lambda k: k.name)
def test_too_few_values(keyword):
    assert "not enough members" in refused(keyword, good_word(keyword))


def test_numbers_as_in_c():
    """What SExtractor makes of odd numbers."""
    config = load_config(
        None,
        {
            "DETECT_MINAREA": "05pixels",
            "MEMORY_PIXSTACK": "3e5",
            "BACK_SIZE": "0x40,0100",
            "BACK_FILTERSIZE": "09",
            "DETECT_THRESH": ".5e1sigma",
            "GAIN": "+2.",
        },
    )
    assert config.DETECT_MINAREA == 5
    assert config.MEMORY_PIXSTACK == 300000
    assert config.BACK_SIZE == (64, 64)
    assert config.BACK_FILTERSIZE == (9,)
    assert config.DETECT_THRESH == (5.0,)
    assert config.GAIN == 2.0


@pytest.mark.parametrize("text", ["0.1", "25.3", "1e+30", "1e-06", "123456.79", "5", "-7.5e-09"])
def test_single_precision(text):
    """Numbers are rounded to single precision, and told with the digits that it has."""
    np = pytest.importorskip("numpy")
    value = load_config(None, {"BACK_VALUE": text}).BACK_VALUE[0]
    assert value == np.float32(text)
    assert isinstance(value, float)
    assert shortest_repr(value) == text
    same = load_config(None, {"BACK_VALUE": float(text)}, "argument")
    assert same.BACK_VALUE[0] == value


def test_numpy_values():
    np = pytest.importorskip("numpy")
    config = load_config(None, {"PHOT_APERTURES": np.array([3, 5]), "GAIN": np.float32(2.5)}, "argument")
    assert config.PHOT_APERTURES == (3.0, 5.0)
    assert config.GAIN == 2.5


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400])
def test_numbers_that_are_none(value):
    refused(KEYWORDS["GAIN"], value, "argument")
    refused(KEYWORDS["DETECT_MINAREA"], value, "argument")


def test_misspelt_word():
    assert "Did you mean FITS_LDAC?" in refused(KEYWORDS["CATALOG_TYPE"], "FITS-LDAC")


def test_table_is_in_order():
    assert list(KEYWORDS) == [row.name for rows in SECTIONS.values() for row in rows]
    assert all(row.about and len(row.about) < 56 and row.about.isascii() for row in KEYWORDS.values())


@pytest.mark.parametrize(
    ("keyword", "word", "texts"),
    [
        ("DETECT_THRESH", "abc", ["DETECT_THRESH keyword out of range: abc, which is no number (allowed: "]),
        ("DETECT_MINAREA", "many", ["DETECT_MINAREA keyword out of range: many, which is no number"]),
        ("CATALOG_TYPE", "FITS", ["unknown keyword: FITS ", "\n  Did you mean FITS_LDAC, FITS_TPX or FITS_1.0?"]),
        ("CATALOG_TYPE", "fist_ldac", ["\n  Did you mean FITS_LDAC?"]),
        ("CHECKIMAGE_TYPE", "MINI", ["Did you mean MINIBACKGROUND or MINIBACK_RMS?"]),
        ("BACK_TYPE", "", ["BACK_TYPE"]),
    ],
)
def test_what_is_told_of_a_word_that_is_not_allowed(keyword, word, texts):
    with pytest.raises(SettingError) as refused:
        from_words(KEYWORDS[keyword], [word], "command line")
    for text in texts:
        assert text in str(refused.value)


def test_help_of_keywords_that_puzzled():
    assert "on disk" in KEYWORDS["MEMORY_LIMIT"].about
    assert "sign ignored" in KEYWORDS["NTHREADS"].about

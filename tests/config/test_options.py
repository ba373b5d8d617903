"""The options of the command line that are not keywords: a table, which is matched before SExtractor's rule."""

import re

import pytest

from sexlike.config.arguments import parse_arguments
from sexlike.config.helptext import full_help, short_help
from sexlike.config.keywords import KEYWORDS
from sexlike.config.options import BY_NAME, OF_BATCH, OF_PAGE, OPTIONS, WORDS, find_keyword, find_option
from sexlike.errors import SettingError

VALUES = {
    "config": ("x.sex",),
    "explain": ("GAIN",),
    "tune": ("GAIN=1,2",),
    "cutout": ("10,20,64",),
    "init": ("jwst",),
    "completion": ("bash",),
    "batch": ("b.fits",),
    "state": ("night.ecsv",),
    "tiles": ("512",),
    "cluster": ("tcp://host:8786",),
    "report": ("-",),
    "page": ("127.0.0.1:8700",),
    "save": ("run.toml",),
}
HELP = full_help("version") + short_help("version")
IN_HELP = sorted(set(re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", re.sub(r"'.*?'", "", HELP))))


def effect(argv):
    """What the arguments have that no arguments have not, but for --batch and --page where they must be there."""
    option = find_option(argv[0])
    owners = [name for name, own in (("--batch", OF_BATCH), ("--page", OF_PAGE)) if option and option.action in own]
    image = [] if option and option.action == "report" else ["a.fits"]  # a report is of a state alone
    before = [*image, *owners]
    plain, found = (vars(parse_arguments(words)) for words in (before, [*before, *argv]))
    return {name: value for name, value in found.items() if value != plain[name]}


def test_help_tells_of_all_options():
    assert set(BY_NAME) <= set(IN_HELP)
    for option in OPTIONS:
        assert option.about in HELP
        assert (option.takes in HELP) if option.takes else True


@pytest.mark.parametrize("word", IN_HELP)
def test_every_option_of_the_help_is_one(word):
    if word == "-KEYWORD":
        return
    option = find_option(word)
    if option is None:
        assert find_keyword(word), word
        return
    values = VALUES.get(option.action, ())
    assert bool(values) == bool(option.takes)
    assert effect([word, *values]), word


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_names_are_matched_as_a_whole_in_any_case(name):
    option, values = BY_NAME[name], VALUES.get(BY_NAME[name].action, ())
    assert find_option(name) is find_option(name.upper()) is option
    assert find_keyword(name) is None
    assert effect([name, *values]) == effect([name.upper(), *values])
    if option.takes:
        assert effect([f"{name}={values[0]}"]) == effect([name, *values])
    else:
        assert find_option(f"{name}=x") is None


def test_names_are_those_of_one_option():
    assert len(BY_NAME) == sum(len(option.names) for option in OPTIONS)
    assert set(WORDS.values()) <= set(BY_NAME)
    assert not [name for name in BY_NAME if name.lstrip("-").upper() in KEYWORDS]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("--d", "-d"),
        ("--def", "-d"),
        ("--DUMP", "-d"),
        ("--dd", "-dd"),
        ("--dp", "-dp"),
        ("--c", "-c"),
        ("--conf", "-c"),
        ("--Vers", "-v"),
        ("--h", "-h"),
    ],
)
def test_words_of_sextractor_may_be_cut_short(word, name):
    assert find_option(word) is BY_NAME[name]


@pytest.mark.parametrize(
    "word",
    [
        "--dry",
        "--dryrun",
        "--debug",
        "--details",
        "--clusters",
        "--catalog",
        "--cut",
        "--verbose",
        "--validate",
        "--host",
        "--expl",
        "--explain-all",
        "--tunes",
        "--",
        "--=x",
        "--config-file=x",
    ],
)
def test_other_words_are_not_taken_for_them(word):
    """Whoever writes --debug does not want to see the defaults, and what follows --clusters is no configuration."""
    assert find_option(word) is None
    with pytest.raises(SettingError, match=f"unknown option {word}"):
        parse_arguments(["a.fits", word, "bash"])


@pytest.mark.parametrize(("word", "meant"), [("--explian", "--explain"), ("--cutuot=1,2,3", "--cutout")])
def test_a_suggestion(word, meant):
    with pytest.raises(SettingError) as refused:
        parse_arguments([word, "x"])
    assert refused.value.hint == f"Did you mean {meant}?"


def test_what_an_option_takes():
    assert effect(["--cutout", "1,2,64", "--tune", "GAIN=1,2", "DETECT_THRESH=1,2", "-FILTER", "N"]) == {
        "action": "tune",
        "cutout": "1,2,64",
        "grid": ["GAIN=1,2", "DETECT_THRESH=1,2"],
        "settings": [("FILTER", "N")],
    }
    assert effect(["--tune=GAIN=1,2", "DETECT_THRESH=1,2"])["grid"] == ["GAIN=1,2", "DETECT_THRESH=1,2"]
    assert effect(["--explain=GAIN", "FLAGS", "-d"]) == {"action": "explain", "topic": ["GAIN", "FLAGS", "-d"]}
    assert effect(["-c=", "x.sex"]) == {"config": "x.sex"}
    assert effect(["-dt", "-GAIN", "2"]) == {"action": "toml", "settings": [("GAIN", "2")]}
    assert effect(["-d", "-NO_SUCH"]) == {"action": "dump"}

"""Which keyword was meant by a key that is not a keyword."""

import pytest

from sexlike.config.keywords import KEYWORDS
from sexlike.config.synonyms import OTHER_WORDS, suggest_keyword


def test_other_words_lead_to_keywords():
    assert set(OTHER_WORDS.values()) <= set(KEYWORDS)
    assert not set(OTHER_WORDS) & set(KEYWORDS)


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        (["npixels"], "DETECT_MINAREA"),
        (["detect", "nsigma"], "DETECT_THRESH"),
        (["filter", "kernel"], "FILTER_NAME"),
        (["mask"], "MASK_IMAGE"),
        (["detect", "tresh"], "DETECT_THRESH"),
    ],
)
def test_suggestion(path, meant):
    assert suggest_keyword(path) == f"Did you mean {meant}?"


def test_keyword_inside_a_table():
    assert suggest_keyword(["detect", "gain"]) == (
        "GAIN is a keyword, but it stands in the table [detect]: move it above the first table."
    )


def test_nothing_similar():
    assert suggest_keyword(["xyzzy"]) is None

"""The texts of --help and --explain."""

import re

from sexlike.config.helptext import explain_keyword, full_help, is_in_help, short_help
from sexlike.config.keywords import KEYWORDS
from sexlike.config.recipes.shelf import recipe_names


def test_help_begins_with_the_version():
    assert short_help("sexlike 1.0").startswith("sexlike 1.0\n\nSYNTAX: ")
    assert full_help("sexlike 1.0").startswith("sexlike 1.0\n\nSYNTAX: ")


def test_help_lists_the_most_used_keywords():
    text = full_help("v")
    for row in KEYWORDS.values():
        assert (f"\n    {row.name:<17}{row.default:<15} {row.about}\n" in text) == is_in_help(row)
    assert is_in_help(KEYWORDS["WEIGHT_IMAGE"])
    assert is_in_help(KEYWORDS["MASK_IMAGE"])
    assert not is_in_help(KEYWORDS["MEMORY_OBJSTACK"])
    assert not is_in_help(KEYWORDS["DGEO_TYPE"])


def test_keyword_in_a_paragraph():
    text = explain_keyword("back_size")
    assert text.startswith("BACK_SIZE, a keyword (Background): ")
    assert " Default: 64. Allowed: 1 to 2 integers" in text.replace("\n ", "")
    assert all(len(line) <= 100 for line in text.splitlines())
    assert "Default: (empty)." in explain_keyword("WEIGHT_THRESH")
    assert explain_keyword("NO_KEY") is None


def test_help_names_nothing_that_an_installation_does_not_have():
    text = full_help("v")
    assert not re.search(r"\b(examples|docs|tests)/|\.md\b", text)
    assert all(f"\n  {name} " in text for name in recipe_names())
    assert set(re.findall(r"fits -c ([a-z]+) ", text)) == {"jwst"}

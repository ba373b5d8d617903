"""Conditions on columns: what they mean, and what is said of those that mean nothing."""

import json

import pytest

from .bundle import module_page

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_posix]

CATALOG = """{
    byName: new Map(Object.entries({
        NUMBER: [1, 2, 3, 4], FLAGS: [0, 4, 6, 0], MAG_AUTO: [23.5, 24.5, NaN, 19], X_IMAGE: [500, 512, 600, 2],
        "FLUX_APER[1]": [1, 2, 3, 4], "FLUX_APER[2]": [10, 20, 3, 4], STATUS: ["new", "kept", "new", "split"],
    }).map(([name, values]) => [name, { name, values }])),
    vectors: new Map([["FLUX_APER", 2]]),
}"""

MEANINGS = {
    "": [1, 2, 3, 4],
    "  ": [1, 2, 3, 4],
    "FLAGS == 0 and MAG_AUTO < 24": [1, 4],
    "flags==0 AND mag_auto<24": [1, 4],
    "FLAGS & 4": [2, 3],
    "FLAGS & 2 == 2": [3],  # bits bind before comparisons, as in Python
    "not FLAGS": [1, 4],
    "not FLAGS & 4 or NUMBER == 2": [1, 2, 4],
    "not not FLAGS": [2, 3],
    "NUMBER == 1 or NUMBER == 2 and FLAGS == 0": [1],  # `and` binds before `or`
    "(NUMBER == 1 or NUMBER == 2) and FLAGS == 4": [2],
    "19 <= MAG_AUTO < 24": [1, 4],
    "MAG_AUTO > 0": [1, 2, 4],  # nothing is not above anything
    "isnan(MAG_AUTO)": [3],
    "abs(X_IMAGE - 512) < 20": [1, 2],
    "FLUX_APER[2] / FLUX_APER[1] > 5": [1, 2],
    "-NUMBER < -2": [3, 4],
    "2 ** 3 ** 2 == 512 and NUMBER == 1": [1],
    "-2 ** 2 == -4 and NUMBER == 1": [1],
    "NUMBER % 2 == 0": [2, 4],
    "10 - 4 - 3 == NUMBER": [3],
    "1 + 2 * NUMBER == 7": [3],
    "STATUS == 'new'": [1, 3],
    'STATUS != "new" and NUMBER < 1.5e1': [2, 4],
    "max(NUMBER, 3) == 3": [1, 2, 3],
    ".5 < NUMBER < 1.": [],
}

FAULTS = {
    "FLAGS = 0": (6, "“=” has no meaning here. Did you mean “==”?"),
    "FLAGS == 0 && NUMBER": (11, "“&&” has no meaning here. Did you mean “and”?"),
    "MAG_ATO < 24": (0, "There is no column MAG_ATO. Did you mean MAG_AUTO?"),
    "FLAGS == 0 and MAG < 24": (15, "There is no column MAG. Did you mean MAG_AUTO?"),
    "FLUX_APER > 1": (0, "FLUX_APER has 2 elements: write FLUX_APER[1] for the first."),
    "FLUX_APER[3] > 1": (10, "FLUX_APER has elements 1 to 2."),
    "FLAGS[2] > 1": (0, "FLAGS is one value per object: it has no elements."),
    "(FLAGS == 0": (11, "Here “)” is missing to close the parenthesis."),
    "FLAGS ==": (8, "Something is missing at the end."),
    "FLAGS == 0 MAG_AUTO": (11, "Before “MAG_AUTO” a comparison, “and” or “or” is missing."),
    "abz(FLAGS)": (0, "There is no function abz. Did you mean abs?"),
    "min(FLAGS)": (0, "min() takes 2 values."),
    "FLAGS == 'new": (9, "This text does not end."),
    "FLAGS; NUMBER": (5, "“;” has no meaning here."),
    "constructor": (0, "There is no column constructor."),
    "toString(1)": (0, "There is no function toString."),
    "__proto__ > 0": (0, "There is no column __proto__."),
    "alert(1)": (0, "There is no function alert."),
    "window": (0, "There is no column window."),
    "FLAGS.constructor": (5, "“.” has no meaning here."),
    "(() => 1)()": (2, "“)” is not expected here."),
    "FLUX_APER[FLAGS]": (10, "FLUX_APER has elements 1 to 2."),
    "`${1}`": (0, "“`” has no meaning here."),
    "(" * 300: (100, "Too many parentheses or signs, one inside the other."),
    "-" * 300 + "1": (300, "Too many signs before one value."),
    "1" + "**1" * 300: (300, "Too many powers, one inside the other."),
}


@pytest.fixture(scope="module")
def filters(chromium, tmp_path_factory):
    """A page with the module of filters, which must say nothing on the console."""
    path = module_page(tmp_path_factory.mktemp("filter"), "filter.js")
    chromium.open(path)
    chromium.evaluate(f"window.catalog = {CATALOG}")
    yield chromium
    assert chromium.complaints == []


def found(filters, condition):
    return filters.evaluate(
        f"""(() => {{
            try {{
                const test = makeFilter({json.dumps(condition)}, catalog);
                return [0, 1, 2, 3].filter(test).map(row => row + 1);
            }} catch (error) {{
                return [error.position, error.message];
            }}
        }})()"""
    )


@pytest.mark.parametrize("condition", MEANINGS)
def test_conditions_that_have_a_meaning(filters, condition):
    assert found(filters, condition) == MEANINGS[condition]


@pytest.mark.parametrize("condition", FAULTS, ids=lambda condition: condition[:20])
def test_conditions_that_have_none(filters, condition):
    assert found(filters, condition) == list(FAULTS[condition])


def test_a_condition_too_long(filters):
    assert found(filters, "1 + " * 600 + "1") == [2000, "A condition has at most 2000 characters."]


def test_large_tables_are_filtered_at_once(filters):
    seconds = filters.evaluate(
        """(() => {
            const values = Float64Array.from({length: 15000}, (_, row) => row % 31);
            const names = ["FLAGS", "MAG_AUTO", "X_IMAGE"];
            const catalog = { byName: new Map(names.map(name => [name, { name, values }])), vectors: new Map() };
            const times = [1, 2, 3, 4, 5].map(() => {
                const begin = performance.now();
                const test = makeFilter("FLAGS & 4 == 0 and MAG_AUTO < 24 or abs(X_IMAGE - 12) ** 2 > 3", catalog);
                let count = 0;
                for (let row = 0; row < 15000; row += 1) count += test(row);
                return count > 5000 ? (performance.now() - begin) / 1000 : Infinity;
            });
            return Math.min(...times);
        })()"""
    )
    assert seconds < 1  # 0.01 s where nothing else is running

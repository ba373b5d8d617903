"""`help(sexlike.extract)` names the main keywords, as the table of keywords has them."""

import inspect
import pydoc
import re
import textwrap

import sexlike
from sexlike.config.helptext import IN_PYTHON, help_in_python
from sexlike.config.keywords import KEYWORDS


def test_main_keywords_in_the_docstring_are_those_of_the_table():
    # If the table changed, put this text into the docstring.
    assert help_in_python() in textwrap.indent(inspect.getdoc(sexlike.extract), 4 * " ") + "\n"
    assert "DETECT_MINAREA   5" not in sexlike.read_psf.__doc__ + sexlike.read_config.__doc__


def test_the_help_shows_defaults_and_meanings():
    text = pydoc.plain(pydoc.render_doc(sexlike.extract))
    for name in IN_PYTHON:
        row = KEYWORDS[name]
        assert re.search(rf"^ +{name} +{re.escape(row.default)} +{re.escape(row.about)}$", text, re.MULTILINE)


def test_arguments_are_in_the_help():
    for name in ("error", "weight", "mask", "header", "wcs", "params", "config"):
        assert re.search(rf"^{name} : ", inspect.getdoc(sexlike.extract), re.MULTILINE)

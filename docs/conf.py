"""The documentation site. It needs the extra `docs`, and is built and checked by

    sphinx-build -W --keep-going -n docs docs/_build
    python docs/scripts/check_site.py docs/_build

which fetch nothing.
"""

import sys
from pathlib import Path

from numpydoc.xref import DEFAULT_LINKS

import sexlike

sys.path.insert(0, str(Path(__file__).resolve().parent / "scripts"))  # forge_links

project = "sexlike"
author = "The sexlike developers"
copyright = author
version = release = sexlike.__version__

extensions = ["forge_links", "myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["_build"]
templates_path = ["_templates"]
default_role = "py:obj"
highlight_language = "none"

myst_heading_anchors = 3  # as a forge has them

autodoc_class_signature = "separated"  # users get objects, and construct none
autodoc_typehints = "none"  # docstrings have them
autodoc_member_order = "bysource"
autodoc_typehints = "none"  # docstrings tell types with shapes and units
numpydoc_show_class_members = False
numpydoc_xref_param_type = True
numpydoc_xref_ignore = "all"  # of the words of types, only these are links
numpydoc_xref_aliases = {
    "Catalog": "sexlike.Catalog",
    "Config": "sexlike.Config",
    "ExtensionMaps": "sexlike.ExtensionMaps",
    "Result": "sexlike.Result",
    "SexlikeError": "sexlike.SexlikeError",
}
# Names from other projects. To make links of them, their inventories would have to be fetched.
DEFAULT_LINKS.clear()
nitpick_ignore = [("py:class", "QTable")]

html_theme = "pydata_sphinx_theme"
html_title = "sexlike"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navbar_center": [], "navigation_with_keys": False, "show_toc_level": 2}
html_sidebars = {"**": ["pages.html"]}

"""Presets of the panel: settings of the search that are known to be good for a kind of image."""

from __future__ import annotations

from typing import Any

from ...config.config import defaults, load_config
from ...config.dumps import command_text
from ...config.recipes.shelf import about_recipe, recipe_path

# What a preset sets: how objects are found. Weights, apertures and the detector are the image's own.
SET = (
    *("DETECT_THRESH", "ANALYSIS_THRESH", "THRESH_TYPE", "DETECT_MINAREA", "DETECT_MAXAREA", "FILTER", "FILTER_NAME"),
    *("DEBLEND_NTHRESH", "DEBLEND_MINCONT", "CLEAN", "CLEAN_PARAM", "BACK_TYPE", "BACK_SIZE", "BACK_FILTERSIZE"),
)
FAINT = {
    "DETECT_THRESH": "1.1",
    "ANALYSIS_THRESH": "1.1",
    "DETECT_MINAREA": "8",
    "FILTER_NAME": "gauss_3.0_5x5.conv",
    "BACK_SIZE": "128",
}
RECIPES = {"crowded": "crowded", "JWST workflow": "jwst"}  # preset -> recipe


def presets() -> list[dict[str, Any]]:
    """The presets, for the browser: name, one line on it, and the settings, those of the search alone."""
    found = [
        ("default", "SExtractor's defaults", {}),
        ("faint", "Faint sources: a low threshold after wide smoothing, and more pixels that must touch", FAINT),
        *((name, about_recipe(recipe), settings_of(recipe)) for name, recipe in RECIPES.items()),
    ]
    usual = {name: command_text(defaults()[name]) for name in SET}
    return [{"name": name, "about": about, "settings": usual | settings} for name, about, settings in found]


def settings_of(recipe: str) -> dict[str, str]:
    """What a recipe sets of the search, as text."""
    config = load_config(recipe_path(recipe))
    return {name: command_text(config.as_given[name]) for name in SET if name in config.origins}

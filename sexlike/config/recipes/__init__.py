"""Recipes: configurations for an instrument or a purpose, each with its list of columns."""

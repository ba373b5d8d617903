"""Catalogs, a module for each family of formats."""

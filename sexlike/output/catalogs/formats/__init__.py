"""The writers of catalogs, a module for each family of formats. All modules of this folder are imported in every run.

Packages that take time to import (astropy.table, for example) are therefore imported inside the functions.
"""

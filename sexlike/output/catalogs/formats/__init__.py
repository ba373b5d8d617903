"""The writers of catalogs, a module for each family of formats: all modules of this folder are imported.

They are imported in every run, and therefore import what takes time (astropy.table, for example) in their functions.
"""

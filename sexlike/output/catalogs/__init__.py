"""Catalogs: which are wanted, the writers of their formats, and what is common to several of these."""

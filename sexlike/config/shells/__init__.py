"""Completions for shells, and the manual page: made from the tables of options, keywords and recipes."""

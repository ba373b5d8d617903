"""Readers of the files that a configuration names, and of the configuration itself."""

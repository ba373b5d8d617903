"""Readers of the configuration file and of the files that it names."""

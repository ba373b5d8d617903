"""The version, in a file of its own: no import leads back from it."""

__version__ = "0.1.0"

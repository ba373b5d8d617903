"""SExtractor for today: the same command, the same columns, the same numbers, in pure Python."""

__version__ = "0.1.0"

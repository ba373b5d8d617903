"""Output files: they are written completely or not at all, and those of a run together."""

"""Lists of connected pixels, and their order."""

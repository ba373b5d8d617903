"""Where the objects are."""

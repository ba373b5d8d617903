"""Lists of positions, with which the objects are matched."""

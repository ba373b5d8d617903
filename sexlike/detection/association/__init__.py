"""Objects are matched with the positions of a list (ASSOC_NAME)."""

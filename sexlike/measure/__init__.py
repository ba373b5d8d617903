"""What the objects are like: the columns asked for, and no others."""

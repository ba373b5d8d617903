"""Many exposures in one run: which they are, what is done and what is left, and where they are worked on."""

"""What a batch remembers: a row for each exposure, and whether it is still up to date."""

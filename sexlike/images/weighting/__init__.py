"""Weight maps, and the variances they stand for."""

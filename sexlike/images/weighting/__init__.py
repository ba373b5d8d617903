"""Weight maps, and the variances that they mean."""

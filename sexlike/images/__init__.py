"""Images as they are searched and measured: pixels, variances, background, header."""

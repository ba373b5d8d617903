"""What the files hold: pixels, variance, background, header."""

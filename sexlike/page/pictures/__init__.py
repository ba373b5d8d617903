"""What the page shows of an image: tiles of its pixels, its background and noise, and single values."""

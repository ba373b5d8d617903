"""One large image in tiles: each is searched and measured by itself, and the catalog is that of one run."""

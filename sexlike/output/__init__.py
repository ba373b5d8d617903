"""What the user gets: catalogs, check-images, reports."""

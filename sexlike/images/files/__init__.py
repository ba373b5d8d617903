"""FITS files, their headers, and the maps that go with an image."""

"""Check-images, as FITS files."""

"""Pixels around objects, and the light in them."""

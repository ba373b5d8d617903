"""Blends and how they are split (Bertin & Arnouts 1996, section 5)."""

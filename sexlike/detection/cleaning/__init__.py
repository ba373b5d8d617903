"""Detections that are no more than the wings of a neighbour (Bertin & Arnouts 1996, section 6)."""

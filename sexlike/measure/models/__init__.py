"""Fits of models to the light of objects: their windows, parameters, cost, and how it is minimised."""

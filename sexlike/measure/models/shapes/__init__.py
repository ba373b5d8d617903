"""Shapes and brightnesses of fitted galaxies, made of their parameters and of the covariances of these."""

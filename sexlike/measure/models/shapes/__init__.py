"""Shapes and brightnesses of fitted galaxies: columns as functions of the parameters and of their covariances."""

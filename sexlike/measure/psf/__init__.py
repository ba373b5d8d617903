"""Models of the point spread function (PSF): how they are read, and what they are at each object."""

"""The exposures of a batch: their images, and the settings that each has for itself."""

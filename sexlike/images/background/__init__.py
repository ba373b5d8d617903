"""The background of an image and its noise, mesh by mesh."""

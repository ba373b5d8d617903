"""The background of an image and its noise, estimated mesh by mesh."""

"""Images and maps that callers from Python have in memory."""

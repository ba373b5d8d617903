"""What a Result tells of its objects besides the table: positions on the sky, cut-outs, flags by name."""

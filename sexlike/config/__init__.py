"""What the user wants: keywords, columns, kernels."""

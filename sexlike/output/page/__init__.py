"""The page of a run as one HTML file: CHECKPLOT_TYPE PAGE."""

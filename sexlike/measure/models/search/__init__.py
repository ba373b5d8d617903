"""Where the cost of models of two components may be low: one of them alone is fitted, and what might be added."""

"""What is told of columns (``--explain``): formulas, the keywords and flags that concern them, related columns."""

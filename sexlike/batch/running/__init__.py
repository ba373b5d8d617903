"""How the exposures of a batch are worked on: one task each, which any process on any host can do."""

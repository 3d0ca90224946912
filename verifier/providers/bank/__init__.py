"""Banks: how payments leave and how statements come back. Today by files that a clerk carries."""

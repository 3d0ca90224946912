"""What the pages for people outside have in common: their look, their languages, their headers."""

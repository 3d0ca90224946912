"""The gate: employers and their recruiters, links and blocks, and the permits that answer a wish to post."""

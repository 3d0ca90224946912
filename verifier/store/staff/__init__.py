"""The rows of staff: members and what they prove themselves with, sessions, links, failures."""

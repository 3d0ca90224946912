"""Seekers, their grants, reads of their résumés and their complaints, in SQL."""

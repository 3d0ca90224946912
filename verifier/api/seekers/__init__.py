"""Seekers, their grants and the reads of their résumés over HTTP, for sites."""

"""Traces of tampering: what the pixels of a page say about whether its print was altered. Never a verdict."""

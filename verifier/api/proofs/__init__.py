"""Proofs of control over HTTP, for sites."""

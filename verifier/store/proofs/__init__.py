"""Proofs of control in SQL: what all kinds have in common, and a module for each kind's own."""

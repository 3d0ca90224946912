"""Proof by a bank payment: asked for, exported to a bank, seen in a statement, named by the applicant."""

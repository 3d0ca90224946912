"""Proofs of control: opened, followed by the applicant, settled by the policy or by a person."""

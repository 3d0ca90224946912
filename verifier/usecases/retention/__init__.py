"""Keeping no longer than needed: purges by the policy, erasures and exports at a person's word, receipts."""

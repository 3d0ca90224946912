"""The reviewers' console: pages for staff. It speaks HTTP with their browsers and decides nothing.

Everything works as plain forms, without scripts; only a passkey needs one. `access` says how to write a page.
"""

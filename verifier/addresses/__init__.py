"""Addresses and domains taken apart by maintained lists and libraries. Pure: asks no network, judges nothing.

What the lists say is as old as the libraries that carry them; `pip-compile --upgrade` renews them.
"""

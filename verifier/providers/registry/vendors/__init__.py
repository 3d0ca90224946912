"""Vendors of registry data over HTTP: a mapping file says how to ask and how to read what comes back."""

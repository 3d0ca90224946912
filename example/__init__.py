"""The worked example: an employer is onboarded from end to end, over HTTP, in a sandbox (`make example`).

`onboarding.py` and `inbox.py` are what a site's engineer copies from. The rest starts a service for them.
"""

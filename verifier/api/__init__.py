"""The JSON API for sites: routes, schemas, problems, keys and idempotency.

It speaks HTTP and nothing else: every decision and every transaction belongs to the use cases.
"""

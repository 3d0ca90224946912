"""Benchmarks: what things cost, measured, never asserted. `python -m tests.bench [NAME…]` runs them.

A benchmark is a module here with `run() -> Mapping[str, Any]`: its figures by name, each a number or a
mapping of figures, with `n` wherever something was counted. Modules without `run` only help others.
"""

"""Asks a running service whatever its OpenAPI document allows, and what it does not, and believes no answer.

`make fuzz` runs for BONAFIDE_FUZZ_MINUTES, half of it on each database; a few seconds of it are in the suite.
"""

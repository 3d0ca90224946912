"""The service: cases, checks, policy, HTTP. It knows no inference engine and imports none."""

__version__ = "0.1.0"

"""What the business is made of, as frozen values. Standard library only; no I/O, no clock, no framework."""

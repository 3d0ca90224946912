"""What the gate keeps, in SQL."""

"""What sites need of the gate: employers, their life, the block list, permits, and the keys they verify with.

Nothing is judged here: answers are the use cases', and a token goes into one answer alone.
"""

"""Marks in texts: which of several ways of writing the same thing is used where says for whom it was written.

Pure functions over a text and a key; nothing is kept. `places` finds where a text leaves a choice, `marking`
makes the choices, `tracing` reads them back and says how likely it is to name somebody by chance.
"""

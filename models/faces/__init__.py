"""Faces: frames of a camera to numbers. Measures presence, movement, likeness and quality; judges nothing.

Importing the package loads no engine; `models.faces.engine` does.
"""

"""The registry that the operator loads from a file: signed row by row, read without a network."""

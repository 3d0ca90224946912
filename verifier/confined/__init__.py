"""Parsers that are not safe on untrusted bytes (PDFium, libheif, TIFF), each time in a process of its own.

Importing the package imports neither of them; only the short-lived processes do.
"""

"""Parsers unsafe on untrusted bytes (PDFium, libheif, TIFF, C2PA), each time in a process of its own.

Importing the package imports none of them; only the short-lived processes do.
"""

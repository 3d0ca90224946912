"""Large native parsers (PDFium, libheif) on untrusted bytes, each time in a process of its own.

Importing the package imports neither of them; only the short-lived processes do.
"""

"""The licence reader. `LicenceReader` is the door; everything else parses and is pure."""

from workers.readers.licence.reader import LicenceReader

__all__ = ["LicenceReader"]

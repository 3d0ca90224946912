"""The provenance reader. `ProvenanceReader` is the door; everything else parses bytes and is pure."""

from workers.readers.provenance.reader import ProvenanceReader

__all__ = ["ProvenanceReader"]

"""Readers: worker × engine. Each turns one piece of evidence into one reading and judges nothing.

`READERS` maps a reader's name to what makes it out of the text engine, once per worker process.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from workers.readers.licence import LicenceReader
from workers.readers.licence.reader import Engine
from workers.readers.provenance import ProvenanceReader

AnyReader: TypeAlias = LicenceReader | ProvenanceReader


def _without_engine(_engine: Engine) -> ProvenanceReader:
    return ProvenanceReader()


READERS: Final[Mapping[str, Callable[[Engine], AnyReader]]] = MappingProxyType(
    {"licence": LicenceReader, "provenance": _without_engine}
)

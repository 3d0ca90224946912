"""Readers: worker × engine. Each turns one piece of evidence into one reading and judges nothing.

`READERS` maps a reader's name to what makes it out of the text engine, once per worker process.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from workers.readers.licence import LicenceReader
from workers.readers.licence.reader import Engine

READERS: Final[Mapping[str, Callable[[Engine], LicenceReader]]] = MappingProxyType({"licence": LicenceReader})

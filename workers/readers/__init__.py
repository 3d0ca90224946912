"""Readers: worker × engine. Each turns one piece of evidence into one reading and judges nothing.

`READERS` maps a reader's name to what makes it out of the text engine, once per worker process;
`PAGE_READERS` does so for those that look at a page again once its fields are known.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from workers.readers.licence import LicenceReader
from workers.readers.licence.reader import Engine
from workers.readers.traces import TracesReader
from workers.runtime import PageReader, Reader

READERS: Final[Mapping[str, Callable[[Engine], Reader]]] = MappingProxyType({"licence": LicenceReader})
PAGE_READERS: Final[Mapping[str, Callable[[], PageReader]]] = MappingProxyType({"traces": TracesReader})

"""Readers: worker × engine. Each turns one piece of evidence into one reading and judges nothing.

`READERS` maps a reader's name to what makes it out of the text engine, once per worker process;
`PAGE_READERS` does so for those that look at a page again once its fields are known, and `CASE_READERS` for
those that look for it among other cases besides.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from workers.readers.licence import LicenceReader
from workers.readers.licence.reader import Engine
from workers.readers.paper.reader import PaperReader
from workers.readers.provenance import ProvenanceReader
from workers.readers.relatives import RelativesReader
from workers.readers.traces import TracesReader
from workers.runtime import CaseReader, PageReader, Reader


def _of_bytes_alone(_engine: Engine) -> Reader:
    return ProvenanceReader()


READERS: Final[Mapping[str, Callable[[Engine], Reader]]] = MappingProxyType(
    {"licence": LicenceReader, "provenance": _of_bytes_alone, "paper": PaperReader}
)
PAGE_READERS: Final[Mapping[str, Callable[[], PageReader]]] = MappingProxyType({"traces": TracesReader})
CASE_READERS: Final[Mapping[str, Callable[[], CaseReader]]] = MappingProxyType({"relatives": RelativesReader})

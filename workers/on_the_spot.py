"""All readings of one file in the calling process, in the order of the plan: for the command line.

Nothing is stored and nothing else is known, so a reader that needs the store (a registry, the search for
relatives) is left out.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from verifier.domain.evidence import PLAN, EvidenceKind
from verifier.domain.reading import LicenceReading, Reading
from workers.runtime import Readers

Read: TypeAlias = Callable[[str, bytes, str], tuple[Reading, ...]]


def reading_all(readers: Readers) -> Read:
    """A function of evidence id, bytes and media type that gives every reading of a business licence."""

    def read(evidence_id: str, data: bytes, media_type: str) -> tuple[Reading, ...]:
        return tuple(_readings(readers, evidence_id, data, media_type))

    return read


def _readings(readers: Readers, evidence_id: str, data: bytes, media_type: str) -> Iterator[Reading]:
    for name in PLAN.first[EvidenceKind.BUSINESS_LICENCE]:
        first = readers.of_files[name].read(evidence_id, data, media_type)
        yield first
        if isinstance(first.body, LicenceReading):
            for follower in PLAN.after(name):
                if follower in readers.of_pages:
                    yield readers.of_pages[follower].read(evidence_id, data, media_type, first.body).reading

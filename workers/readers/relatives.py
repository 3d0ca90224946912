"""The relatives reader: how the page looks, and what the site's other cases share with it. Judges nothing.

The only reader that needs the store: the search itself is the use case's, the pixels are this one's.
"""

import time
from typing import Final

from models.likeness import Comparison, likeness
from verifier.domain.picture import Seen
from verifier.domain.reading import LicenceReading, Reading
from verifier.domain.relatives import READER, Likeness
from verifier.usecases.ports import Ports
from verifier.usecases.relatives import find_relatives
from verifier.usecases.tasks import Claim, page_of
from workers.readers.pages import upright

ENGINE: Final = "opencv"
VERSION: Final = "1"  # of the hashes: those of two versions cannot be compared


class RelativesReader:
    """Looks for a page among the site's other cases."""

    name = READER

    def read(self, ports: Ports, claim: Claim, data: bytes) -> Seen:
        """What was found. The thumbnail is kept on the way, before the search, for others to compare with."""
        started = time.perf_counter()
        mine = _likeness(data, claim.evidence.media_type, page_of(ports, claim))
        body = find_relatives(ports, claim, mine, Comparison(mine.thumbnail))
        milliseconds = round((time.perf_counter() - started) * 1000)
        return Seen(Reading(claim.evidence.id, self.name, ENGINE, VERSION, milliseconds, body))


def _likeness(data: bytes, media_type: str, page: LicenceReading) -> Likeness:
    return likeness(upright(data, media_type, page.frame), page.lines)

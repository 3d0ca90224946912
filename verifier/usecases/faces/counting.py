"""How many people's faces are stored, and from which number on somebody has to do something about it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog

from verifier.usecases.ports import Ports

log = structlog.get_logger(__name__)

# Order 19 of 2025 (face recognition), Art. 15: whoever stores the faces of 100,000 people files it with the
# provincial cyberspace office within 30 working days. The first alarm leaves time to prepare.
NEAR: Final = 80_000
DUE: Final = 100_000


class FilingDuty(StrEnum):
    NONE = "none"
    NEAR = "near"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class StoredFaces:
    """People of whom there is a template or a portrait; who has both is counted twice, never too few."""

    templates: int
    portraits: int

    @property
    def people(self) -> int:
        return self.templates + self.portraits

    @property
    def duty(self) -> FilingDuty:
        if self.people >= DUE:
            return FilingDuty.DUE
        return FilingDuty.NEAR if self.people >= NEAR else FilingDuty.NONE


def count_faces(ports: Ports) -> StoredFaces:
    """Of all tenants: the duty is that of whoever stores them."""
    with ports.view() as tx:
        return StoredFaces(tx.face_templates.count(), tx.recruiters.count_pictured())


def warn_of_faces(ports: Ports) -> StoredFaces:
    """Count, and log a warning from the first alarm on."""
    stored = count_faces(ports)
    if stored.duty is not FilingDuty.NONE:
        log.warning("stored_faces", count=stored.people, filing_duty=stored.duty.value)
    return stored

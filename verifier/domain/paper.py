"""A paper of people as it was read: certificate, letter, identity card, or the licence of an agency.

Readers measure and never judge. Coordinates are pixels of the upright original (see verifier.domain.reading).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from verifier.domain.evidence import EvidenceKind
from verifier.domain.places import Box, Frame
from verifier.domain.written import Field, Line, Seal


class PaperField(StrEnum):
    """The fields of papers of people. `name` and `number` are the person's; `dated` is the paper's day.

    `starts` and `ends` are those of an authority, a card or a permit; `ends` may be 长期, without an end.
    """

    NAME = "name"
    NUMBER = "number"
    SEX = "sex"
    NATION = "nation"
    BORN = "born"
    ADDRESS = "address"
    COMPANY = "company"
    CODE = "code"
    LEGAL_PERSON = "legal_person"
    POSITION = "position"
    SINCE = "since"
    DATED = "dated"
    STARTS = "starts"
    ENDS = "ends"
    AUTHORITY = "authority"
    PERMIT = "permit"


FOREVER = "forever"
"""The normalised end of what has none."""


@dataclass(frozen=True, slots=True)
class PaperReading:
    """A page read as a paper. `kind` is what its wording says it is, None where it is no paper we know.

    `portrait` is where a card bears its photograph, told from the places of its lines.
    """

    frame: Frame
    kind: EvidenceKind | None
    lines: tuple[Line, ...]
    fields: Mapping[PaperField, Field] = field(default_factory=dict)
    seals: tuple[Seal, ...] = ()
    portrait: Box | None = None

    def value(self, name: PaperField) -> str | None:
        """The field for comparison: normalised, else as printed; None where it was not read."""
        found = self.fields.get(name)
        return None if found is None else found.normalised or found.value

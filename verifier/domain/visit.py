"""A field visit: somebody of ours goes to the address, looks, photographs, and has the firm countersign.

The values alone. What they mean is for the checks of `verifier.checks.proofs`. Times and places are what the
agent's telephone says: a browser cannot prove that a camera took a picture, nor where. Times of the device
are by its own clock; `skew` says how far that is off.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from verifier.domain.coordinates import Coordinates, Datum, Registered

NOTE_MAX: Final = 500  # characters of a note, a name or words of the firm
NAME_MAX: Final = 60
STROKES_MAX: Final = 60  # of a signature
POINTS_MAX: Final = 3_000
PAD: Final = (600, 240)  # a signature's points lie on a pad of so many units
Strokes: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]


class ChecklistItem(StrEnum):
    """What an agent looks for. Closed; how many photographs each needs, the policy says."""

    ENTRANCE_SIGN = "entrance_sign"
    FRONT_DESK = "front_desk"
    PEOPLE_AT_WORK = "people_at_work"
    LICENCE_ON_WALL = "licence_on_wall"
    BUSINESS_MATCHES = "business_matches"
    SPOKE_TO_FIRM = "spoke_to_firm"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class NoPlace(StrEnum):
    """Why a photograph has no place."""

    DENIED = "denied"  # the agent refused it, which they may
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Visit:
    """An order. The appointment is from `starts_at` up to `ends_at`; `nonce` is in every photograph."""

    proof_id: str
    tenant_id: str
    employer_id: str
    agent_id: str
    ordered_by: str
    ordered_at: datetime
    firm: str = field(repr=False)  # as declared, for the agent to look for
    reason: str = field(repr=False)
    address: str = field(repr=False)
    registered: Registered | None
    starts_at: datetime
    ends_at: datetime
    nonce: str
    submitted_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether the agent may still send."""
        return self.submitted_at is None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the agent says of one item, by the device's clock. The latest answer to an item counts."""

    item: ChecklistItem
    answer: Answer
    note: str = field(repr=False)
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a device says that it is, in WGS-84. `accuracy`: metres, at 95 % (W3C Geolocation)."""

    at: Coordinates
    accuracy: float


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph. `number` counts in the order in which they were taken, from 1.

    `skew` is how far the device's clock is behind ours, as its sending showed, with the time that this took.
    `look` is a hash of 64 bits that like pictures share; `where` is a fix, or why there is none.
    """

    id: str  # made on the device
    item: ChecklistItem
    number: int
    taken_at: datetime
    received_at: datetime
    skew: timedelta
    where: Fix | NoPlace
    sha256: str
    size: int  # bytes
    look: bytes = field(repr=False)

    @property
    def corrected_at(self) -> datetime:
        """When it was taken, by our clock."""
        return self.taken_at + self.skew


@dataclass(frozen=True, slots=True)
class Countersignature:
    """What somebody of the firm said to the report, on the agent's telephone or on a device of their own.

    `report` is the digest of what they were shown (`digest_of`). Who refuses signs nothing and may say why.
    `signed_at` is by the device's clock; by ours where `own_device`.
    """

    signer: str = field(repr=False)
    role: str = field(repr=False)
    signed_at: datetime
    report: str
    refused: bool = False
    words: str = field(default="", repr=False)
    strokes: Strokes = field(default=(), repr=False)
    own_device: bool = False

    @property
    def path(self) -> str:
        """The drawn signature as the `d` of an SVG path, on the pad."""
        drawn = (" L".join(f"{x} {y}" for x, y in stroke) for stroke in self.strokes)
        return " ".join(f"M{line}" for line in drawn)


@dataclass(frozen=True, slots=True)
class Report:
    """All that came of a visit, as far as it has arrived."""

    visit: Visit
    answers: Mapping[ChecklistItem, Answered]
    photos: Sequence[Photo]  # by number
    countersignature: Countersignature | None

    def of(self, item: ChecklistItem) -> tuple[Photo, ...]:
        return tuple(photo for photo in self.photos if photo.item is item)

    @property
    def digest(self) -> str:
        return digest_of(self.answers.values(), (photo.sha256 for photo in self.photos))


def digest_of(answers: Iterable[Answered], sha256s: Iterable[str]) -> str:
    """What a countersignature is bound to: SHA-256 of the answers and the photographs, in hexadecimal.

    The page computes the same (static/visit-report.js): a line `item answer note` for each answer in the
    order of the checklist, its note in one line, then the photographs' SHA-256s, sorted, each with a line
    feed.
    """
    order = list(ChecklistItem)
    told = sorted(answers, key=lambda one: order.index(one.item))
    lines = [f"{one.item} {one.answer} {' '.join(one.note.split())}".strip() for one in told]
    whole = "".join(f"{line}\n" for line in (*lines, *sorted(sha256s)))
    return hashlib.sha256(whole.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Seen:
    """Another visit's photograph like one of this visit's; `distance` counts the bits in which they differ.

    `same` is a photograph of the very same bytes; `other_employer` that it was another employer's visit.
    """

    photo_id: str
    proof_id: str
    distance: int
    same: bool
    other_employer: bool


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What the checks judge: the report, with what was measured on it.

    `distances` are metres on the ellipsoid to the registered place, by photo, of those that have a fix; None
    where no registered place is known.
    """

    report: Report
    distances: Mapping[str, float] | None
    seen: Sequence[Seen] = ()

    @property
    def converted(self) -> bool:
        """Whether the registered place was told in GCJ-02, so that it had to be converted."""
        registered = self.report.visit.registered
        return registered is not None and registered.datum is Datum.GCJ02

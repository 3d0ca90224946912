"""A face session: one recruiter asked to show a live face, from the site's wish to the outcome.

The words and states alone. What a film showed is in `verifier.domain.faces`; what it means is for the checks
of `verifier.checks.faces`. Left and right are the recruiter's own. Times in a film are milliseconds since the
attempt's recording began, on the browser's clock.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from verifier.domain.faces import Action


class Purpose(StrEnum):
    """Why a face is asked for."""

    ENROL = "enrol"
    REAUTHENTICATE = "reauthenticate"


class SessionState(StrEnum):
    """waiting → active → analysing → verified, or active again, or review; only a person rejects.

    `waiting`: the link was not followed up to a consent. `active`: the recruiter agreed and may film.
    `review`: a person has to look, also where the recruiter chose a way without a face.
    """

    WAITING = "waiting"
    ACTIVE = "active"
    ANALYSING = "analysing"
    VERIFIED = "verified"
    REVIEW = "review"
    REJECTED = "rejected"
    EXPIRED = "expired"


OPEN_STATES = (SessionState.WAITING, SessionState.ACTIVE)
"""Those in which the recruiter can still do something, and which expire."""


class OtherWay(StrEnum):
    """How a recruiter can be verified without a face (Order 19 of 2025, Art. 10). All end with a person."""

    VIDEO_CALL = "video_call"
    BANK_AND_MAIL = "bank_and_mail"
    SITE_VISIT = "site_visit"


class PortraitKind(StrEnum):
    """A still picture that the first live session is matched with."""

    SELFIE = "selfie"
    IDENTITY_DOCUMENT = "identity_document"


@dataclass(frozen=True, slots=True)
class Recruiter:
    """A person who posts jobs on a site. `reference` is the site's own key for them, opaque to us."""

    id: str
    tenant_id: str
    reference: str
    case_id: str | None  # the employer's case that they were added for
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Portrait:
    """A still picture of a recruiter, kept until the enrolment is decided. `sha256` is of its blob."""

    recruiter_id: str
    tenant_id: str
    kind: PortraitKind
    sha256: str
    media_type: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """What the recruiter agreed to, and when: the text by its version, language and SHA-256.

    `keeps_frames`: whether a few frames may be kept for a reviewer if a person has to look.
    """

    version: str
    language: str
    text_sha256: str
    given_at: datetime
    keeps_frames: bool = False


@dataclass(frozen=True, slots=True)
class FaceSession:
    """One session. Nobody is named in it but by identifiers; the link's token is kept as a hash elsewhere."""

    id: str
    tenant_id: str
    recruiter_id: str
    purpose: Purpose
    state: SessionState
    created_at: datetime
    expires_at: datetime
    consent: Consent | None = None
    way: OtherWay | None = None  # set when the recruiter chose to be verified without a face
    locked: bool = False  # too many attempts before: only the ways without a face are open
    ended_at: datetime | None = None

    def state_at(self, now: datetime) -> SessionState:
        """The state, with an expiry that nobody has written down yet."""
        lapsed = self.state in OPEN_STATES and now >= self.expires_at
        return SessionState.EXPIRED if lapsed else self.state


@dataclass(frozen=True, slots=True)
class Step:
    """One action and its window in the film, milliseconds; it counts if it overlaps the window."""

    action: Action
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Challenge:
    """What one attempt must show: a neutral opening, then the steps in their order.

    `nonce` is unguessable and used once; `length` is how long to film, milliseconds. Every challenge has a
    turn of the head, because only a turn shows depth.
    """

    nonce: str = field(repr=False)
    steps: tuple[Step, ...]
    length: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One film of a session. Its upload must be finished by `due_at`."""

    id: str
    tenant_id: str
    session_id: str
    number: int  # from 1
    challenge: Challenge
    issued_at: datetime
    due_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SentFrame:
    """One frame as the page sent it: the page's time of it, ms, and its JPEG, neither believed yet."""

    at: int
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some consecutive frames of an attempt, kept as one sealed blob until the film is decided.

    `size` counts the bytes of the frames; `digests` are their SHA-256s.
    """

    attempt_id: str
    tenant_id: str
    index: int  # from 0
    sha256: str  # of the blob
    times: tuple[int, ...]  # as the page sent them, in its order
    size: int
    digests: tuple[bytes, ...] = field(repr=False)
    received_at: datetime


@dataclass(frozen=True, slots=True)
class KeptFrame:
    """A frame that is kept for a reviewer, known by its time in the film."""

    attempt_id: str
    tenant_id: str
    at: int
    label: str  # what it shows: `opening`, an action, `doubt`
    sha256: str

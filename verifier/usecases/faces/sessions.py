"""Sessions as the site sees them: ask for one, read it, list them."""

from dataclasses import dataclass

from verifier.domain.face_decision import AssuranceLevel, FaceDecision
from verifier.domain.face_session import FaceSession, KeptFrame, Purpose
from verifier.domain.finding import Finding
from verifier.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class AskedSession:
    """A new session, and the token of its link, which is shown this once."""

    session: FaceSession
    token: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """All that is known of a session. `state` is as of now; `assurance` is None until it is verified."""

    session: FaceSession
    state: str
    attempts: int
    attempts_left: int
    decisions: tuple[tuple[FaceDecision, tuple[Finding, ...]], ...]
    frames: tuple[KeptFrame, ...]
    assurance: AssuranceLevel | None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some sessions, newest first; `next` is the cursor of the following page, None on the last."""

    sessions: tuple[FaceSession, ...]
    next: str | None


def ask_session(
    ports: Ports, tenant_id: str, recruiter_id: str, *, purpose: Purpose, minutes: int | None = None
) -> AskedSession:
    """A session with a one-time link. `minutes` shortens the policy's time of the link, never lengthens it.

    A recruiter who is locked gets a session, too, whose page leads to a person. Raises NotFound,
    SelfieMissing (enrol), NotEnrolled (reauthenticate).
    """
    raise NotImplementedError


def read_session(ports: Ports, tenant_id: str, session_id: str) -> SessionView:
    """Raises NotFound."""
    raise NotImplementedError


def list_sessions(
    ports: Ports,
    tenant_id: str,
    *,
    recruiter_id: str | None = None,
    state: str | None = None,
    before: str | None = None,
    limit: int = 20,
) -> SessionPage:
    """One page, newest first, of one recruiter or all, in one state or all."""
    raise NotImplementedError


def fetch_frame(ports: Ports, tenant_id: str, session_id: str, attempt_id: str, at: int) -> bytes:
    """A kept frame, JPEG. Raises NotFound, EvidenceDamaged, StorageUnavailable."""
    raise NotImplementedError


def expire_sessions(ports: Ports) -> int:
    """Write down and tell every expiry; for the sweep. How many."""
    raise NotImplementedError

# mypy: disable-error-code="empty-body"
"""Recruiters and their faces."""

from typing import Final

from bonafide.answers.face_enums import PortraitKind, Purpose, ReviewOutcome, SessionState
from bonafide.answers.faces import FaceSession, FaceSessionSummary, NewFaceSession, Portrait, Recruiter
from bonafide.answers.pages import Items, Page
from bonafide.answers.retention import Erasure, PersonalData
from bonafide.calls import Group, R, delete, get, listing, post, steps
from bonafide.endpoints import File
from bonafide.flows import Flow
from bonafide.waiting import until

UNDECIDED: Final = frozenset({SessionState.WAITING, SessionState.ACTIVE, SessionState.ANALYSING})


class Recruiters(Group[R]):
    """Add each recruiter once; hand in a selfie before they enrol."""

    @post("/v1/recruiters")
    def add(
        self, *, reference: str, case_id: str | None = None, idempotency_key: str | None = None
    ) -> Recruiter:
        """Add a recruiter by your own key for them."""

    @get("/v1/recruiters")
    def find(self, *, reference: str) -> Items[Recruiter]:
        """The recruiter of your own key, or nothing."""

    @get("/v1/recruiters/{recruiter_id}")
    def read(self, recruiter_id: str) -> Recruiter:
        """What is known of a recruiter."""

    @post("/v1/recruiters/{recruiter_id}/portraits")
    def add_portrait(
        self,
        recruiter_id: str,
        *,
        file: File,
        kind: PortraitKind = PortraitKind.SELFIE,
        idempotency_key: str | None = None,
    ) -> Portrait:
        """Hand in one still picture, in place of an earlier one: bytes, a path, or an open file."""

    @delete("/v1/recruiters/{recruiter_id}/face")
    def withdraw_face(self, recruiter_id: str) -> None:
        """Have the recruiter's template, portraits, films and frames deleted at once."""

    @get("/v1/recruiters/{recruiter_id}/personal-data")
    def personal_data(self, recruiter_id: str) -> PersonalData:
        """All that is kept, with sources, purposes and how long each stays."""

    @delete("/v1/recruiters/{recruiter_id}/personal-data")
    def erase(self, recruiter_id: str) -> Erasure:
        """Erase it, for good. What has to stay is named, and until when."""


class FaceSessions(Group[R]):
    """Ask a recruiter to show their face, live and now."""

    @post("/v1/recruiters/{recruiter_id}/face-sessions")
    def ask(
        self,
        recruiter_id: str,
        *,
        purpose: Purpose,
        minutes: int | None = None,
        idempotency_key: str | None = None,
    ) -> NewFaceSession:
        """Ask for a session. Send the recruiter's browser to its `url`, and nobody else's."""

    @listing("/v1/face-sessions")
    def list(
        self,
        *,
        recruiter_id: str | None = None,
        state: SessionState | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Page[FaceSessionSummary]:
        """Your sessions, newest first; `limit` is of a page, 1 to 100."""

    @get("/v1/face-sessions/{session_id}")
    def read(self, session_id: str) -> FaceSession:
        """Everything known of a session."""

    @get("/v1/face-sessions/{session_id}/frames/{attempt_id}/{at}")
    def fetch_frame(self, session_id: str, attempt_id: str, at: int) -> bytes:
        """A kept frame, JPEG; `at` in milliseconds of the film."""

    @post("/v1/face-sessions/{session_id}/review")
    def review(
        self,
        session_id: str,
        *,
        outcome: ReviewOutcome,
        reviewer: str,
        reason: str,
        idempotency_key: str | None = None,
    ) -> FaceSession:
        """A person's word on a session in review."""

    @steps
    def wait(self, session_id: str, *, timeout: float = 900.0) -> Flow[FaceSession]:
        """Look again until a session is over or in review. Raises StillWaiting after `timeout` seconds."""
        read = FaceSessions.read.endpoint
        return until(self, read, session_id, lambda session: session.state not in UNDECIDED, timeout)

"""The protocols of face sessions that store and fakes implement; see `ports` for what holds for all."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from verifier.domain.face_decision import FaceDecision, FacePolicy
from verifier.domain.face_facts import FaceFacts, FilmReading
from verifier.domain.face_session import (
    Attempt,
    Batch,
    FaceSession,
    KeptFrame,
    Portrait,
    Recruiter,
    SessionState,
)
from verifier.domain.faces import FaceTemplate
from verifier.domain.finding import Finding

FilmJudge: TypeAlias = Callable[[FaceFacts, FacePolicy], Sequence[Finding]]
"""Every check of a film that the policy names, on one attempt."""


class Recruiters(Protocol):
    def add(self, recruiter: Recruiter) -> None:
        """Raises RowRefused for a reference that the tenant has already, or a case that it has not."""
        ...

    def get(self, tenant_id: str, recruiter_id: str) -> Recruiter | None: ...
    def by_reference(self, tenant_id: str, reference: str) -> Recruiter | None: ...
    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Recruiter]:
        """Those who were added for this case, by id."""
        ...

    def hold(self, tenant_id: str, recruiter_id: str) -> Recruiter | None:
        """The recruiter, whose sessions and templates nobody else may change until this transaction ends.

        Hold a recruiter first of all, before a tenant.
        """
        ...

    def hold_all(self, tenant_id: str, recruiter_ids: Sequence[str]) -> None:
        """As `hold`, those of them that there are, in the order of their ids."""
        ...

    def keep_portrait(self, portrait: Portrait) -> str | None:
        """Keep it in place of an earlier one of its kind, whose SHA-256 is returned if there was one."""
        ...

    def portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[Portrait]:
        """By kind."""
        ...

    def drop_portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[str]:
        """Forget all; returns their SHA-256s, for their bytes to be deleted."""
        ...

    def count_pictured(self) -> int:
        """How many recruiters of all tenants have a portrait here."""
        ...


class FaceSessions(Protocol):
    """Sessions by their id, or by the SHA-256 of their link's token."""

    def add(self, session: FaceSession, token_hash: str) -> None:
        """Raises RowRefused."""
        ...

    def get(self, tenant_id: str, session_id: str) -> FaceSession | None: ...
    def by_token(self, token_hash: str) -> FaceSession | None: ...
    def browser_of(self, session_id: str) -> str | None:
        """The SHA-256 of the secret of the browser that the link was followed up in; None before."""
        ...

    def bind(self, session_id: str, browser_hash: str) -> bool:
        """Tie the session to a browser; False when it is tied already."""
        ...

    def keep(self, session: FaceSession) -> None:
        """Write what changed: state, expires_at, consent, way, ended_at. The recruiter must be held."""
        ...

    def unended(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceSession]:
        """Those of the recruiter that have no outcome yet, oldest first; those in review too."""
        ...

    def page(
        self,
        tenant_id: str,
        *,
        recruiter_id: str | None,
        state: SessionState | None,
        before: str | None,
        limit: int,
    ) -> Sequence[FaceSession]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[FaceSession]:
        """Open sessions of all tenants whose time is over, those that lapsed first before the others."""
        ...


class Attempts(Protocol):
    def add(self, attempt: Attempt) -> None:
        """Raises RowRefused for a number that the session has already."""
        ...

    def get(self, tenant_id: str, attempt_id: str) -> Attempt | None: ...
    def of_session(self, tenant_id: str, session_id: str) -> Sequence[Attempt]:
        """By number."""
        ...

    def finish(self, attempt_id: str, at: datetime) -> bool:
        """Note the end of the upload; False when it was noted before."""
        ...

    def unverified_since(self, tenant_id: str, recruiter_id: str, since: datetime) -> Sequence[datetime]:
        """When those of the recruiter's attempts since then were issued that verified nobody, in order.

        An attempt does not count when it was verified, or when a person verified its session.
        """
        ...

    def add_batch(self, batch: Batch) -> bool:
        """Keep it; False when there is one of this index."""
        ...

    def batches(self, attempt_id: str) -> Sequence[Batch]:
        """By index."""
        ...

    def drop_batches(self, attempt_id: str) -> Sequence[str]:
        """Forget them; returns their SHA-256s, for their bytes to be deleted."""
        ...

    def keep_reading(self, attempt_id: str, reading: FilmReading) -> None: ...
    def reading(self, tenant_id: str, attempt_id: str) -> FilmReading | None: ...
    def keep_frames(self, frames: Sequence[KeptFrame], at: datetime) -> None: ...
    def kept_frames(self, tenant_id: str, session_id: str) -> Sequence[KeptFrame]:
        """By attempt, then by time."""
        ...

    def drop_frames(self, tenant_id: str, session_id: str) -> Sequence[str]:
        """Forget them; returns their SHA-256s."""
        ...

    def frames_kept_before(self, moment: datetime, *, limit: int) -> Sequence[tuple[str, str]]:
        """Tenants and sessions whose kept frames are older than that."""
        ...


class FaceDecisions(Protocol):
    def add(self, decision: FaceDecision, findings: Sequence[Finding]) -> None:
        """Raises RowRefused for a second decision on an attempt, or a rejection that no person made."""
        ...

    def of_session(self, tenant_id: str, session_id: str) -> Sequence[tuple[FaceDecision, Sequence[Finding]]]:
        """By id, which is the order in which they were made."""
        ...


class FaceTemplates(Protocol):
    """Biometric templates: sealed under a key of their own, apart from all that says whose they are."""

    def propose(
        self, tenant_id: str, recruiter_id: str, session_id: str, templates: Sequence[FaceTemplate]
    ) -> None:
        """Keep a session's templates until it is decided; they replace the session's earlier ones."""
        ...

    def enrol(self, tenant_id: str, recruiter_id: str, session_id: str, at: datetime) -> bool:
        """Make the session's proposed templates the recruiter's, in place of earlier ones; False if none."""
        ...

    def of(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceTemplate]:
        """The enrolled ones, one of each engine, by engine; empty when not enrolled."""
        ...

    def enrolled_at(self, tenant_id: str, recruiter_id: str) -> datetime | None: ...
    def alike(self, tenant_id: str, recruiter_id: str, *, engine: str, least: float) -> Sequence[str]:
        """The tenant's other recruiters whose enrolled face is as alike as that, or more, by their ids.

        `engine` is how the names of its templates begin, `least` a cosine. Looks at every enrolled template
        of the tenant, and at no other tenant's.
        """
        ...

    def forget_session(self, tenant_id: str, session_id: str) -> None:
        """Delete what a session proposed and nobody enrolled."""
        ...

    def forget(self, tenant_id: str, recruiter_id: str) -> bool:
        """Delete every template of the recruiter, proposed and enrolled; whether there was one."""
        ...

    def count(self) -> int:
        """How many people's templates are stored, of all tenants."""
        ...


class FilmMarks(Protocol):
    """Fingerprints of frames that came before. They outlive the frames, and nothing can be told from them."""

    def keep(self, tenant_id: str, attempt_id: str, digests: Sequence[bytes]) -> None: ...
    def known(self, tenant_id: str, digests: Sequence[bytes], *, except_attempt: str) -> int:
        """How many of them came in another film of the tenant."""
        ...


class Erasures(Protocol):
    """The blobs that are to be deleted: listed before they are put and when no row names them any more.

    So whatever dies, and whenever: every blob is named by a row or stands here, and none stays behind.
    """

    def plan(self, tenant_id: str, sha256s: Sequence[str], *, due: datetime) -> None:
        """List them for deletion from then on; what is listed already keeps the later of the two times."""
        ...

    def take(self, tenant_id: str, sha256: str, *, now: datetime) -> bool:
        """Take it off the list if its time has come and no row names it: then delete it before the commit.

        Whoever lists it anew meanwhile waits until then, and so puts the bytes after they were deleted. What
        is due and named by a row is taken off and stays.
        """
        ...

    def planned(self, tenant_id: str) -> Sequence[str]:
        """All that is listed, due or not."""
        ...

    def is_planned(self, tenant_id: str, sha256: str) -> bool: ...

    def strike(self, tenant_id: str, sha256s: Sequence[str]) -> None:
        """Take them off the list: they are deleted, or a row names them now."""
        ...

    def due(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        """Tenants and SHA-256s whose time has come, the oldest first."""
        ...

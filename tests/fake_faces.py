"""Face sessions in memory. They pass the contract suite of the real repositories."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tests.fake_rows import Repository, must
from verifier.domain.decision import POLICY
from verifier.domain.face_decision import FaceDecision, FaceLimits, FaceOutcome, FacePolicy
from verifier.domain.face_facts import FaceFacts, FilmReading
from verifier.domain.face_session import (
    OPEN_STATES,
    Attempt,
    Batch,
    FaceSession,
    KeptFrame,
    Portrait,
    Recruiter,
    SessionState,
)
from verifier.domain.faces import FaceTemplate
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import Policy, Rule, Weight
from verifier.usecases.face_ports import (
    Attempts,
    Erasures,
    FaceDecisions,
    FaceSessions,
    FaceTemplates,
    FilmMarks,
    Recruiters,
)

FACE_LIMITS = FaceLimits(
    link=timedelta(minutes=15),
    upload=timedelta(seconds=120),
    attempts=3,
    attempts_a_day=6,
    locked=timedelta(hours=24),
    kept_frames=timedelta(days=30),
)
FACE_POLICY = FacePolicy(
    rules=Policy("faces-test", timedelta(days=180), 2, {"film": Rule(Weight.HARD, "test", {})}),
    retry=frozenset({"picture_dark"}),
    limits=FACE_LIMITS,
)
"""One hard check called `film`, whose finding `picture_dark` may be mended by trying again."""

SAYS = {
    FaceOutcome.VERIFIED: Finding("film", Outcome.PASS, "film_fine", "All is well."),
    FaceOutcome.RETRY: Finding("film", Outcome.CONCERN, "picture_dark", "It is dark.", 12.0, 40.0),
    FaceOutcome.REVIEW: Finding("film", Outcome.FAIL, "film_odd", "It is odd."),
}


class FakeFilmJudge:
    """Says of every film what a test wants, at first that all is well; keeps the facts that it was given.

    `says` is an outcome of FACE_POLICY, or findings.
    """

    def __init__(self) -> None:
        self.says: FaceOutcome | Sequence[Finding] = FaceOutcome.VERIFIED
        self.seen: list[FaceFacts] = []

    def __call__(self, facts: FaceFacts, _policy: FacePolicy) -> Sequence[Finding]:
        self.seen.append(facts)
        return (SAYS[self.says],) if isinstance(self.says, FaceOutcome) else tuple(self.says)


@dataclass(frozen=True, slots=True)
class KeptSession:
    session: FaceSession
    token_hash: str
    browser_hash: str | None = None


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    tenant_id: str
    recruiter_id: str
    session_id: str | None  # None once enrolled
    template: FaceTemplate
    enrolled_at: datetime | None = None


class MemoryRecruiters(Repository, Recruiters):
    def add(self, recruiter: Recruiter) -> None:
        case = self._state.cases.get(recruiter.case_id)
        must(recruiter.id not in self._state.recruiters and recruiter.tenant_id in self._state.tenants)
        must(self.by_reference(recruiter.tenant_id, recruiter.reference) is None)
        must(recruiter.case_id is None or (case is not None and case.tenant_id == recruiter.tenant_id))
        self._state.recruiters[recruiter.id] = recruiter

    def get(self, tenant_id: str, recruiter_id: str) -> Recruiter | None:
        recruiter = self._state.recruiters.get(recruiter_id)
        return recruiter if recruiter and recruiter.tenant_id == tenant_id else None

    hold = get

    def hold_all(self, tenant_id: str, recruiter_ids: Sequence[str]) -> None:
        pass

    def by_reference(self, tenant_id: str, reference: str) -> Recruiter | None:
        mine = (row for row in self._state.recruiters.values() if row.tenant_id == tenant_id)
        return next((row for row in mine if row.reference == reference), None)

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Recruiter]:
        rows = self._state.recruiters.values()
        mine = (row for row in rows if (row.tenant_id, row.case_id) == (tenant_id, case_id))
        return tuple(sorted(mine, key=lambda row: row.id))

    def keep_portrait(self, portrait: Portrait) -> str | None:
        must(self.get(portrait.tenant_id, portrait.recruiter_id) is not None)
        earlier = self._state.portraits.get((portrait.recruiter_id, portrait.kind))
        self._state.portraits[portrait.recruiter_id, portrait.kind] = portrait
        return earlier.sha256 if earlier else None

    def portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[Portrait]:
        mine = [row for row in self._state.portraits.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.recruiter_id == recruiter_id]
        return tuple(sorted(rows, key=lambda row: row.kind))

    def drop_portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[str]:
        dropped = self.portraits(tenant_id, recruiter_id)
        for row in dropped:
            del self._state.portraits[row.recruiter_id, row.kind]
        return tuple(row.sha256 for row in dropped)

    def count_pictured(self) -> int:
        return len({row.recruiter_id for row in self._state.portraits.values()})


class MemoryFaceSessions(Repository, FaceSessions):
    def add(self, session: FaceSession, token_hash: str) -> None:
        recruiter = self._state.recruiters.get(session.recruiter_id)
        must(session.id not in self._state.face_sessions and self.by_token(token_hash) is None)
        must(recruiter is not None and recruiter.tenant_id == session.tenant_id)
        self._state.face_sessions[session.id] = KeptSession(session, token_hash)

    def get(self, tenant_id: str, session_id: str) -> FaceSession | None:
        kept = self._state.face_sessions.get(session_id)
        return kept.session if kept and kept.session.tenant_id == tenant_id else None

    def by_token(self, token_hash: str) -> FaceSession | None:
        rows = self._state.face_sessions.values()
        return next((row.session for row in rows if row.token_hash == token_hash), None)

    def browser_of(self, session_id: str) -> str | None:
        kept = self._state.face_sessions.get(session_id)
        return kept.browser_hash if kept else None

    def bind(self, session_id: str, browser_hash: str) -> bool:
        kept = self._state.face_sessions.get(session_id)
        if kept is None or kept.browser_hash is not None:
            return False
        self._state.face_sessions[session_id] = replace(kept, browser_hash=browser_hash)
        return True

    def keep(self, session: FaceSession) -> None:
        kept = self._state.face_sessions[session.id]
        changed = replace(
            kept.session,
            state=session.state,
            expires_at=session.expires_at,
            consent=session.consent,
            way=session.way,
            ended_at=session.ended_at,
        )
        must((changed.state in ENDED) == (changed.ended_at is not None))
        filming = changed.state in (SessionState.ACTIVE, SessionState.ANALYSING)
        must(not filming or (changed.consent is not None and kept.browser_hash is not None))
        self._state.face_sessions[session.id] = replace(kept, session=changed)

    def unended(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceSession]:
        rows = [row for row in self._mine(tenant_id) if row.recruiter_id == recruiter_id]
        return tuple(sorted((row for row in rows if row.ended_at is None), key=lambda row: row.id))

    def page(
        self,
        tenant_id: str,
        *,
        recruiter_id: str | None,
        state: SessionState | None,
        before: str | None,
        limit: int,
    ) -> Sequence[FaceSession]:
        rows = [row for row in self._mine(tenant_id) if before is None or row.id < before]
        rows = [row for row in rows if recruiter_id is None or row.recruiter_id == recruiter_id]
        rows = [row for row in rows if state is None or row.state is state]
        return tuple(sorted(rows, key=lambda row: row.id, reverse=True)[:limit])

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[FaceSession]:
        rows = [row.session for row in self._state.face_sessions.values()]
        over = [row for row in rows if row.state in OPEN_STATES and row.expires_at <= now]
        return tuple(sorted(over, key=lambda row: row.expires_at)[:limit])

    def _mine(self, tenant_id: str) -> Iterable[FaceSession]:
        rows = (row.session for row in self._state.face_sessions.values())
        return (row for row in rows if row.tenant_id == tenant_id)


ENDED = (SessionState.VERIFIED, SessionState.REJECTED, SessionState.EXPIRED)


class MemoryAttempts(Repository, Attempts):
    def add(self, attempt: Attempt) -> None:
        session = self._state.face_sessions.get(attempt.session_id)
        numbers = {(row.session_id, row.number) for row in self._state.attempts.values()}
        must(attempt.id not in self._state.attempts and (attempt.session_id, attempt.number) not in numbers)
        nonces = {row.challenge.nonce for row in self._state.attempts.values()}
        must(session is not None and session.session.tenant_id == attempt.tenant_id)
        must(attempt.challenge.nonce not in nonces)
        self._state.attempts[attempt.id] = attempt

    def get(self, tenant_id: str, attempt_id: str) -> Attempt | None:
        attempt = self._state.attempts.get(attempt_id)
        return attempt if attempt and attempt.tenant_id == tenant_id else None

    def of_session(self, tenant_id: str, session_id: str) -> Sequence[Attempt]:
        mine = [row for row in self._state.attempts.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.session_id == session_id]
        return tuple(sorted(rows, key=lambda row: row.number))

    def finish(self, attempt_id: str, at: datetime) -> bool:
        attempt = self._state.attempts.get(attempt_id)
        if attempt is None or attempt.finished_at is not None:
            return False
        self._state.attempts[attempt_id] = replace(attempt, finished_at=at)
        return True

    def unverified_since(self, tenant_id: str, recruiter_id: str, since: datetime) -> Sequence[datetime]:
        sessions = {
            row.session.id
            for row in self._state.face_sessions.values()
            if (row.session.tenant_id, row.session.recruiter_id) == (tenant_id, recruiter_id)
        }
        verified = {
            row.attempt_id or row.session_id
            for row, _ in self._state.face_decisions.values()
            if row.outcome is FaceOutcome.VERIFIED
        }
        rows = [row for row in self._state.attempts.values() if row.session_id in sessions]
        counted = [row for row in rows if not {row.id, row.session_id} & verified]
        return tuple(sorted(row.issued_at for row in counted if row.issued_at >= since))

    def add_batch(self, batch: Batch) -> bool:
        must(self.get(batch.tenant_id, batch.attempt_id) is not None)
        if (batch.attempt_id, batch.index) in self._state.batches:
            return False
        self._state.batches[batch.attempt_id, batch.index] = batch
        return True

    def batches(self, attempt_id: str) -> Sequence[Batch]:
        rows = [row for row in self._state.batches.values() if row.attempt_id == attempt_id]
        return tuple(sorted(rows, key=lambda row: row.index))

    def drop_batches(self, attempt_id: str) -> Sequence[str]:
        dropped = self.batches(attempt_id)
        for row in dropped:
            del self._state.batches[row.attempt_id, row.index]
        return tuple(row.sha256 for row in dropped)

    def keep_reading(self, attempt_id: str, reading: FilmReading) -> None:
        must(attempt_id in self._state.attempts and attempt_id not in self._state.film_readings)
        self._state.film_readings[attempt_id] = reading

    def reading(self, tenant_id: str, attempt_id: str) -> FilmReading | None:
        known = self.get(tenant_id, attempt_id) is not None
        reading: FilmReading | None = self._state.film_readings.get(attempt_id)
        return reading if known else None

    def keep_frames(self, frames: Sequence[KeptFrame], at: datetime) -> None:
        for one in frames:
            must(self.get(one.tenant_id, one.attempt_id) is not None)
            must((one.attempt_id, one.at) not in self._state.kept_frames)
            self._state.kept_frames[one.attempt_id, one.at] = (one, at)

    def kept_frames(self, tenant_id: str, session_id: str) -> Sequence[KeptFrame]:
        attempts = {row.id for row in self.of_session(tenant_id, session_id)}
        rows = [row for row, _ in self._state.kept_frames.values() if row.attempt_id in attempts]
        return tuple(sorted(rows, key=lambda row: (row.attempt_id, row.at)))

    def drop_frames(self, tenant_id: str, session_id: str) -> Sequence[str]:
        dropped = self.kept_frames(tenant_id, session_id)
        for row in dropped:
            del self._state.kept_frames[row.attempt_id, row.at]
        return tuple(row.sha256 for row in dropped)

    def frames_kept_before(self, moment: datetime, *, limit: int) -> Sequence[tuple[str, str]]:
        old = [row for row, at in self._state.kept_frames.values() if at < moment]
        found = {(row.tenant_id, self._state.attempts[row.attempt_id].session_id) for row in old}
        return tuple(sorted(found)[:limit])


class MemoryFaceDecisions(Repository, FaceDecisions):
    def add(self, decision: FaceDecision, findings: Sequence[Finding]) -> None:
        session = self._state.face_sessions.get(decision.session_id)
        decided = {row.attempt_id for row, _ in self._state.face_decisions.values()} - {None}
        must(decision.id not in self._state.face_decisions and decision.attempt_id not in decided)
        must(session is not None and session.session.tenant_id == decision.tenant_id)
        must(decision.outcome is not FaceOutcome.REJECTED or decision.decided_by != POLICY)
        self._state.face_decisions[decision.id] = (decision, tuple(findings))

    def of_session(self, tenant_id: str, session_id: str) -> Sequence[tuple[FaceDecision, Sequence[Finding]]]:
        rows = [row for row in self._state.face_decisions.values() if row[0].session_id == session_id]
        mine = [row for row in rows if row[0].tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row[0].id))


class MemoryFaceTemplates(Repository, FaceTemplates):
    def propose(
        self, tenant_id: str, recruiter_id: str, session_id: str, templates: Sequence[FaceTemplate]
    ) -> None:
        self.forget_session(tenant_id, session_id)
        for one in templates:
            self._put(KeptTemplate(tenant_id, recruiter_id, session_id, one))

    def enrol(self, tenant_id: str, recruiter_id: str, session_id: str, at: datetime) -> bool:
        proposed = [row for row in self._rows() if (row.tenant_id, row.session_id) == (tenant_id, session_id)]
        if not proposed:
            return False
        self._drop(self._enrolled(tenant_id, recruiter_id))
        self._drop(proposed)
        for row in proposed:
            self._put(replace(row, session_id=None, enrolled_at=at))
        return True

    def of(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceTemplate]:
        found = (row.template for row in self._enrolled(tenant_id, recruiter_id))
        return tuple(sorted(found, key=lambda one: one.engine))

    def enrolled_at(self, tenant_id: str, recruiter_id: str) -> datetime | None:
        return next((row.enrolled_at for row in self._enrolled(tenant_id, recruiter_id)), None)

    def alike(self, tenant_id: str, recruiter_id: str, *, engine: str, least: float) -> Sequence[str]:
        mine = [row for row in self._rows() if row.tenant_id == tenant_id and row.session_id is None]
        rows = [row for row in mine if row.template.engine.startswith(engine)]
        own = [row.template for row in rows if row.recruiter_id == recruiter_id]
        found = {
            row.recruiter_id
            for row in rows
            for one in own
            if row.recruiter_id != recruiter_id and row.template.engine == one.engine
            if one.cosine(row.template) >= least
        }
        return tuple(sorted(found))

    def forget_session(self, tenant_id: str, session_id: str) -> None:
        self._drop(
            [row for row in self._rows() if (row.tenant_id, row.session_id) == (tenant_id, session_id)]
        )

    def forget(self, tenant_id: str, recruiter_id: str) -> bool:
        rows = [row for row in self._rows() if (row.tenant_id, row.recruiter_id) == (tenant_id, recruiter_id)]
        self._drop(rows)
        return bool(rows)

    def count(self) -> int:
        return len({(row.tenant_id, row.recruiter_id) for row in self._rows()})

    def _enrolled(self, tenant_id: str, recruiter_id: str) -> list[KeptTemplate]:
        mine = [row for row in self._rows() if (row.tenant_id, row.recruiter_id) == (tenant_id, recruiter_id)]
        return [row for row in mine if row.session_id is None]

    def _rows(self) -> list[KeptTemplate]:
        return list(self._state.face_templates.values())

    def _put(self, row: KeptTemplate) -> None:
        self._state.face_templates[_place(row)] = row

    def _drop(self, rows: Iterable[KeptTemplate]) -> None:
        for row in rows:
            del self._state.face_templates[_place(row)]


def _place(row: KeptTemplate) -> tuple[Any, ...]:
    return row.tenant_id, row.recruiter_id, row.session_id, row.template.engine


class MemoryFilmMarks(Repository, FilmMarks):
    def keep(self, tenant_id: str, attempt_id: str, digests: Sequence[bytes]) -> None:
        for digest in digests:
            self._state.film_marks[tenant_id, digest, attempt_id] = True

    def known(self, tenant_id: str, digests: Sequence[bytes], *, except_attempt: str) -> int:
        elsewhere = {
            digest
            for of, digest, attempt in self._state.film_marks
            if (of, attempt) != (of, except_attempt) and of == tenant_id
        }
        return len(set(digests) & elsewhere)


class MemoryErasures(Repository, Erasures):
    def plan(self, tenant_id: str, sha256s: Sequence[str], *, due: datetime) -> None:
        for name in sha256s:
            before = self._state.erasures.get((tenant_id, name), due)
            self._state.erasures[tenant_id, name] = max(before, due)

    def take(self, tenant_id: str, sha256: str, *, now: datetime) -> bool:
        due = self._state.erasures.get((tenant_id, sha256))
        if due is None or due > now:
            return False
        del self._state.erasures[tenant_id, sha256]
        return (tenant_id, sha256) not in self._named()

    def is_planned(self, tenant_id: str, sha256: str) -> bool:
        return (tenant_id, sha256) in self._state.erasures

    def planned(self, tenant_id: str) -> Sequence[str]:
        return tuple(sorted(name for tenant, name in self._state.erasures if tenant == tenant_id))

    def strike(self, tenant_id: str, sha256s: Sequence[str]) -> None:
        for name in sha256s:
            self._state.erasures.pop((tenant_id, name), None)

    def due(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        rows = [(due, place) for place, due in self._state.erasures.items() if due <= now]
        return tuple(place for _, place in sorted(rows)[:limit])

    def _named(self) -> set[tuple[str, str]]:
        frames = [frame for frame, _ in self._state.kept_frames.values()]
        kinds = ("evidence", "pictures", "portraits", "batches")
        rows = [row for kind in kinds for row in getattr(self._state, kind).values()]
        return {(row.tenant_id, row.sha256) for row in (*rows, *frames)}

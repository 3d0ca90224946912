"""What is known at the moment of wishes to read: looked up once for all that are answered together.

Recruiters, employers and grants are held until the answers are committed, so that counts are exact, whoever
stops an employer ends what may be read, and no read is allowed by a grant that was taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from verifier.domain.employer import Employer
from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer, device_digest, job_digest
from verifier.domain.resume_grant import Grant
from verifier.domain.resume_read import DAY, MONTH, Face, Pace, ReadFacts, ReadWish, ResumeRead, night_began
from verifier.domain.screening import JobText, ScreeningAction, ScreeningResult
from verifier.usecases.gate.facts import Held, Outside, Wish, gather_held
from verifier.usecases.gate_ports import Poster, Posting
from verifier.usecases.ports import Ports, Transaction

# A read publishes nothing: there is no text to weigh.
NO_JOB: Final = JobText("", "", "", "")
NO_DIGEST: Final = job_digest(NO_JOB)
NOTHING_SAID: Final = Outside(ScreeningResult("none", ScreeningAction.NONE, (), ()))


@dataclass(frozen=True, slots=True)
class _Who:
    """Whose facts were looked up: equal ones of a group are looked up once."""

    employer_id: str
    recruiter_id: str
    device: str | None


class Desk:
    """The facts for one group of wishes of one tenant, in one transaction."""

    def __init__(self, ports: Ports, tx: Transaction, tenant_id: str, now: datetime) -> None:
        self._ports, self._tx, self._tenant_id, self._now = ports, tx, tenant_id, now
        self._employers: dict[str, Employer | None] = {}
        self._grants: dict[str, Grant] = {}
        self._granted: dict[ReadWish, str | None] = {}
        self._gates: dict[_Who, GateFacts] = {}
        self._paces: dict[str, Pace] = {}
        self._days: dict[str, int] = {}
        self._faces: dict[str, Face | None] = {}

    def hold(self, wishes: Iterable[ReadWish]) -> None:
        """Recruiters, then employers, then grants, each in order: groups wait for others, never in a ring."""
        every = tuple(wishes)
        for recruiter_id in sorted({wish.recruiter_id for wish in every}):
            self._tx.recruiters.hold(self._tenant_id, recruiter_id)
        for employer_id in sorted({wish.employer_id for wish in every}):
            self._employers[employer_id] = self._tx.employers.hold(self._tenant_id, employer_id)
        for wish in every:
            self._granted[wish] = wish.grant_id or self._tx.grants.find(self._tenant_id, wish)
        ids = sorted({grant_id for grant_id in self._granted.values() if grant_id is not None})
        self._grants = {grant.id: grant for grant in self._tx.grants.hold(self._tenant_id, ids)}

    def facts(self, wish: ReadWish) -> ReadFacts:
        """The facts about a wish among those that were held for."""
        grant = self._grants.get(self._granted[wish] or "")
        gate = self._gate(wish)
        return ReadFacts(
            wish=wish,
            gate=gate,
            grant=grant,
            pace=self._pace(wish.recruiter_id),
            employer_day=self._day(wish.employer_id),
            linked_readers=self._linked(gate, grant),
        )

    def face(self, facts: ReadFacts) -> Face | None:
        """The face session that the recruiter's last check was; None if a proof stands for it."""
        recruiter_id, at = facts.wish.recruiter_id, facts.gate.face_at
        if recruiter_id not in self._faces:
            session_id = at and self._tx.resume_reads.face(self._tenant_id, recruiter_id, at)
            self._faces[recruiter_id] = Face(session_id, at) if session_id and at else None
        return self._faces[recruiter_id]

    def count(self, read: ResumeRead) -> None:
        """Have the wishes that follow in the group see this one."""
        pace = self._paces[read.recruiter_id]
        if read.answer is Answer.ALLOW:
            night = pace.night + (night_began(self._now) is not None)
            pace = replace(pace, hour=pace.hour + 1, day=pace.day + 1, week=pace.week + 1, night=night)
            self._days[read.employer_id] += 1
        self._paces[read.recruiter_id] = replace(pace, stopped=pace.stopped or read.stopped)

    def _gate(self, wish: ReadWish) -> GateFacts:
        device = device_digest(wish.device) if wish.device else None
        who = _Who(wish.employer_id, wish.recruiter_id, device)
        if who not in self._gates:
            self._gates[who] = self._looked_up(wish, device)
        return self._gates[who]

    def _looked_up(self, wish: ReadWish, device: str | None) -> GateFacts:
        employer = self._employers[wish.employer_id]
        posting = Posting(wish.employer_id, wish.recruiter_id, device, NO_DIGEST)
        poster: Poster | None = self._tx.posters.get(self._tenant_id, posting)
        if employer is None or poster is None:
            return GateFacts(self._now, employer, poster.recruiter if poster else None, None)
        known = Wish(wish.employer_id, wish.recruiter_id, NO_JOB, wish.device)
        held = Held(employer, poster)
        return gather_held(self._ports, self._tx, held, known, NOTHING_SAID, self._now)

    def _pace(self, recruiter_id: str) -> Pace:
        if recruiter_id not in self._paces:
            self._paces[recruiter_id] = self._tx.resume_reads.pace(self._tenant_id, recruiter_id, self._now)
        return self._paces[recruiter_id]

    def _day(self, employer_id: str) -> int:
        if employer_id not in self._days:
            since = self._now - DAY
            self._days[employer_id] = self._tx.resume_reads.of_employer(self._tenant_id, employer_id, since)
        return self._days[employer_id]

    def _linked(self, gate: GateFacts, grant: Grant | None) -> int:
        others = sorted({employer for link in gate.links for employer in link.employers})
        if not others or grant is None:
            return 0
        since = self._now - MONTH
        return self._tx.resume_reads.readers(self._tenant_id, grant.seeker_id, others, since)

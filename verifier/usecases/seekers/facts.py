"""What is known at the moment of wishes to read: looked up once for all that are answered together.

Recruiters, employers and grants are held until the answers are committed, so that counts are exact, whoever
stops an employer ends what may be read, and no read is allowed by a grant that was taken back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer
from verifier.domain.resume_grant import Grant
from verifier.domain.resume_read import DAY, MONTH, Face, ReadFacts, ReadWish, ResumeRead, night_began
from verifier.domain.screening import JobText, ScreeningAction, ScreeningResult
from verifier.usecases.gate.facts import Outside, Record, Wish
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.seeker_ports import Reader

# A read publishes nothing: there is no text to weigh.
NO_JOB: Final = JobText("", "", "", "")
NOTHING_SAID: Final = Outside(ScreeningResult("none", ScreeningAction.NONE, (), ()))


class Desk:
    """The facts for one group of wishes of one tenant, in one transaction."""

    def __init__(
        self, ports: Ports, tx: Transaction, tenant_id: str, wishes: Iterable[ReadWish], now: datetime
    ) -> None:
        """Holds recruiters, then employers, then grants, each in order: groups wait, and never in a ring."""
        self._tx, self._tenant_id, self._now = tx, tenant_id, now
        every = tuple(dict.fromkeys(wishes))
        recruiters = sorted({wish.recruiter_id for wish in every})
        tx.recruiters.hold_all(tenant_id, recruiters)
        self._record = Record(ports, tx, tenant_id, map(_at_gate, every), now)
        self._granted = self._found(every)
        ids = sorted({grant_id for grant_id in self._granted.values() if grant_id is not None})
        self._grants = {grant.id: grant for grant in tx.grants.hold(tenant_id, ids)}
        self._gates = {one: self._record.facts(one, NOTHING_SAID) for one in set(map(_at_gate, every))}
        self._paces = dict(tx.resume_reads.paces(tenant_id, recruiters, now))
        firms = sorted({wish.employer_id for wish in every})
        self._days = dict(tx.resume_reads.of_employers(tenant_id, firms, now - DAY))
        self._readers = self._linked_readers()

    def facts(self, wish: ReadWish) -> ReadFacts:
        """The facts about a wish among those that were held for."""
        gate, grant = self._gates[_at_gate(wish)], self._grant(wish)
        ties = _ties(gate) if grant else frozenset()
        readers = {
            one.recruiter_id
            for one in self._readers
            if grant and one.seeker_id == grant.seeker_id and one.employer_id in ties
        }
        return ReadFacts(
            wish=wish,
            gate=gate,
            grant=grant,
            pace=self._paces[wish.recruiter_id],
            employer_day=self._days[wish.employer_id],
            linked_readers=len(readers),
        )

    def face(self, facts: ReadFacts) -> Face | None:
        """The face session that the recruiter's last check was; None if a proof stands for it."""
        at, session_id = facts.gate.face_at, self._record.face_session_id(_at_gate(facts.wish))
        return Face(session_id, at) if session_id and at else None

    def count(self, read: ResumeRead) -> None:
        """Have the wishes that follow in the group see this one."""
        pace = self._paces[read.recruiter_id]
        if read.answer is Answer.ALLOW:
            night = pace.night + (night_began(self._now) is not None)
            pace = replace(pace, hour=pace.hour + 1, day=pace.day + 1, week=pace.week + 1, night=night)
            self._days[read.employer_id] += 1
            self._readers.add(Reader(str(read.seeker_id), read.employer_id, read.recruiter_id))
        self._paces[read.recruiter_id] = replace(pace, stopped=pace.stopped or read.stopped)

    def _grant(self, wish: ReadWish) -> Grant | None:
        return self._grants.get(self._granted[wish] or "")

    def _found(self, wishes: Sequence[ReadWish]) -> Mapping[ReadWish, str | None]:
        """Which grant each goes by."""
        unnamed = [wish for wish in wishes if wish.grant_id is None]
        found = self._tx.grants.find(self._tenant_id, unnamed) if unnamed else ()
        return {wish: wish.grant_id for wish in wishes} | dict(zip(unnamed, found, strict=True))

    def _linked_readers(self) -> set[Reader]:
        ties = sorted(frozenset[str]().union(*map(_ties, self._gates.values())))
        seekers = sorted({grant.seeker_id for grant in self._grants.values()})
        if not ties or not seekers:
            return set()
        return set(self._tx.resume_reads.readers(self._tenant_id, seekers, ties, self._now - MONTH))


def _at_gate(wish: ReadWish) -> Wish:
    return Wish(wish.employer_id, wish.recruiter_id, NO_JOB, wish.device)


def _ties(gate: GateFacts) -> frozenset[str]:
    """The employers that this one is tied to."""
    return frozenset(employer for link in gate.links for employer in link.employers)

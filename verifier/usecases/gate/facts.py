"""What the gate knows at the moment of a wish: gathered from store and screener, none of it judged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from verifier.domain.account_traits import AccountTraits, Block, Link, TraitKind, told_traits
from verifier.domain.employer import Employer
from verifier.domain.gate import GateFacts, Proven
from verifier.domain.permit import Permit, device_digest, job_digest
from verifier.domain.proof import Proof
from verifier.domain.screening import Background, JobText, ScreeningResult
from verifier.usecases.gate.links import sought_of
from verifier.usecases.gate_ports import Asked, Poster, Posting, Unasked
from verifier.usecases.ports import Ports, Transaction

SCREENING: Final = "screening"  # the rule whose facts come from outside the store


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish to post. `device` and `network` are the site's fingerprints of device and network address."""

    employer_id: str
    recruiter_id: str
    job: JobText = field(repr=False)
    device: str | None = field(default=None, repr=False)
    network: str | None = field(default=None, repr=False)

    def traits(self) -> AccountTraits:
        """What the wish itself is linked and blocked by."""
        told = {TraitKind.DEVICE: self.device, TraitKind.NETWORK: self.network}
        return told_traits({kind: text for kind, text in told.items() if text})


@dataclass(frozen=True, slots=True)
class Outside:
    """What was asked outside the store, before the transaction; `missing` names the rules left without.

    `scope` is the employer's, with which the text was weighed.
    """

    screening: ScreeningResult | None
    scope: str | None = None
    missing: frozenset[str] = frozenset()


def ask_outside(ports: Ports, tenant_id: str, wish: Wish) -> Outside:
    """The job's text, weighed with the scope of the employer's licence; takes a while, holds nothing."""
    scope = ports.counter.scope(tenant_id, wish.employer_id)
    if scope is None:
        with ports.view() as tx:
            employer = tx.employers.get(tenant_id, wish.employer_id)
        scope = employer.scope if employer else None
    return _weighed(ports, wish, scope)


class Record:
    """What is on record about wishes of one tenant: every thing is asked once for all of them together.

    Their employers are held until the transaction ends.
    """

    def __init__(
        self, ports: Ports, tx: Transaction, tenant_id: str, wishes: Iterable[Wish], now: datetime
    ) -> None:
        self._ports, self._tx, self._tenant_id, self._now = ports, tx, tenant_id, now
        every = tuple(dict.fromkeys(wishes))
        firms = sorted({wish.employer_id for wish in every})
        self._employers = {one.id: one for one in tx.employers.hold_all(tenant_id, firms)}
        posters = tx.posters.of(tenant_id, [_posting(wish) for wish in every])
        self._posters: dict[Wish, Poster | None] = dict(zip(every, posters, strict=True))
        known = [wish for wish in every if wish.employer_id in self._employers and self._posters[wish]]
        self._proofs = self._proven({wish.employer_id for wish in known})
        self._links, self._blocks = self._shared(known)

    def facts(self, wish: Wish, outside: Outside) -> GateFacts:
        """The facts about one of the wishes."""
        employer, poster = self._employers.get(wish.employer_id), self._posters[wish]
        if employer is not None:
            outside = _up_to_date(self._ports, employer, wish, outside)
        if employer is None or poster is None:
            return GateFacts(
                now=self._now,
                employer=employer,
                recruiter=poster.recruiter if poster else None,
                membership=None,
                screening=outside.screening,
                missing=outside.missing,
            )
        return GateFacts(
            now=self._now,
            employer=employer,
            recruiter=poster.recruiter,
            membership=poster.membership,
            enrolled=poster.enrolled,
            face_at=poster.face_at,
            face_spent=poster.face_spent,
            in_review=poster.in_review,
            device_known=poster.device_known,
            links=tuple(self._links[wish]),
            blocks=tuple(self._blocks[wish]),
            screening=outside.screening,
            text_cleared=poster.text_cleared,
            missing=outside.missing,
            proofs=self._standing(employer, wish.recruiter_id),
        )

    def face_session_id(self, wish: Wish) -> str | None:
        """The session in which the recruiter's face was last verified."""
        poster = self._posters[wish]
        return poster.face_session_id if poster else None

    def spend(self, permit: Permit) -> None:
        """Have the wishes that follow see this permit, which is not written yet."""
        if permit.token_id is None:
            return
        for wish, poster in self._posters.items():
            seen = wish.recruiter_id == permit.recruiter_id and poster is not None and poster.face_at
            if poster is not None and seen and permit.asked_at >= seen:
                self._posters[wish] = replace(poster, face_spent=True)

    def _proven(self, firms: Iterable[str]) -> Mapping[str, Sequence[Proof]]:
        proofs: dict[str, list[Proof]] = {}
        for one in self._tx.proofs.in_force(self._tenant_id, sorted(firms), self._now):
            proofs.setdefault(one.employer_id, []).append(one)
        return proofs

    def _standing(self, employer: Employer, recruiter_id: str) -> Proven:
        policy, proofs = self._ports.proof_policy, self._proofs.get(employer.id, ())
        return Proven(
            kinds=frozenset(one.kind for one in proofs),
            worth=policy.worth(proofs, self._now),
            required=policy.requirement(employer.account_type, employer.risk),
            face_stood_at=policy.replacement.stood_at(proofs, recruiter_id, self._now),
        )

    def _shared(
        self, known: Sequence[Wish]
    ) -> tuple[Mapping[Wish, Sequence[Link]], Mapping[Wish, Sequence[Block]]]:
        """What ties each wish's employer to others, and the blocks on what it is known by."""
        traits = self._tx.account_traits
        theirs = traits.of_employers(self._tenant_id, sorted({wish.employer_id for wish in known}))
        asked: dict[Wish, Asked] = {}
        marks: dict[Wish, list[bytes]] = {}
        for wish in known:
            own = theirs.get(wish.employer_id, ())
            also = [
                (kind, traits.mark(self._tenant_id, kind, value)) for kind, value in sorted(wish.traits())
            ]
            asked[wish] = sought_of(self._employers[wish.employer_id], own, also)
            marks[wish] = sorted({*(one.mark for one in own), *(mark for _, mark in also)})
        return self._linked(asked), self._blocked(marks)

    def _linked(self, asked: Mapping[Wish, Asked]) -> Mapping[Wish, Sequence[Link]]:
        different = tuple(dict.fromkeys(asked.values()))
        found = dict(zip(different, self._tx.account_traits.shared(self._tenant_id, different), strict=True))
        return {wish: found[one] for wish, one in asked.items()}

    def _blocked(self, marks: Mapping[Wish, Sequence[bytes]]) -> Mapping[Wish, Sequence[Block]]:
        """One look for all; only where there is a block, which is seldom, whom of them it is on."""
        every = sorted({mark for own in marks.values() for mark in own})
        if not self._tx.blocks.on(self._tenant_id, every):
            return dict.fromkeys(marks, ())
        return {wish: self._tx.blocks.on(self._tenant_id, own) for wish, own in marks.items()}


def _posting(wish: Wish) -> Posting:
    device = device_digest(wish.device) if wish.device else None
    return Posting(wish.employer_id, wish.recruiter_id, device, job_digest(wish.job))


def _up_to_date(ports: Ports, employer: Employer, wish: Wish, outside: Outside) -> Outside:
    """Weighed anew where the scope is another than was thought: the employer was verified again meanwhile."""
    if employer.scope is not None:
        ports.counter.remember(employer.tenant_id, employer.id, employer.scope)
    return outside if outside.scope == employer.scope else _weighed(ports, wish, employer.scope)


def _weighed(ports: Ports, wish: Wish, scope: str | None) -> Outside:
    try:
        return Outside(ports.screener.screen(wish.job, Background(scope=scope)), scope)
    except Unasked:
        return Outside(None, scope, frozenset({SCREENING}))

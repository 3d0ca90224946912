"""What the gate knows at the moment of a wish: gathered from store and screener, none of it judged."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from verifier.domain.account_traits import AccountTraits, TraitKind, told_traits
from verifier.domain.employer import Employer
from verifier.domain.gate import GateFacts, Proven
from verifier.domain.permit import device_digest, job_digest
from verifier.domain.screening import Background, JobText, ScreeningResult
from verifier.usecases.gate.links import links_of
from verifier.usecases.gate_ports import Poster, Posting, Unasked
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


def gather(
    ports: Ports, tx: Transaction, tenant_id: str, wish: Wish, outside: Outside, now: datetime
) -> GateFacts:
    """The facts, with the employer held until the transaction ends."""
    employer = tx.employers.hold(tenant_id, wish.employer_id)
    if employer is not None:
        outside = _up_to_date(ports, employer, wish, outside)
    device = device_digest(wish.device) if wish.device else None
    posting = Posting(wish.employer_id, wish.recruiter_id, device, job_digest(wish.job))
    poster = tx.posters.get(tenant_id, posting)
    if employer is None or poster is None:
        recruiter = poster.recruiter if poster else None
        return GateFacts(now, employer, recruiter, None, screening=outside.screening, missing=outside.missing)
    return gather_held(ports, tx, Held(employer, poster), wish, outside, now)


@dataclass(frozen=True, slots=True)
class Held:
    """A held employer, and a recruiter who is there."""

    employer: Employer
    poster: Poster


def gather_held(
    ports: Ports, tx: Transaction, held: Held, wish: Wish, outside: Outside, now: datetime
) -> GateFacts:
    """The facts about both."""
    facts = _gathered(tx, held.employer, held.poster, wish, outside, now)
    return replace(facts, proofs=_proven(ports, tx, held.employer, wish.recruiter_id, now))


def _gathered(
    tx: Transaction, employer: Employer, poster: Poster, wish: Wish, outside: Outside, now: datetime
) -> GateFacts:
    tenant_id = employer.tenant_id
    known = tx.account_traits.of_employer(tenant_id, employer.id)
    also = [(kind, tx.account_traits.mark(tenant_id, kind, value)) for kind, value in sorted(wish.traits())]
    marks = sorted({*(one.mark for one in known), *(mark for _, mark in also)})
    return GateFacts(
        now=now,
        employer=employer,
        recruiter=poster.recruiter,
        membership=poster.membership,
        enrolled=poster.enrolled,
        face_at=poster.face_at,
        face_spent=poster.face_spent,
        in_review=poster.in_review,
        device_known=poster.device_known,
        links=tuple(links_of(tx, employer, known, also)),
        blocks=tuple(tx.blocks.on(tenant_id, marks)),
        screening=outside.screening,
        text_cleared=poster.text_cleared,
        missing=outside.missing,
    )


def _proven(ports: Ports, tx: Transaction, employer: Employer, recruiter_id: str, now: datetime) -> Proven:
    policy = ports.proof_policy
    proofs = tx.proofs.in_force(employer.tenant_id, employer.id, now)
    return Proven(
        kinds=frozenset(one.kind for one in proofs),
        worth=policy.worth(proofs, now),
        required=policy.requirement(employer.account_type, employer.risk),
        face_stood_at=policy.replacement.stood_at(proofs, recruiter_id, now),
    )


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

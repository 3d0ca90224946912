"""What the gate knows at the moment of a wish: gathered from store and screener, none of it judged."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from verifier.domain.account_traits import AccountTraits, TraitKind, told_traits
from verifier.domain.employer import Employer
from verifier.domain.face_session import Recruiter
from verifier.domain.gate import GateFacts
from verifier.domain.permit import device_digest, job_digest
from verifier.domain.screening import Background, JobText, ScreeningResult
from verifier.usecases.gate.links import links_of
from verifier.usecases.gate_ports import Unasked
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
    """What was asked outside the store, before the transaction; `missing` names the rules left without."""

    screening: ScreeningResult | None
    missing: frozenset[str] = frozenset()


def ask_outside(ports: Ports, tenant_id: str, wish: Wish) -> Outside:
    """The job's text, weighed with the scope of the employer's licence; takes a while, holds nothing."""
    with ports.view() as tx:
        employer = tx.employers.get(tenant_id, wish.employer_id)
    known = Background(scope=employer.scope if employer else None)
    try:
        return Outside(ports.screener.screen(wish.job, known))
    except Unasked:
        return Outside(None, frozenset({SCREENING}))


def gather(tx: Transaction, tenant_id: str, wish: Wish, outside: Outside, now: datetime) -> GateFacts:
    """The facts, with the employer held until the transaction ends."""
    employer = tx.employers.hold(tenant_id, wish.employer_id)
    recruiter = tx.recruiters.get(tenant_id, wish.recruiter_id)
    if employer is None or recruiter is None:
        return GateFacts(now, employer, recruiter, None, screening=outside.screening, missing=outside.missing)
    return _gathered(tx, employer, recruiter, wish, outside, now)


def _gathered(
    tx: Transaction, employer: Employer, recruiter: Recruiter, wish: Wish, outside: Outside, now: datetime
) -> GateFacts:
    tenant_id, person = employer.tenant_id, (employer.tenant_id, recruiter.id)
    known = tx.account_traits.of_employer(tenant_id, employer.id)
    also = [(kind, tx.account_traits.mark(tenant_id, kind, value)) for kind, value in sorted(wish.traits())]
    marks = sorted({*(one.mark for one in known), *(mark for _, mark in also)})
    face_at = tx.face_sessions.last_verified_at(*person)
    return GateFacts(
        now=now,
        employer=employer,
        recruiter=recruiter,
        membership=tx.memberships.get(tenant_id, employer.id, recruiter.id),
        enrolled=tx.face_templates.enrolled_at(*person) is not None,
        face_at=face_at,
        face_spent=face_at is not None and tx.permits.allowed_since(*person, face_at),
        open_session=tx.face_sessions.in_review(*person),
        device_known=tx.permits.device_known(*person, device_digest(wish.device)) if wish.device else None,
        links=tuple(links_of(tx, employer, known, also)),
        blocks=tuple(tx.blocks.on(tenant_id, marks)),
        screening=outside.screening,
        text_cleared=tx.permits.text_cleared(tenant_id, employer.id, job_digest(wish.job)),
        missing=outside.missing,
    )

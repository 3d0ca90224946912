"""A reviewer orders a visit of a case's employer: why, where, when, and who goes."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.audit import Action
from verifier.domain.case import Case
from verifier.domain.coordinates import Registered
from verifier.domain.errors import FieldError, Invalid, NotFound
from verifier.domain.proof import Proof, ProofKind, Terms
from verifier.domain.staff import Right, StaffMember
from verifier.domain.visit import NOTE_MAX, Visit
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.opening import Opening, opened
from verifier.usecases.proofs.settling import wait
from verifier.usecases.proofs.telling import audit_proof
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.texts import must_say

NONCE_BYTES: Final = 5  # burnt into photographs in ten letters: unguessable before the visit is opened
LONGEST: Final = timedelta(hours=24)  # an appointment


@dataclass(frozen=True, slots=True)
class Appointment:
    """Who goes, and when."""

    agent_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """What the reviewer wrote. `registered` is None where nobody knows the address's coordinates."""

    reason: str = field(repr=False)
    address: str = field(repr=False)
    registered: Registered | None
    agent_id: str
    starts_at: datetime
    ends_at: datetime

    @property
    def appointment(self) -> Appointment:
        return Appointment(self.agent_id, self.starts_at, self.ends_at)


def agents_for(ports: Ports, tenant_id: str) -> Sequence[StaffMember]:
    """Who may be sent to this tenant's employers."""
    with ports.view() as tx:
        return [one for one in tx.staff.everyone() if _goes(one, tenant_id)]


def order_visit(ports: Ports, me: Reviewer, case_id: str, order: Order) -> Visit:
    """Open the proof and the visit of the case's employer.

    Raises NotFound, Invalid, EmployerStopped, ProofUnderWay.
    """
    must_say({"/reason": order.reason, "/address": order.address}, NOTE_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        case = _case(tx, case_id, me)
        terms = ports.proof_policy.terms(ProofKind.FIELD_VISIT)
        must_fit(tx, case.tenant_id, order.appointment, Within(terms, now, now + terms.window))
        asked = Opening(case.tenant_id, _employer(case), ProofKind.FIELD_VISIT, None, me.actor)
        proof = opened(ports, tx, asked)
        visit = _visit(proof, case, order, me, now)
        tx.visits.add(visit)
        pending = wait(tx, proof, me.actor, now)
        audit_proof(tx, pending, me.actor, now, Action.VISIT_ORDERED, {"agent_id": order.agent_id})
    return visit


def case_to_visit(ports: Ports, me: Reviewer, case_id: str) -> Case:
    """The case whose employer is to be visited. Raises NotFound, Invalid where it has none."""
    with ports.view() as tx:
        case = _case(tx, case_id, me)
    _employer(case)
    return case


def _visit(proof: Proof, case: Case, order: Order, me: Reviewer, now: datetime) -> Visit:
    return Visit(
        proof_id=proof.id,
        tenant_id=proof.tenant_id,
        employer_id=proof.employer_id,
        agent_id=order.agent_id,
        ordered_by=me.id,
        ordered_at=now,
        firm=case.declared.name,
        reason=order.reason.strip(),
        address=order.address.strip(),
        registered=order.registered,
        starts_at=order.starts_at,
        ends_at=order.ends_at,
        nonce=secrets.token_hex(NONCE_BYTES),
    )


def _case(tx: Transaction, case_id: str, me: Reviewer) -> Case:
    case = tx.cases.find(case_id, tenants=me.tenants)
    if case is None:
        raise NotFound
    return case


def _employer(case: Case) -> str:
    if case.employer_id is None:
        raise Invalid(errors=[FieldError("/case", "The case belongs to no employer's account")])
    return case.employer_id


@dataclass(frozen=True, slots=True)
class Within:
    """By when a visit has to be made: from now to the end of its proof."""

    terms: Terms
    now: datetime
    expires_at: datetime


def must_fit(tx: Transaction, tenant_id: str, asked: Appointment, within: Within) -> None:
    """Raises Invalid for nobody who may be sent there, and for a time at which they cannot go."""
    agent = tx.staff.get(asked.agent_id)
    goes = agent is not None and _goes(agent, tenant_id)
    found_wrong = [] if goes else [FieldError("/agent", "Nobody who may be sent there")]
    found_wrong += [FieldError("/appointment", words) for words in _wrong_time(asked, within)]
    if found_wrong:
        raise Invalid(errors=found_wrong)


def _wrong_time(asked: Appointment, within: Within) -> Iterator[str]:
    grace = timedelta(hours=within.terms.limits["send_grace_hours"])
    if asked.ends_at <= asked.starts_at or asked.ends_at - asked.starts_at > LONGEST:
        yield "Must end after it begins, within a day"
    if asked.ends_at <= within.now:
        yield "Must lie ahead"
    if asked.ends_at + grace > within.expires_at:
        yield "Lies too far ahead: the proof would expire before the report is sent"


def _goes(member: StaffMember, tenant_id: str) -> bool:
    return member.signs_in and member.may(Right.VISIT) and member.serves(tenant_id)

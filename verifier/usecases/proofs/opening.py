"""Opening a proof: by the site, by whoever follows the applicant's link, or by a reviewer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, ActorKind
from verifier.domain.employer import SITE, STOPPED, Happening
from verifier.domain.errors import EmployerStopped, FieldError, Invalid
from verifier.domain.proof import OWN, PAPERS, UNSETTLED, ApplicantLink, Proof, ProofKind, ProofState
from verifier.domain.proof_errors import ProofByReviewerOnly, ProofComesWithCase, ProofUnderWay
from verifier.usecases import identifiers
from verifier.usecases.audit import asker
from verifier.usecases.gate.recording import found
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.telling import applicant, audit_proof, note_proof, tell_proof

BY_REVIEWER: Final = frozenset({ProofKind.FIELD_VISIT})


def open_proof(
    ports: Ports,
    tenant_id: str,
    employer_id: str,
    *,
    kind: ProofKind,
    recruiter_id: str | None = None,
    by: ApiKey | None = None,
) -> Proof:
    """A new proof of an employer, asked for by the site; `by` is the key, None the operator.

    Raises NotFound, EmployerStopped, ProofUnderWay, ProofComesWithCase, ProofByReviewerOnly, Invalid.
    """
    _must_be_asked_for(kind)
    with ports.transaction() as tx:
        return opened(ports, tx, Opening(tenant_id, employer_id, kind, recruiter_id, asker(by)))


def open_by_link(ports: Ports, link: ApplicantLink, kind: ProofKind) -> Proof:
    """The same, asked for on the applicant's page. Raises likewise."""
    _must_be_asked_for(kind)
    recruiter_id = link.recruiter_id if kind in OWN else None
    asked = Opening(link.tenant_id, link.employer_id, kind, recruiter_id, applicant(link))
    with ports.transaction() as tx:
        return opened(ports, tx, asked)


@dataclass(frozen=True, slots=True)
class Opening:
    """What is to be opened, for whom, and who asks."""

    tenant_id: str
    employer_id: str
    kind: ProofKind
    recruiter_id: str | None
    actor: Actor


def opened(ports: Ports, tx: Transaction, asked: Opening) -> Proof:
    """Open it in the caller's transaction, which does nothing after this. Raises as `open_proof` does."""
    now = ports.clock.now()
    employer = found(tx.employers.hold(asked.tenant_id, asked.employer_id))
    if employer.state in STOPPED:
        raise EmployerStopped
    _must_be_theirs(tx, asked, now)
    proof = Proof(
        id=identifiers.new("prf", now),
        tenant_id=asked.tenant_id,
        employer_id=employer.id,
        kind=asked.kind,
        state=ProofState.OPEN,
        opened_at=now,
        expires_at=now + ports.proof_policy.terms(asked.kind).window,
        policy_version=ports.proof_policy.version,
        recruiter_id=asked.recruiter_id,
    )
    tx.proofs.add(proof)
    by_person = asked.actor.kind is ActorKind.REVIEWER
    note_proof(tx, employer, proof, Happening.PROOF_OPENED, asked.actor.id if by_person else SITE)
    tell_proof(tx, proof, now)
    audit_proof(tx, proof, asked.actor, now, Action.PROOF_OPENED)
    return proof


def _must_be_asked_for(kind: ProofKind) -> None:
    if kind in PAPERS:
        raise ProofComesWithCase
    if kind in BY_REVIEWER:
        raise ProofByReviewerOnly


def _must_be_theirs(tx: Transaction, asked: Opening, now: datetime) -> None:
    """The recruiter posts for the employer, and has nothing of the kind under way."""
    if asked.recruiter_id is not None:
        member = tx.memberships.get(asked.tenant_id, asked.employer_id, asked.recruiter_id)
        if member is None or not member.holds_at(now):
            raise Invalid(errors=[FieldError("/recruiter_id", "Not a recruiter of this employer")])
    elif asked.kind in OWN:
        raise Invalid(errors=[FieldError("/recruiter_id", "This kind is a recruiter's own")])
    for other in tx.proofs.of_employer(asked.tenant_id, asked.employer_id):
        same = (other.kind, other.recruiter_id) == (asked.kind, asked.recruiter_id)
        if same and other.state_at(now) in UNSETTLED:
            raise ProofUnderWay

"""The visited firm's own word: a link for a telephone of theirs, where they read the report and sign it.

The agent shows it as a QR code. It is signed and not kept: it names its visit and its end, and is good only
while the visit may be signed. What is signed is the report as it has arrived here.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from itsdangerous import BadSignature, Signer

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.errors import LinkOver, LinkUnknown
from verifier.domain.proof import RUNNING, ProofKind
from verifier.domain.proof_errors import VisitReportChanged
from verifier.domain.staff import StaffMember
from verifier.domain.visit import Countersignature, Report, Visit
from verifier.usecases.audit import record, record_before_giving, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.settling import held
from verifier.usecases.proofs.visits.visiting import must_be_signed, note, taking


@dataclass(frozen=True, slots=True)
class FirmLink:
    """For the firm's person; whoever has it may read the report and sign it until then."""

    token: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FirmWord:
    """What they typed; `report` is the digest of what they were shown."""

    signer: str = field(repr=False)
    role: str = field(repr=False)
    report: str
    refused: bool
    words: str = field(repr=False)


def make_firm_link(ports: Ports, agent: StaffMember, proof_id: str) -> FirmLink:
    """A new link for a visit of theirs. Raises NotFound, VisitOver, VisitCancelled, ProofOver."""
    now = ports.clock.now()
    minutes = ports.proof_policy.terms(ProofKind.FIELD_VISIT).limits["firm_link_minutes"]
    end = int((now + timedelta(minutes=minutes)).timestamp())
    with ports.transaction() as tx:
        visit = taking(tx, agent, proof_id, now)
        token = _signer(tx, visit).sign(f"{visit.proof_id.partition('_')[2]}.{end}").decode()
        note(tx, agent, visit, Action.VISIT_FIRM_LINK_MADE, {"until": str(end)}, now)
    return FirmLink(token, datetime.fromtimestamp(end, UTC))


def open_firm_link(ports: Ports, token: str) -> Report:
    """The report as it has arrived; that somebody read it is recorded. Raises LinkUnknown, LinkOver."""
    now = ports.clock.now()
    with ports.view() as tx:
        visit = _followed(tx, token, now)
        report = tx.visits.report(visit)
        new = unrecorded(tx, visit.tenant_id, Deed(Action.VISIT_READ, firm(visit), visit.proof_id), now)
    record_before_giving(ports, visit.tenant_id, new)
    return report


def sign_by_link(ports: Ports, token: str, word: FirmWord) -> Countersignature:
    """Keep what the firm said, in place of what it said before.

    Raises LinkUnknown, LinkOver, Invalid, VisitReportChanged.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = _followed(tx, token, now)
        held(tx, known.tenant_id, known.proof_id)
        visit = _followed(tx, token, now)  # again, now that nobody else changes it
        signature = Countersignature(
            signer=word.signer,
            role=word.role,
            signed_at=now,
            report=word.report,
            refused=word.refused,
            words=word.words,
            own_device=True,
        )
        must_be_signed(signature)
        if tx.visits.report(visit).digest != word.report:
            raise VisitReportChanged
        tx.visits.countersign(visit, signature)
        told = {"refused": str(word.refused).lower(), "report": word.report, "own_device": "true"}
        record(
            tx, visit.tenant_id, Deed(Action.VISIT_COUNTERSIGNED, firm(visit), visit.proof_id, told), now=now
        )
    return signature


def firm(visit: Visit) -> Actor:
    """Whoever holds the link; more is not known of them."""
    return Actor(ActorKind.APPLICANT, visit.proof_id)


def _followed(tx: Transaction, token: str, now: datetime) -> Visit:
    """The visit of a link that is ours and still good. Raises LinkUnknown, LinkOver."""
    number = token.partition(".")[0]
    plain = number.isascii() and number.isalnum()
    proof = tx.proofs.find(f"prf_{number}", tenants=None) if plain else None
    visit = tx.visits.get(proof.tenant_id, proof.id) if proof else None
    if proof is None or visit is None:
        raise LinkUnknown
    try:
        signed = _signer(tx, visit).unsign(token).decode()
    except BadSignature:
        raise LinkUnknown from None
    end = int(signed.partition(".")[2])
    if now.timestamp() >= end or not visit.open or proof.state_at(now) not in RUNNING:
        raise LinkOver
    return visit


def _signer(tx: Transaction, visit: Visit) -> Signer:
    """By a key of the visit's own: a link of one opens no other."""
    return Signer(tx.visits.firm_key(visit), salt="countersign", digest_method=hashlib.sha256)

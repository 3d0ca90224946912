"""A corporate mailbox as a reviewer sees it: how its domain was sorted, and what became of each message."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action
from verifier.domain.audit_chain import Entry
from verifier.domain.mail import Errand, MailFacts, MailMessage
from verifier.domain.proof import Proof
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.mail.judging import facts_of

EVENTS: Final = frozenset(
    {Action.PROOF_MAIL_ASKED, Action.PROOF_MAIL_SENT, Action.PROOF_MAIL_MISSED, Action.PROOF_MAIL_ENDED}
)
EVENTS_MAX: Final = 60  # a proof has three messages with five tries each, and is read now and then


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One thing that happened, off the audit: `state` is that in which a message ended."""

    at: datetime
    action: str
    message_id: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class MailReport:
    """`messages` newest first, `errands` by message those still on their way, `events` oldest first.

    `facts` are as of now, of the last message; None before an address was named. An address is masked where
    it is shown.
    """

    messages: Sequence[MailMessage]
    errands: Mapping[str, Errand]
    events: Sequence[MailEvent]
    facts: MailFacts | None


def report_of(ports: Ports, proof: Proof) -> MailReport:
    """Of a proof that the caller may see and has recorded."""
    with ports.view() as tx:
        messages = tx.mails.of_proof(proof.tenant_id, proof.id)
        errands = tx.mails.errands(proof.tenant_id, proof.id)
        entries = tx.audit.of_subject(proof.tenant_id, proof.id, limit=EVENTS_MAX)
        facts = facts_of(tx, proof, messages[0], None) if messages else None
    events = [_event(entry) for entry in reversed(entries) if entry.action in EVENTS]
    return MailReport(messages, {one.message_id: one for one in errands}, events, facts)


def _event(entry: Entry) -> MailEvent:
    told = json.loads(entry.details)
    at = datetime.fromisoformat(entry.moment)
    return MailEvent(at, entry.action, told.get("message"), told.get("state"))

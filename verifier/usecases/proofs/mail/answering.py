"""Answering a message: by its code, by the button behind its link, or by saying that nobody asked for it.

That a link is opened changes nothing: messengers and mail scanners open every link. Only the button does.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.errors import FieldError, LinkOver, LinkUnknown, VerifierError
from verifier.domain.mail import (
    CODE_DIGITS,
    LIVE,
    Confirmed,
    MailMessage,
    MessageState,
    same,
)
from verifier.domain.proof import RUNNING, Proof
from verifier.domain.proof_errors import (
    MailCodeExpired,
    MailCodeMalformed,
    MailCodesUsedUp,
    MailCodeWrong,
    MailNotAsked,
)
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.mail.asking import KIND, limit
from verifier.usecases.proofs.mail.ending import end_message
from verifier.usecases.proofs.mail.judging import judged, traits_of
from verifier.usecases.proofs.settling import conclude, held, running

CODE: Final = re.compile(rf"[0-9]{{{CODE_DIGITS}}}")
LINK: Final = re.compile(r"([0-9a-z]{26})\.([A-Za-z0-9_-]{32})")


def answer_code(ports: Ports, tenant_id: str, proof_id: str, code: str, *, actor: Actor) -> Proof:
    """The proof, proven or for a person to look at. A wrong code is counted, whatever follows.

    Raises NotFound, ProofOver, MailCodeMalformed, MailNotAsked, MailCodeWrong, MailCodeExpired,
    MailCodesUsedUp.
    """
    said = "".join(unicodedata.normalize("NFKC", code).split())
    if not CODE.fullmatch(said):
        raise MailCodeMalformed(errors=[FieldError("/code", MailCodeMalformed.title)])
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, KIND, now)
        message = _answerable(tx, proof, now)
        if same(said, tx.mails.secrets(message).code):
            return _confirm(ports, tx, proof, message, Confirmed.CODE)
        wrong = _miss(ports, tx, proof, message, actor)
    raise wrong  # after the commit, so that it counts


@dataclass(frozen=True, slots=True)
class Opened:
    """What whoever opens a link sees: the site's name, the masked address, and how the message stands."""

    site: str
    message: MailMessage
    answerable: bool


def open_link(ports: Ports, token: str) -> Opened:
    """Changes nothing. Raises LinkUnknown."""
    now = ports.clock.now()
    with ports.view() as tx:
        message = _linked(tx, token)
        tenant = tx.tenants.get(message.tenant_id)
        proof = tx.proofs.get(message.tenant_id, message.proof_id)
    assert tenant is not None, "a message's tenant is its proof's"
    under_way = proof is not None and proof.state_at(now) in RUNNING
    return Opened(tenant.name, message, under_way and message.is_live(now))


def answer_link(ports: Ports, token: str, *, theirs: bool) -> None:
    """The button: the mailbox is theirs, or they asked for nothing. Raises LinkUnknown, LinkOver."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        found = _linked(tx, token)
        proof = held(tx, found.tenant_id, found.proof_id)
        message = _linked(tx, token)  # again, now that nobody else changes it
        if proof.state_at(now) not in RUNNING or not message.is_live(now):
            raise LinkOver
        reader = Actor(ActorKind.APPLICANT, message.id)
        if theirs:
            _confirm(ports, tx, proof, message, Confirmed.LINK)
        else:
            end_message(ports, tx, proof, message, state=MessageState.DISOWNED, actor=reader)


def _answerable(tx: Transaction, proof: Proof, now: datetime) -> MailMessage:
    messages = tx.mails.of_proof(proof.tenant_id, proof.id)
    if not messages:
        raise MailNotAsked
    last = messages[0]
    if last.state is MessageState.SPENT:
        raise MailCodesUsedUp
    if last.state not in LIVE:
        raise MailNotAsked
    if not last.is_live(now):
        raise MailCodeExpired
    return last


def _confirm(ports: Ports, tx: Transaction, proof: Proof, message: MailMessage, how: Confirmed) -> Proof:
    now = ports.clock.now()
    confirmed = message.ended(MessageState.CONFIRMED, now)
    tx.mails.keep(confirmed)
    findings = judged(ports, tx, proof, confirmed, how)
    tx.account_traits.keep(proof.tenant_id, proof.employer_id, traits_of(confirmed), now)
    return conclude(ports, tx, proof, findings, now)


def _miss(ports: Ports, tx: Transaction, proof: Proof, message: MailMessage, actor: Actor) -> VerifierError:
    missed = message.missed()
    if missed.wrong >= limit(ports, "wrong_codes"):
        end_message(ports, tx, proof, missed, state=MessageState.SPENT, actor=actor)
        return MailCodesUsedUp()
    tx.mails.keep(missed)
    told = {"message": message.id, "wrong": str(missed.wrong)}
    deed = Deed(Action.PROOF_MAIL_MISSED, actor, proof.id, told)
    record(tx, proof.tenant_id, deed, now=ports.clock.now())
    return MailCodeWrong()


def _linked(tx: Transaction, token: str) -> MailMessage:
    parts = LINK.fullmatch(token)
    message = tx.mails.find(f"mml_{parts[1]}") if parts else None
    if message is None or not same(token, tx.mails.secrets(message).link):
        raise LinkUnknown
    return message

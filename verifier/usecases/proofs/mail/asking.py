"""Asking for a message: the address is judged before anything is sent, and nobody is sent too many.

Whoever asks is the applicant at their page, or the site over the API; a stranger's address may be typed by
either, so every address has a limit of its own, over all sites.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from verifier.addresses.reading import Malformed, read_address
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, Deed
from verifier.domain.errors import FieldError, NotFound
from verifier.domain.mail import DomainKind, MailAddress, MailMessage, MessageState
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.proof_errors import (
    MailAddressInvalid,
    MailAddressLimit,
    MailDisposable,
    MailLimit,
    MailMessagesSpent,
    MailNotCorporate,
    MailTooSoon,
)
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.mail.ending import give_up_if_spent
from verifier.usecases.proofs.reading import read_proof
from verifier.usecases.proofs.settling import running

KIND: Final = ProofKind.CORPORATE_MAIL
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MailView:
    """A proof of a mailbox as it stands. `message` is the last one; its address is shown masked alone."""

    proof: Proof
    message: MailMessage | None
    messages_left: int
    again_at: datetime | None
    tries_left: int


def ask_mail(ports: Ports, tenant_id: str, proof_id: str, address: str, *, actor: Actor) -> MailView:
    """Have a message sent. One whose messages are used up ends here, so that another can be opened.

    Raises NotFound, ProofOver, MailAddressInvalid, MailNotCorporate, MailDisposable, MailTooSoon,
    MailMessagesSpent, MailAddressLimit, MailLimit.
    """
    to = _corporate(address)
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, KIND, now)
        before = tx.mails.of_proof(tenant_id, proof_id)
        if (ended := give_up_if_spent(ports, tx, proof, before, now)) is not None:
            return _view(ports, ended, before)
        _must_have_room(ports, tx, proof, before, now)
        _must_be_within_limits(ports, tx, proof, to, now)
        for one in before:
            if one.is_live(now):
                tx.mails.keep(one.ended(MessageState.REPLACED, now))
        message = MailMessage(
            id=identifiers.new("mml", now),
            tenant_id=tenant_id,
            proof_id=proof_id,
            address=to,
            state=MessageState.WAITING,
            made_at=now,
            expires_at=now + code_life(ports),
        )
        tx.mails.add(message)
        told = {"message": message.id, "number": str(len(before) + 1)}
        record(tx, tenant_id, Deed(Action.PROOF_MAIL_ASKED, actor, proof_id, told), now=now)
    return _view(ports, proof, (message, *before))


def close_spent(ports: Ports, tenant_id: str, proof_id: str) -> Proof:
    """End a proof whose messages are used up; one that can be answered stays. Raises NotFound, ProofOver."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, KIND, now)
        messages = tx.mails.of_proof(tenant_id, proof_id)
        return give_up_if_spent(ports, tx, proof, messages, now) or proof


def read_mail(ports: Ports, tenant_id: str, proof_id: str) -> MailView:
    """As of now. Raises NotFound."""
    with ports.view() as tx:
        proof = tx.proofs.get(tenant_id, proof_id)
        if proof is None or proof.kind is not KIND:
            raise NotFound
        return _view(ports, proof, tx.mails.of_proof(tenant_id, proof_id))


def read_mail_for_site(ports: Ports, tenant_id: str, proof_id: str, *, by: ApiKey | None = None) -> MailView:
    """The same for the site. That it was read is recorded, for it shows of whose mailbox. Raises NotFound."""
    if read_proof(ports, tenant_id, proof_id, by=by).kind is not KIND:
        raise NotFound
    return read_mail(ports, tenant_id, proof_id)


def code_life(ports: Ports) -> timedelta:
    return timedelta(minutes=limit(ports, "code_minutes"))


def limit(ports: Ports, name: str) -> float:
    return ports.proof_policy.terms(KIND).limits[name]


def _corporate(text: str) -> MailAddress:
    try:
        address = read_address(text)
    except Malformed:
        raise MailAddressInvalid(errors=[FieldError("/address", MailAddressInvalid.title)]) from None
    if address.kind is DomainKind.FREE:
        raise MailNotCorporate(errors=[FieldError("/address", MailNotCorporate.title)])
    if address.kind is DomainKind.DISPOSABLE:
        raise MailDisposable(errors=[FieldError("/address", MailDisposable.title)])
    return address


def _must_have_room(
    ports: Ports, tx: Transaction, proof: Proof, before: Sequence[MailMessage], now: datetime
) -> None:
    if len(before) >= limit(ports, "messages"):
        raise MailMessagesSpent
    again_at = _again_at(ports, before)
    if again_at is not None and now < again_at:
        raise MailTooSoon
    if tx.mails.of_employer(proof.tenant_id, proof.employer_id, since=now - DAY) >= limit(
        ports, "employer_per_day"
    ):
        raise MailLimit


def _must_be_within_limits(
    ports: Ports, tx: Transaction, proof: Proof, to: MailAddress, now: datetime
) -> None:
    used = tx.mails.times(to, since=now - DAY)
    if used >= limit(ports, "address_per_day") or tx.mails.is_disowned(to):
        raise MailAddressLimit
    if tx.mails.of_tenant(proof.tenant_id, since=now - HOUR) >= limit(ports, "tenant_per_hour"):
        raise MailLimit


def _view(ports: Ports, proof: Proof, messages: Sequence[MailMessage]) -> MailView:
    last = messages[0] if messages else None
    return MailView(
        proof=proof,
        message=last,
        messages_left=max(0, int(limit(ports, "messages")) - len(messages)),
        again_at=_again_at(ports, messages),
        tries_left=max(0, int(limit(ports, "wrong_codes")) - (last.wrong if last else 0)),
    )


def _again_at(ports: Ports, messages: Sequence[MailMessage]) -> datetime | None:
    """One that came back or was not sent need not be waited for."""
    if not messages or messages[0].state in (MessageState.BOUNCED, MessageState.FAILED):
        return None
    return messages[0].made_at + timedelta(seconds=limit(ports, "pause_seconds"))

"""Carrying messages: claimed under a lease, handed to the mail server outside any transaction, settled.

Whatever kills a courier in between, the lease runs out and the same message goes out again, with the same
code and the same Message-ID: twice in the worst case, never lost.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.mail import (
    ATTEMPTS_MAX,
    Carried,
    Errand,
    Letter,
    MailMessage,
    MessageState,
    TakesMail,
    pause_after,
)
from verifier.domain.proof import RUNNING, Proof
from verifier.usecases.audit import record
from verifier.usecases.mail_ports import Domains, Mailer
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.mail.asking import code_life
from verifier.usecases.proofs.mail.ending import POSTMAN, end_message
from verifier.usecases.proofs.mail.letters import Sender, letter_of
from verifier.usecases.proofs.settling import held

LEASE: Final = timedelta(minutes=3)  # an attempt takes two minutes at most; see verifier.providers.mail.smtp
ENDS: Final = {Carried.REFUSED: MessageState.BOUNCED, Carried.UNFIT: MessageState.FAILED}


def due_mails(ports: Ports, *, limit: int) -> Sequence[Errand]:
    with ports.view() as tx:
        return tx.mails.due(now=ports.clock.now(), limit=limit)


def carry_mail(
    ports: Ports, mailer: Mailer, domains: Domains, message_id: str, *, chance: float
) -> MailMessage | None:
    """One attempt and what follows from it; None when somebody else has it, or nobody needs it any more.

    `chance`, from 0 to 1, is the jitter of the pause before the next attempt.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        errand = tx.mails.claim(message_id, now=now, until=now + LEASE)
    if errand is None:
        return None
    letter = _letter(ports, errand)
    if letter is None:
        with ports.transaction() as tx:
            tx.mails.drop(errand)
        return None
    takes_mail = domains.takes_mail(letter.to.ascii_domain)
    met = _meet(mailer, letter, errand, takes_mail)
    return _settle(ports, errand, met, takes_mail, chance)


def _meet(mailer: Mailer, letter: Letter, errand: Errand, takes_mail: TakesMail) -> Carried:
    if takes_mail is TakesMail.NO:
        return Carried.REFUSED
    if errand.attempts > ATTEMPTS_MAX:  # the couriers of all earlier attempts were lost, it seems
        return Carried.UNFIT
    return mailer.carry(letter)


def _letter(ports: Ports, errand: Errand) -> Letter | None:
    """None for what has ended meanwhile."""
    now = ports.clock.now()
    with ports.view() as tx:
        message = tx.mails.find(errand.message_id)
        proof = tx.proofs.get(errand.tenant_id, errand.proof_id)
        tenant = tx.tenants.get(errand.tenant_id)
        if message is None or proof is None or tenant is None or not _is_wanted(ports, message, proof):
            return None
        secrets = tx.mails.secrets(message)
    return letter_of(message, secrets, Sender(tenant.name, ports.public_url, code_life(ports)), now)


def _is_wanted(ports: Ports, message: MailMessage, proof: Proof) -> bool:
    now = ports.clock.now()
    return message.is_live(now) and proof.state_at(now) in RUNNING


def _settle(
    ports: Ports, errand: Errand, met: Carried, takes_mail: TakesMail, chance: float
) -> MailMessage | None:
    """What follows: sent, ended, or another attempt later. None when the lease was lost meanwhile."""
    now = ports.clock.now()
    pause = pause_after(errand.attempts, chance) if met is Carried.LATER else None
    with ports.transaction() as tx:
        proof = held(tx, errand.tenant_id, errand.proof_id)
        message = tx.mails.find(errand.message_id)
        if message is None:
            return None
        if pause is not None:
            return message if tx.mails.put_off(errand, until=now + pause) else None
        if not tx.mails.drop(errand) or message.state is not MessageState.WAITING:
            return None  # it was answered while we were at it, or another courier has it
        asked = replace(message, takes_mail=takes_mail)
        if met is Carried.TAKEN:
            return _sent(ports, tx, asked)
        return end_message(ports, tx, proof, asked, state=ENDS.get(met, MessageState.FAILED))


def _sent(ports: Ports, tx: Transaction, message: MailMessage) -> MailMessage:
    now = ports.clock.now()
    sent = message.handed_over(now, code_life(ports))
    tx.mails.keep(sent)
    deed = Deed(Action.PROOF_MAIL_SENT, POSTMAN, message.proof_id, {"message": message.id})
    record(tx, message.tenant_id, deed, now=now)
    return sent

"""Messages that came back: known by the address that they came back to, which only their reader has seen."""

import re
from typing import Final

from verifier.domain.mail import MailMessage, MessageState, same
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.mail.ending import end_message
from verifier.usecases.proofs.settling import held

TOKEN: Final = re.compile(r"([0-9a-z]{26})-[0-9a-f]{16}")


def bounce(ports: Ports, token: str) -> MailMessage | None:
    """End the message as bounced; None for a token that is not ours, or one that ended before."""
    with ports.transaction() as tx:
        found = _known(tx, token)
        if found is None:
            return None
        proof = held(tx, found.tenant_id, found.proof_id)
        message = _known(tx, token)
        if message is None or message.state not in (MessageState.WAITING, MessageState.SENT):
            return None
        return end_message(ports, tx, proof, message, state=MessageState.BOUNCED)


def _known(tx: Transaction, token: str) -> MailMessage | None:
    parts = TOKEN.fullmatch(token.casefold())
    message = tx.mails.find(f"mml_{parts[1]}") if parts else None
    if message is None or not same(token.casefold(), tx.mails.secrets(message).bounce):
        return None
    return message

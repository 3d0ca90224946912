"""How a message ends without an answer, and how a proof does whose messages are used up.

Called in the caller's transaction, which holds the employer and does nothing after this.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.mail import MailMessage, MessageState
from verifier.domain.proof import RUNNING, Proof, ProofKind
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.mail.judging import judged
from verifier.usecases.proofs.settling import give_up

POSTMAN: Final = Actor(ActorKind.WORKER, "postman")


def end_message(
    ports: Ports,
    tx: Transaction,
    proof: Proof,
    message: MailMessage,
    *,
    state: MessageState,
    actor: Actor = POSTMAN,
) -> MailMessage:
    """Write the end, and that of the proof if it was the last message that it had."""
    now = ports.clock.now()
    ended = message.ended(state, now)
    tx.mails.keep(ended)
    messages = tx.mails.of_proof(proof.tenant_id, proof.id)
    if give_up_if_spent(ports, tx, proof, messages, now) is None:
        told = {"message": message.id, "state": state.value}
        record(tx, proof.tenant_id, Deed(Action.PROOF_MAIL_ENDED, actor, proof.id, told), now=now)
    return ended


def give_up_if_spent(
    ports: Ports, tx: Transaction, proof: Proof, messages: Sequence[MailMessage], now: datetime
) -> Proof | None:
    """The proof, ended, if no message can be answered or asked for any more; else None, and nothing done."""
    most = ports.proof_policy.terms(ProofKind.CORPORATE_MAIL).limits["messages"]
    running = proof.state_at(now) in RUNNING
    if not running or len(messages) < most or any(one.is_live(now) for one in messages):
        return None
    return give_up(ports, tx, proof, judged(ports, tx, proof, messages[0], None), now)

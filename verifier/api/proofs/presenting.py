"""From proofs to the members that the answer schemas name. Decides nothing."""

from datetime import datetime
from typing import Final

from verifier.api.presenting import Members
from verifier.domain.mail import MailMessage
from verifier.domain.proof import Proof
from verifier.usecases.proofs.mail.asking import MailView
from verifier.usecases.proofs.reading import Standing

KEPT: Final = (
    "id", "employer_id", "recruiter_id", "kind", "findings", "policy_version", "opened_at", "expires_at",
    "settled_at", "valid_until",
)  # fmt: skip


def proof_url(proof_id: str) -> str:
    return f"/v1/proofs/{proof_id}"


def proof(item: Proof, now: datetime) -> Members:
    """A proof as of `now`, with an end that nobody has written down yet."""
    told = {name: getattr(item, name) for name in KEPT}
    return told | {"url": proof_url(item.id), "state": item.state_at(now)}


def mail(view: MailView, now: datetime) -> Members:
    """The proof of a mailbox; its address masked."""
    return {
        "proof": proof(view.proof, now),
        "message": _message(view.message) if view.message else None,
        "messages_left": view.messages_left,
        "again_at": view.again_at,
    }


def _message(message: MailMessage) -> Members:
    told = {name: getattr(message, name) for name in ("id", "state", "made_at", "expires_at")}
    return told | {"address": message.address.masked}


def standing(view: Standing, now: datetime) -> Members:
    return {
        "items": [proof(one, now) for one in view.proofs],
        "worth": view.worth,
        "worth_min": view.worth_min,
        "lacking": view.lacking,
        "enough": view.enough,
    }

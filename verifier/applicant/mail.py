"""The page of a corporate mailbox: type the address, then the code. Works without a script."""

from datetime import datetime
from math import ceil
from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import blueprint
from verifier.domain.errors import Conflict, Invalid, NotFound, VerifierError
from verifier.domain.proof import RUNNING, ApplicantLink, Proof
from verifier.domain.proof_errors import ProofOver
from verifier.usecases.proofs import links
from verifier.usecases.proofs.checklist import proof_of
from verifier.usecases.proofs.mail.answering import answer_code
from verifier.usecases.proofs.mail.asking import MailView, ask_mail, close_spent, read_mail
from verifier.usecases.proofs.telling import applicant

AT: Final = "/proofs/<proof_id>/mail"
FRESH: Final = 60  # seconds in which a message is looked after again by the page itself
COUNTED_MAX: Final = 60  # seconds that the style sheet can count


@blueprint.post(AT)
def send_code(token: str, proof_id: str) -> Response | tuple[str, int]:
    """Have a code sent to the address of the form."""
    ports = context.ports()
    link = links.follow(ports, token)
    proof = proof_of(ports, link, proof_id)
    address = request.form.get("address", "")
    try:
        ask_mail(ports, link.tenant_id, proof.id, address, actor=applicant(link))
    except (NotFound, ProofOver):
        raise
    except (Invalid, Conflict) as error:
        return _page(link, proof, wrong=error, typed=address), error.status
    return pages.onward(token, proof_id)


@blueprint.post(f"{AT}/code")
def say_code(token: str, proof_id: str) -> Response | tuple[str, int]:
    """The code of the form."""
    ports = context.ports()
    link = links.follow(ports, token)
    proof = proof_of(ports, link, proof_id)
    try:
        answer_code(ports, link.tenant_id, proof.id, request.form.get("code", ""), actor=applicant(link))
    except (NotFound, ProofOver):
        raise
    except (Invalid, Conflict) as error:
        after = proof_of(ports, link, proof_id)
        if after.state not in RUNNING:
            return pages.onward(token, proof_id)
        return _page(link, after, wrong=error), error.status
    return pages.onward(token, proof_id)


@blueprint.post(f"{AT}/close")
def close_mail(token: str, proof_id: str) -> Response:
    """End a proof whose messages are used up, so that another can be begun."""
    ports = context.ports()
    link = links.follow(ports, token)
    close_spent(ports, link.tenant_id, proof_of(ports, link, proof_id).id)
    return pages.onward(token, proof_id)


def page_of(link: ApplicantLink, proof: Proof) -> str:
    """The page as it stands now; changes nothing."""
    return _page(link, proof)


def _page(link: ApplicantLink, proof: Proof, *, wrong: VerifierError | None = None, typed: str = "") -> str:
    ports = context.ports()
    now = ports.clock.now()
    if proof.state not in RUNNING:
        return pages.page("proof", proof=proof, state=proof.state, advice=pages.advice(proof))
    view = read_mail(ports, link.tenant_id, proof.id)
    live = view.message is not None and view.message.is_live(now)
    return pages.page(
        "mail",
        proof=proof,
        view=view,
        live=live,
        wait=_wait(view, now),
        fresh=wrong is None and view.message is not None and _seconds(view.message.made_at, now) < FRESH,
        wrong=wrong.code if wrong else None,
        wrong_code=wrong is not None and wrong.code.startswith("mail_code"),
        typed=typed,
        counted_max=COUNTED_MAX,
    )


def _wait(view: MailView, now: datetime) -> int:
    """Seconds until another message may be asked for, rounded up; 0: now."""
    return max(0, ceil(-_seconds(view.again_at, now))) if view.again_at else 0


def _seconds(since: datetime, now: datetime) -> float:
    return (now - since).total_seconds()

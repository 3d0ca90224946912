"""Proofs of a corporate mailbox over HTTP: name the address, read how it stands.

The code is typed at the applicant's page, or the link in the message is followed: a site never has it.
"""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.gate.employers import CREATED
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.proofs import examples, presenting
from verifier.api.proofs.answers import MailAnswer
from verifier.api.proofs.questions import MailQuestion
from verifier.api.proofs.routes import PROOF_ID
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound
from verifier.domain.proof_errors import (
    MailAddressInvalid,
    MailAddressLimit,
    MailDisposable,
    MailLimit,
    MailMessagesSpent,
    MailNotCorporate,
    MailTooSoon,
    ProofOver,
)
from verifier.usecases.audit import asker
from verifier.usecases.proofs.mail.asking import ask_mail, read_mail_for_site

MAIL = "/proofs/<proof_id>/mail"

blueprint = KeyedBlueprint(
    "mailboxes",
    __name__,
    url_prefix="/v1",
    description="A proof of control by a code that is sent to a mailbox of the employer's domain.",
)


@blueprint.route(MAIL, scope=Scope.PROOFS_WRITE, parameters=[PROOF_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(MailQuestion, example=examples.MAIL_QUESTION)
@blueprint.response(201, MailAnswer, description="On its way.", headers=CREATED, example=examples.MAIL)
@blueprint.problems(
    *FOR_REPEATABLE,
    *FOR_BODIES,
    NotFound,
    ProofOver,
    MailAddressInvalid,
    MailNotCorporate,
    MailDisposable,
    MailTooSoon,
    MailMessagesSpent,
    MailAddressLimit,
    MailLimit,
)
def ask_proof_mail(question: dict[str, Any], proof_id: str) -> tuple[Members, dict[str, str]]:
    """Send a code to a mailbox

    A message with a code and a link goes to an address of the employer's. The recruiter types the code at the
    applicant's page, or presses the button behind the link.
    """
    ports = context.ports()
    view = ask_mail(ports, context.tenant().id, proof_id, question["address"], actor=asker(context.api_key()))
    location = f"{presenting.proof_url(proof_id)}/mail"
    return presenting.mail(view, ports.clock.now()), {"Location": location}


@blueprint.route(MAIL, scope=Scope.PROOFS_READ, parameters=[PROOF_ID], methods=["GET"])
@blueprint.response(200, MailAnswer, description="How it stands.", example=examples.MAIL)
@blueprint.problems(NotFound)
def read_proof_mail(proof_id: str) -> Members:
    """Read a proof of a mailbox

    With the last message's state, and its address masked.
    """
    ports = context.ports()
    view = read_mail_for_site(ports, context.tenant().id, proof_id, by=context.api_key())
    return presenting.mail(view, ports.clock.now())

"""The page behind the link in a message. Opening it changes nothing: mail scanners open every link.

It belongs to whoever reads the mailbox, who need not be who typed its address; so it shows nothing else.
"""

from typing import Final

from flask import Blueprint, Response, redirect, request, url_for

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import FORM_BYTES
from verifier.domain.errors import FieldError, Invalid
from verifier.hosted import languages
from verifier.hosted.forms import guard
from verifier.usecases.proofs.mail.answering import answer_link, open_link

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox/<token>", template_folder="templates")
guard(blueprint, FORM_BYTES)
blueprint.after_request(pages.in_words)

ANSWERS: Final = {"yes": True, "no": False}


@blueprint.get("")
def mailbox(token: str) -> str:
    """Whose it is said to be, and two buttons. Raises LinkUnknown."""
    return pages.page("mailbox", opened=open_link(context.ports(), token))


@blueprint.post("")
def answer(token: str) -> Response:
    """One of the buttons. Raises LinkUnknown, LinkOver, Invalid."""
    said = request.form.get("mine", "")
    if said not in ANSWERS:
        raise Invalid(errors=[FieldError("/mine", f"One of {', '.join(ANSWERS)}")])
    answer_link(context.ports(), token, theirs=ANSWERS[said])
    address = url_for("mailbox.mailbox", token=token, lang=languages.chosen())
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's

"""The page on which the visited firm reads the report of a visit and signs it, on a telephone of its own.

Opening it changes nothing. It shows what the agent answered and how many photographs there are, and no more.
"""

from flask import Blueprint, request

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import FORM_BYTES
from verifier.domain.errors import Invalid
from verifier.domain.proof_errors import VisitReportChanged
from verifier.domain.visit import NAME_MAX, NOTE_MAX, ChecklistItem
from verifier.hosted.forms import guard
from verifier.usecases.proofs.visits.firm_links import FirmWord, open_firm_link, sign_by_link

blueprint = Blueprint("countersign", __name__, url_prefix="/countersign/<token>", template_folder="templates")
guard(blueprint, FORM_BYTES)
blueprint.after_request(pages.in_words)


@blueprint.get("")
def countersign(token: str) -> str:
    """The report, and a form. Raises LinkUnknown, LinkOver."""
    return _page(token)


@blueprint.post("")
def sign(token: str) -> str | tuple[str, int]:
    """One of the buttons. Raises LinkUnknown, LinkOver."""
    form = request.form
    word = FirmWord(
        signer=form.get("signer", "").strip(),
        role=form.get("role", "").strip(),
        report=form.get("report", ""),
        refused=form.get("word") == "refuse",
        words=form.get("words", "").strip(),
    )
    try:
        signature = sign_by_link(context.ports(), token, word)
    except (Invalid, VisitReportChanged) as refused:
        return _page(token, trouble=refused.code), refused.status
    return pages.page("countersigned", signature=signature)


def _page(token: str, trouble: str = "") -> str:
    report = open_firm_link(context.ports(), token)
    return pages.page(
        "countersign",
        report=report,
        items=tuple(ChecklistItem),
        typed=request.form,
        trouble=trouble,
        name_max=NAME_MAX,
        note_max=NOTE_MAX,
    )

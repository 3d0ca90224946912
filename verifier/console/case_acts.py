"""What is done at the case page: claim, decide, hand over, reveal, note, reopen. Forms alone.

Whatever is refused comes back as the page with all that was typed in it.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer, signed
from verifier.console.blueprint import blueprint
from verifier.console.cases import HAND_OVER, VERDICTS, case_page
from verifier.domain.case import Case
from verifier.domain.errors import FieldError, HeldByAnother, Invalid, NotFound, RightMissing, VerifierError
from verifier.domain.escalation import GROUNDS, Escalation, Said, Verdict
from verifier.domain.evidence import EvidenceKind
from verifier.domain.masking import Personal
from verifier.domain.staff import Right
from verifier.usecases.review.assigning import give, next_case
from verifier.usecases.review.claims import claim, release
from verifier.usecases.review.deciding import Settled, decide_case, reopen_case
from verifier.usecases.review.notes import write_note
from verifier.usecases.review.reading import find_case, latest_escalation
from verifier.usecases.review.revealing import Why, reason_of, reveal
from verifier.usecases.review_ports import Wanted

Shown = Response | tuple[str, int]


@blueprint.post("/cases/<case_id>/claim")
@needs(Right.CLAIM)
def claim_case(case_id: str) -> Shown:
    return _done(case_id, lambda: claim(context.ports(), _waiting(case_id).id, reviewer()), "claimed")


@blueprint.post("/cases/<case_id>/release")
@needs(Right.CLAIM)
def release_case(case_id: str) -> Shown:
    return _done(case_id, lambda: release(context.ports(), _waiting(case_id).id, reviewer()), "released")


@blueprint.post("/cases/<case_id>/decide")
@needs(Right.DECIDE)
def decide(case_id: str) -> Shown:
    """Decide or hand over, and go on to the next case."""
    try:
        said = _hand_over(case_id) if request.form.get("verdict") == HAND_OVER else _decide(case_id)
    except NotFound:
        raise
    except VerifierError as refused:
        return _again(case_id, refused)
    following = _next()
    if following is None:
        return frame.onward("console.queue", said)
    return frame.onward("console.case", said, case_id=following.case_id)


@blueprint.post("/cases/<case_id>/reveal")
@needs(Right.REVEAL)
def reveal_personal(case_id: str) -> Shown:
    def act() -> None:
        reason = reason_of(request.form.get("reason", ""))
        reveal(context.ports(), case_id, _personal(), Why(reason, _words("why")), reviewer())

    return _done(case_id, act, "revealed", "faces" if request.form.get("what") == Personal.FACES else None)


@blueprint.post("/cases/<case_id>/notes")
@needs(Right.NOTE)
def note(case_id: str) -> Shown:
    def act() -> None:
        write_note(context.ports(), _case(case_id).tenant_id, case_id, _words("note"), reviewer())

    return _done(case_id, act, "noted")


@blueprint.post("/cases/<case_id>/reopen")
@needs(Right.REOPEN)
def reopen(case_id: str) -> Shown:
    def act() -> None:
        tenant_id, words = _case(case_id).tenant_id, _words("reopen_words")
        reopen_case(context.ports(), tenant_id, case_id, words=words, me=reviewer())

    return _done(case_id, act, "reopened")


def _decide(case_id: str) -> str:
    """What came of it, as the words' key."""
    said = _said()
    if said.verdict is Verdict.ASK_FOR_MORE and not signed().member.may(Right.ASK_DOCUMENTS):
        raise RightMissing
    settled = decide_case(context.ports(), _waiting(case_id).id, said, seen=_version(), me=reviewer())
    return _settled(settled)


def _settled(settled: Settled) -> str:
    if settled.waits_for_second:
        return "first_word"
    return "returned" if settled.request else "decided"


def _hand_over(case_id: str) -> str:
    ports, escalation, lead = context.ports(), _waiting(case_id), signed().member.may(Right.ASSIGN)
    if not lead:
        claim(ports, escalation.id, reviewer())  # only what one holds can be handed over
    words = _words("hand_over_words")
    give(ports, escalation.id, to=request.form.get("to", ""), words=words, me=reviewer(), by_lead=lead)
    return "handed_over"


def _next() -> Escalation | None:
    """The next case, taken; None when there is none, or colleagues were faster every time."""
    try:
        return next_case(context.ports(), Wanted(), reviewer())
    except HeldByAnother:
        return None


def _said() -> Said:
    """Raises Invalid for what is not on a list."""
    form = request.form
    if form.get("verdict") not in VERDICTS:
        raise Invalid(errors=(FieldError("/verdict", "What becomes of the case"),))
    verdict = Verdict(form["verdict"])
    known = {ground.value: ground for ground in GROUNDS[verdict]}
    chosen = [known.get(text) for text in form.getlist(f"grounds_{verdict}")]
    wanted = form.getlist("wanted") if verdict is Verdict.ASK_FOR_MORE else []
    return Said(
        verdict=verdict,
        grounds=tuple(ground for ground in chosen if ground),
        applicant=_words(f"applicant_{verdict}"),
        auditor=_words("auditor"),
        wanted=tuple(kind for kind in EvidenceKind if kind in wanted),
    )


def _done(case_id: str, act: Callable[[], object], said: str, anchor: str | None = None) -> Shown:
    """Do it and show the page again, at the anchor."""
    try:
        act()
    except NotFound:
        raise
    except VerifierError as refused:
        return _again(case_id, refused)
    return frame.onward("console.case", said, case_id=case_id, _anchor=anchor)


def _again(case_id: str, refused: VerifierError) -> tuple[str, int]:
    wrong = {error.pointer.lstrip("/"): error.detail for error in refused.errors}
    page = case_page(case_id, trouble=refused.code, wrong=wrong, opened_at=_opened_at())
    return page, int(refused.status)


def _case(case_id: str) -> Case:
    return find_case(context.ports(), case_id, reviewer())


def _waiting(case_id: str) -> Escalation:
    return latest_escalation(context.ports(), case_id, reviewer())


def _personal() -> Personal:
    try:
        return Personal(request.form.get("what", ""))
    except ValueError:
        raise NotFound from None


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _opened_at() -> datetime | None:
    """When the page that the form was on was given; None for what is no moment."""
    try:
        found = datetime.fromisoformat(request.form.get("opened_at", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


def _words(name: str) -> str:
    """As typed, with plain line ends: browsers send both characters."""
    return request.form.get(name, "").replace("\r\n", "\n").strip()

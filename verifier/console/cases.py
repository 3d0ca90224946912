"""The case page, and its pictures. What is done to a case is in `case_acts`."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.console import case_view, frame, words
from verifier.console.access import needs, reviewer, signed
from verifier.console.blueprint import blueprint
from verifier.console.words.reasons import reason
from verifier.domain.advice import advice_for
from verifier.domain.consent import LANGUAGES
from verifier.domain.errors import NotFound
from verifier.domain.escalation import GROUNDS, Escalation, Verdict
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Finding
from verifier.domain.picture import PictureKind
from verifier.domain.staff import RevealReason, Right, StaffMember
from verifier.intake import content, covering
from verifier.usecases.proofs.of_case import proofs_beside
from verifier.usecases.review import assigning
from verifier.usecases.review.case_file import CaseFile
from verifier.usecases.review.looking import look
from verifier.usecases.review.pictures import look_at_frame, look_at_original, look_at_picture
from verifier.usecases.staff import members

HAND_OVER: Final = "hand_over"
VERDICTS: Final = (*Verdict, HAND_OVER)  # in the order of the keys 1 to 4
BY_BROWSERS: Final = frozenset({content.JPEG, content.PNG, content.WEBP})  # they show these by themselves
# An original is what somebody handed in: nothing in it may run, load or be read as a page.
ORIGINAL_POLICY: Final = "default-src 'none'; sandbox"


@blueprint.get("/cases/<case_id>")
@needs(Right.SEE_CASE)
def case(case_id: str) -> str:
    return case_page(case_id)


@blueprint.get("/cases/<case_id>/evidence/<evidence_id>/<kind>")
@needs(Right.SEE_CASE)
def case_picture(case_id: str, evidence_id: str, kind: str) -> Response:
    """A picture of a page, covered and marked."""
    if kind not in set(PictureKind):
        raise NotFound
    which = PictureKind(kind)
    shown = look_at_picture(context.ports(), case_id, evidence_id, which, mark=mark(), me=reviewer())
    return given(shown, covering.MEDIA_TYPE)


@blueprint.get("/cases/<case_id>/evidence/<evidence_id>/original")
@needs(Right.REVEAL)
def case_original(case_id: str, evidence_id: str) -> Response:
    """What was handed in, once the page was revealed."""
    evidence, data = look_at_original(context.ports(), case_id, evidence_id, reviewer())
    response = given(data, evidence.media_type)
    response.headers["Content-Security-Policy"] = ORIGINAL_POLICY
    if evidence.media_type not in BY_BROWSERS:
        response.headers["Content-Disposition"] = "attachment"
    return response


@blueprint.get("/cases/<case_id>/frames/<session_id>/<attempt_id>/<int:at>")
@needs(Right.REVEAL)
def case_frame(case_id: str, session_id: str, attempt_id: str, at: int) -> Response:
    """A kept frame of a face session, once the faces were revealed."""
    shown = look_at_frame(context.ports(), case_id, session_id, attempt_id, at, mark=mark(), me=reviewer())
    return given(shown, covering.MEDIA_TYPE)


def case_page(
    case_id: str,
    *,
    trouble: str = "",
    wrong: Mapping[str, str] | None = None,
    opened_at: datetime | None = None,
) -> str:
    """The page; with `trouble` what was typed is in it still, and what others did since it was opened."""
    ports, now = context.ports(), context.ports().clock.now()
    file = look(ports, case_id, reviewer())
    sheet = case_view.sheet_of(file, request.args.get("page", ""))
    there = tuple(case_view.shapes(file, sheet)) if sheet else ()
    everyone = members.list_staff(ports)
    return frame.page(
        "case",
        file=file,
        sheet=sheet,
        shapes=there,
        layers=case_view.layers(sheet, there) if sheet else (),
        suspected=case_view.suspected(there),
        view=case_view,
        sources=case_view.sources(file),
        knows=words.knows,
        advice_for=advice_for,
        names={one.id: one.display_name for one in everyone},
        colleagues=_colleagues(file),
        reason_in_words=partial(reason, frame.chosen_language(), languages=LANGUAGES),
        stands=standing(file.escalation, now),
        holder=file.escalation.holder(now) if file.escalation else None,
        two_needed=_two_needed(file),
        verdicts=VERDICTS,
        grounds=GROUNDS,
        kinds=tuple(EvidenceKind),
        reasons=tuple(RevealReason),
        proofs=proofs_beside(ports, file.case),
        typed=request.form,
        trouble=trouble,
        wrong=wrong or {},
        news=case_view.since(file, opened_at, signed().member.id) if opened_at else (),
        now=now,
    )


def standing(escalation: Escalation | None, now: datetime) -> str:
    """How the case stands for who looks: none, ended, theirs (another's), mine, free."""
    if escalation is None:
        return "none"
    if escalation.ended_at is not None:
        return "ended"
    holder = escalation.holder(now)
    if holder is None:
        return "free"
    return "mine" if holder == signed().member.id else "theirs"


def _two_needed(file: CaseFile) -> frozenset[Verdict]:
    """The verdicts that a second person would have to give too."""
    findings: list[Finding] = [one.finding for group in file.findings.values() for one in group]
    rule = context.ports().review_policy.four_eyes
    return frozenset(verdict for verdict in Verdict if rule.asked(verdict, findings))


def _colleagues(file: CaseFile) -> list[StaffMember]:
    """To whom it may be handed over."""
    if file.escalation is None or file.escalation.ended_at is not None:
        return []
    able = assigning.able(context.ports(), file.escalation.id, reviewer())
    return [one for one in able if one.id != signed().member.id]


def mark() -> str:
    """Who looks, and when, in ASCII: names to sign in with are."""
    return f"{signed().member.name}  {context.ports().clock.now():%Y-%m-%d %H:%M}Z"


def given(data: bytes, media_type: str) -> Response:
    """Kept by no cache: the service says so of every answer that says nothing else."""
    response = Response(data, mimetype=media_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

"""Complaints of job seekers: what waits to be looked at, and what a reviewer found."""

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.domain.errors import Invalid
from verifier.domain.staff import Right
from verifier.usecases.seekers.complaints import list_complaints, settle_complaint

Shown = Response | str | tuple[str, int]


@blueprint.get("/complaints")
@needs(Right.SEE_CASE)
def complaints() -> str:
    return _complaints()


@blueprint.post("/complaints/<complaint_id>/settle")
@needs(Right.DECIDE)
def settle_of_seeker(complaint_id: str) -> Shown:
    try:
        settle_complaint(context.ports(), reviewer(), complaint_id, request.form.get("words", ""))
    except Invalid:
        return _complaints(wrong=complaint_id, asked=request.form.get("words", "")), 422
    return frame.onward("console.complaints", "complaint_settled")


def _complaints(**more: object) -> str:
    everything = request.args.get("all") == "1"
    shown = list_complaints(
        context.ports(), reviewer(), open_only=not everything, before=request.args.get("before")
    )
    return frame.page("complaints", shown=shown, everything=everything, **more)

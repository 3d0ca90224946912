"""Alerts of unusual viewing: what was noticed, and what a lead or auditor found."""

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.domain.errors import Invalid
from verifier.domain.staff import Right
from verifier.usecases.review.alerts import list_alerts, read_alert, settle_alert
from verifier.usecases.staff import members

Shown = Response | str | tuple[str, int]


@blueprint.get("/alerts")
@needs(Right.OVERSEE)
def alerts() -> str:
    return _alerts()


@blueprint.get("/alerts/<alert_id>")
@needs(Right.OVERSEE)
def alert(alert_id: str) -> str:
    """What the member looked at before it; not for the member themselves."""
    shown = read_alert(context.ports(), alert_id, reviewer())
    return frame.page("alert", shown=shown, names=_names())


@blueprint.post("/alerts/<alert_id>/settle")
@needs(Right.OVERSEE)
def settle(alert_id: str) -> Shown:
    try:
        settle_alert(context.ports(), alert_id, request.form.get("words", ""), reviewer())
    except Invalid:
        return _alerts(wrong=alert_id, asked=request.form.get("words", "")), 422
    return frame.onward("console.alerts", "alert_settled")


def _alerts(**more: object) -> str:
    ports, everything = context.ports(), request.args.get("all") == "1"
    return frame.page(
        "alerts",
        shown=list_alerts(ports, open_only=not everything, before=request.args.get("before")),
        names=_names(),
        everything=everything,
        **more,
    )


def _names() -> dict[str, str]:
    return {one.id: one.display_name for one in members.list_staff(context.ports())}

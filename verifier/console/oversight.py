"""The lead's page: how the work goes, who does it, and how often people decide against a finding."""

from typing import Final

from flask import request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, signed
from verifier.console.blueprint import blueprint
from verifier.domain.escalation import Verdict
from verifier.domain.review_figures import LEAST
from verifier.domain.staff import Right
from verifier.usecases.review.oversight import MOST, overview
from verifier.usecases.staff import members

SPANS: Final = (7, 30, 90)  # days


@blueprint.get("/oversight")
@needs(Right.OVERSEE)
def oversight() -> str:
    ports = context.ports()
    asked = request.args.get("days", type=int)
    days = asked if asked in SPANS else SPANS[1]
    names = {one.id: one.display_name for one in members.list_staff(ports)}
    return frame.page(
        "oversight",
        shown=overview(ports, days=days, tenants=signed().member.tenants),
        names=names,
        spans=SPANS,
        verdicts=list(Verdict),
        least=LEAST,
        most=MOST,
    )

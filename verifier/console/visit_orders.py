"""What reviewers do with field visits: order one from a case, and read what came of it."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.console.cases import given, mark
from verifier.domain.coordinates import Coordinates, Datum, Registered
from verifier.domain.errors import Conflict, FieldError, Invalid, VerifierError
from verifier.domain.proof import RUNNING, Proof
from verifier.domain.staff import Right
from verifier.domain.visit import ChecklistItem, Fix, Visit
from verifier.intake import covering
from verifier.usecases.proofs.visits import ordering, reporting

ZONE: Final = ZoneInfo("Asia/Shanghai")  # appointments are kept where the firms are
IN_FORMS: Final = "%Y-%m-%dT%H:%M"
SOON: Final = timedelta(days=2)
LONG: Final = timedelta(hours=2)


@blueprint.get("/cases/<case_id>/visit")
@needs(Right.ORDER_VISIT)
def order_visit(case_id: str) -> str:
    return _page(case_id)


@blueprint.post("/cases/<case_id>/visit")
@needs(Right.ORDER_VISIT)
def order_visit_post(case_id: str) -> Response | tuple[str, int]:
    """Order it, and go back to the case; what was typed stays where it was refused."""
    try:
        ordering.order_visit(context.ports(), reviewer(), case_id, _order())
    except (Invalid, Conflict) as refused:
        return _page(case_id, refused), refused.status
    return frame.onward("console.case", "visit_ordered", case_id=case_id)


@blueprint.get("/visit-photos/<proof_id>/<photo_id>")
@needs(Right.SEE_CASE)
def visit_photo(proof_id: str, photo_id: str) -> Response:
    """A photograph, with who looks all over it."""
    shown = reporting.look_at_photo(context.ports(), reviewer(), proof_id, photo_id, mark=mark())
    return given(shown, covering.MEDIA_TYPE)


def shown(proof: Proof) -> dict[str, object]:
    """What `console/proof_field_visit.html` says of a proof: the values of the partial."""
    ports = context.ports()
    found = reporting.report_of(ports, proof)
    order = found.report.visit if found else None
    changes = order is not None and order.open and proof.state_at(ports.clock.now()) in RUNNING
    return {
        "told": found,
        "checklist": tuple(ChecklistItem),
        "placed": _placed,
        "agents": ordering.agents_for(ports, proof.tenant_id) if changes else None,
        "typed": {**(_as_typed(order) if order else {}), **request.form.to_dict()},
    }


def _as_typed(order: Visit) -> Mapping[str, str]:
    return {
        "agent": order.agent_id,
        "starts_at": f"{order.starts_at.astimezone(ZONE):{IN_FORMS}}",
        "ends_at": f"{order.ends_at.astimezone(ZONE):{IN_FORMS}}",
    }


def _placed(where: object) -> Fix | None:
    return where if isinstance(where, Fix) else None


def _page(case_id: str, refused: VerifierError | None = None) -> str:
    ports = context.ports()
    case = ordering.case_to_visit(ports, reviewer(), case_id)
    return frame.page(
        "visit_order",
        case=case,
        agents=ordering.agents_for(ports, case.tenant_id),
        typed=request.form or _first(case.declared.address or "", ports.clock.now()),
        trouble=refused.code if refused else "",
        wrong={error.pointer.lstrip("/") for error in refused.errors} if refused else set(),
    )


def _first(address: str, now: datetime) -> Mapping[str, str]:
    begins = (now + SOON).astimezone(ZONE).replace(hour=10, minute=0)
    return {
        "address": address,
        "starts_at": f"{begins:{IN_FORMS}}",
        "ends_at": f"{begins + LONG:{IN_FORMS}}",
        "datum": Datum.WGS84.value,
    }


def _order() -> ordering.Order:
    """Raises Invalid."""
    form = request.form
    return ordering.Order(
        reason=form.get("reason", ""),
        address=form.get("address", ""),
        registered=_registered(),
        agent_id=form.get("agent", ""),
        starts_at=moment("starts_at"),
        ends_at=moment("ends_at"),
    )


def _registered() -> Registered | None:
    """The coordinates as two numbers, latitude first, or nothing."""
    text, datum = request.form.get("coordinates", "").strip(), request.form.get("datum", "")
    if not text:
        return None
    try:
        latitude, longitude = (float(part) for part in text.replace("，", ",").split(","))
        return Registered(Coordinates(latitude, longitude), Datum(datum))
    except ValueError:
        words = "Two numbers apart by a comma, the latitude first"
        raise Invalid(errors=[FieldError("/coordinates", words)]) from None


def moment(name: str) -> datetime:
    """A field of an appointment. Raises Invalid."""
    try:
        local = datetime.strptime(request.form.get(name, ""), IN_FORMS)
    except ValueError:
        raise Invalid(errors=[FieldError("/appointment", "Must be a date and a time")]) from None
    return local.replace(tzinfo=ZONE).astimezone(UTC)

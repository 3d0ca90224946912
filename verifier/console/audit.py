"""The audit: who did what, looked for by several things; is the chain sound; a part of it to take away."""

import json
import tempfile
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from io import TextIOWrapper
from typing import IO, Any, Final

from flask import Response, request, send_file, url_for

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.domain.audit import Action
from verifier.domain.audit_chain import Entry, moment
from verifier.domain.errors import Conflict, FieldError, Invalid
from verifier.domain.staff import Right
from verifier.usecases.audit_inspection import ChainDamaged
from verifier.usecases.audit_ports import Sought
from verifier.usecases.audit_reading import follow_chain, read_chain, take_chain
from verifier.usecases.staff import members

IN_MEMORY: Final = 1_000_000  # bytes of an export; the rest goes to a file without a name
SHOWN: Final = 20  # faults
SEQ_MAX: Final = 2**63 - 1  # what a column of numbers of entries can hold
ASKED: Final = ("tenant", "actor", "action", "subject", "from", "to")

Shown = Response | str | tuple[str, int]


@blueprint.get("/audit")
@needs(Right.SEE_AUDIT)
def audit() -> str:
    return _audit(request.args.get("tenant") or None)


@blueprint.post("/audit/verify")
@needs(Right.SEE_AUDIT)
def verify_audit() -> str:
    tenant_id = request.form.get("tenant", "")
    found = follow_chain(context.ports(), tenant_id, reviewer())
    if found is None:
        return _audit(tenant_id)
    return _audit(tenant_id, followed=found, faults=[str(fault) for fault in found.faults[:SHOWN]])


@blueprint.post("/audit/export")
@needs(Right.EXPORT_AUDIT)
def export_audit() -> Shown:
    """The part as JSON Lines with its signed manifest, as the command writes them, in one archive."""
    tenant_id = request.form.get("tenant", "")
    try:
        since, until = _day("from"), _day("to")
    except Invalid as invalid:
        return _audit(tenant_id or None, wrong=invalid.errors[0].pointer.removeprefix("/")), 422
    archive = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  # the response closes it
    try:
        _pack(archive, tenant_id, since, until + timedelta(days=1) if until else None)
    except ChainDamaged as error:
        archive.close()
        raise Conflict(str(error)) from None
    archive.seek(0)
    name = f"audit-{tenant_id}-{context.ports().clock.now():%Y%m%dT%H%M%SZ}.zip"
    sent = send_file(archive, "application/zip", as_attachment=True, download_name=name)
    sent.headers["Cache-Control"] = "no-store"
    return sent


def _pack(archive: Any, tenant_id: str, since: datetime | None, until: datetime | None) -> None:
    name = f"audit-{tenant_id}.jsonl"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        with into.open(name, "w", force_zip64=True) as raw, _lines(raw) as lines:
            manifest = take_chain(
                context.ports(), tenant_id, since=since, until=until, write=lines.write, me=reviewer()
            )
        into.writestr(f"{name}.manifest.json", json.dumps(manifest, indent=2) + "\n")


def _lines(raw: IO[bytes]) -> TextIOWrapper:
    return TextIOWrapper(raw, encoding="utf-8", newline="")


def _audit(tenant_id: str | None, **more: Any) -> str:
    ports = context.ports()
    everyone = members.list_staff(ports)
    typed = {name: request.values.get(name, "").strip() for name in ASKED}
    sought = Sought()
    try:
        ids = {one.name: one.id for one in everyone}
        sought = _sought(typed, ids)
    except Invalid as invalid:
        more = {"wrong": invalid.errors[0].pointer.removeprefix("/"), **more}
    before = max(0, min(request.args.get("before", SEQ_MAX, type=int), SEQ_MAX))
    chain = read_chain(ports, tenant_id, sought, before=before, me=reviewer())
    kept: dict[str, Any] = {**typed, "tenant": chain.tenant_id, "before": chain.older}
    return frame.page(
        "audit",
        chain=chain,
        typed=typed,
        actions=[action.value for action in Action],
        names={one.id: one.display_name for one in everyone},
        options=lambda values: [(value, value) for value in values],
        told=_told,
        at=_at,
        older=url_for("console.audit", **{key: kept[key] for key in kept if kept[key]})
        if chain.older
        else "",
        **more,
    )


def _sought(typed: dict[str, str], ids: dict[str, str]) -> Sought:
    """Raises Invalid for a day that is none. A member may be named as they sign in."""
    since, until = _day("from"), _day("to")
    return Sought(
        actor=ids.get(typed["actor"], typed["actor"]) or None,
        action=typed["action"] or None,
        subject=typed["subject"] or None,
        since=moment(since) if since else None,
        until=moment(until + timedelta(days=1)) if until else None,
    )


def _day(name: str) -> datetime | None:
    """Where this day begins, in UTC. Raises Invalid."""
    text = request.values.get(name, "").strip()
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.max
    if found.year == date.max.year:  # there is no day after the last
        raise Invalid(errors=(FieldError(f"/{name}", "Must be a day"),))
    return datetime.combine(found, time(), UTC)


def _told(entry: Entry) -> dict[str, str]:
    """The details by name; as they stand where somebody made something else of them."""
    try:
        told = json.loads(entry.details)
    except ValueError:
        told = None
    return told if isinstance(told, dict) else {"": entry.details}


def _at(entry: Entry) -> datetime | None:
    try:
        return datetime.fromisoformat(entry.moment)
    except ValueError:
        return None

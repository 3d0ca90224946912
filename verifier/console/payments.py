"""A finance clerk's page: what waits to be paid, batches for the bank, its statements and what came of them.

The same use cases as the command line's. Nobody who is confined to some sites has it: our account is all
sites'.
"""

import tempfile
from pathlib import Path
from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, signed
from verifier.console.blueprint import blueprint
from verifier.domain.audit import Actor
from verifier.domain.errors import NotFound, RightMissing
from verifier.domain.proof_errors import BankUnavailable
from verifier.domain.staff import Right
from verifier.usecases.bank_ports import BatchFormat
from verifier.usecases.proofs.bank import exporting, statements
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.staff import members
from verifier.usecases.staff.recording import acting

AT_ONCE: Final = 1  # batches of rows that are followed up before the page answers; the workers do the rest
ENDINGS: Final = {
    BatchFormat.CSV: ("csv", "text/csv; charset=utf-8"),
    BatchFormat.PAIN_001: ("xml", "application/xml"),
}

Shown = Response | str | tuple[str, int]


@blueprint.get("/payments")
@needs(Right.HANDLE_PAYMENTS)
def payments() -> Shown:
    return _payments()


@blueprint.post("/payments/batches")
@needs(Right.HANDLE_PAYMENTS)
def make_batch() -> Shown:
    """A new batch of what waits; the one that nobody has taken yet, where there is one."""
    try:
        leaving = exporting.next_batch(context.ports(), _clerk())
    except BankUnavailable:
        return _payments(), 409
    if leaving is None:
        return frame.onward("console.payments", "nothing_waits")
    return frame.onward("console.payments", "batch_waits" if leaving.again else "batch_made")


@blueprint.post("/payments/batches/<batch_id>/file")
@needs(Right.HANDLE_PAYMENTS)
def batch_file(batch_id: str) -> Shown:
    """The file for the bank, accounts in the clear. That it was taken is recorded before it is given."""
    try:
        kind = BatchFormat(request.form.get("format", ""))
    except ValueError:
        raise NotFound from None
    ports = context.ports()
    try:
        leaving = exporting.batch_again(ports, batch_id, _clerk())
    except BankUnavailable:
        return _payments(), 409
    if leaving.gone:
        return _payments(gone=leaving), 409
    data = ports.bank_files.batch(kind, leaving.batch, leaving.payments, leaving.ours)
    exporting.note_written(ports, batch_id)
    ending, media_type = ENDINGS[kind]
    sent = Response(data, content_type=media_type)
    sent.headers["Content-Disposition"] = f'attachment; filename="{batch_id}.{ending}"'
    sent.headers["Cache-Control"] = "no-store"
    return sent


@blueprint.post("/payments/statements")
@needs(Right.HANDLE_PAYMENTS)
def import_statement() -> Shown:
    clerk, ports = _clerk(), context.ports()
    file = request.files.get("statement")
    if file is None or not file.filename:
        return _payments(wrong="statement"), 422
    with tempfile.NamedTemporaryFile(prefix="statement-") as kept:
        file.save(kept)
        kept.flush()
        try:
            taken = statements.StatementFile(Path(kept.name), file.filename)
            done = statements.import_statement(ports, taken, clerk)
        except BankUnavailable:
            return _payments(), 409
    follow_up(ports, AT_ONCE)
    return frame.onward("console.statement", statement_id=done.id)


@blueprint.get("/payments/statements/<statement_id>")
@needs(Right.HANDLE_PAYMENTS)
def statement(statement_id: str) -> str:
    _clerk()
    ports = context.ports()
    return frame.page(
        "statement",
        statement=statements.read_statement(ports, statement_id),
        unsettled=statements.count_unsettled(ports),
        names=_names(),
    )


def _payments(**more: object) -> str:
    _clerk()
    ports = context.ports()
    batches = exporting.list_batches(ports)
    return frame.page(
        "payments",
        ours=ports.bank.account(),
        waiting=exporting.what_waits(ports),
        batches=batches,
        untaken=[batch for batch in batches if batch.written_at is None],
        statements=statements.newest_statements(ports),
        unsettled=statements.count_unsettled(ports),
        formats=list(BatchFormat),
        names=_names(),
        **more,
    )


def _clerk() -> Actor:
    """Whoever is at the browser. Raises RightMissing for a member of some sites only."""
    if signed().member.tenants is not None:
        raise RightMissing
    return acting(signed().member)


def _names() -> dict[str, str]:
    return {one.id: one.display_name for one in members.list_staff(context.ports())}

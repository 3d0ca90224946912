"""A statement's file, handed in at the command line or in the console: imported, kept in mind, recorded.

Of its rows nothing is kept here but how many there were, and of refused ones their numbers, codes and the
bank's references.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verifier.domain.audit import Action, Actor, Deed
from verifier.domain.errors import NotFound
from verifier.domain.proof_errors import BankUnavailable
from verifier.domain.statement import BadRow, StatementRefused
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR
from verifier.usecases.bank_ports import EntryState, Statement, StatementFormat
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.importing import Imported, import_rows
from verifier.usecases.staff.recording import record_staff

SHOWN: Final = 100  # refused rows that are kept by name
NAME_MAX: Final = 100  # characters
PLAIN: Final = re.compile(r"[A-Za-z0-9._/+-]{1,64}")  # a bank's reference, and no name


@dataclass(frozen=True, slots=True)
class StatementFile:
    """Where it is, and what the clerk calls it."""

    path: Path
    name: str
    kind: StatementFormat = StatementFormat.AUTO


def import_statement(ports: Ports, file: StatementFile, actor: Actor = OPERATOR) -> Statement:
    """Note and match all of its rows; what belongs to a payment is then to be followed up (`following`).

    A file that is refused, whole or from some row on, is told as a statement with a flaw.
    Raises BankUnavailable.
    """
    ours = ports.bank.account()
    if ours is None:
        raise BankUnavailable
    done, refused = Imported(), None
    try:
        import_rows(ports, ports.bank_files.rows(file.path, ours.number, file.kind), done)
    except StatementRefused as error:
        refused = error
    return _kept(ports, file, actor, done, refused)


def newest_statements(ports: Ports, limit: int = 20) -> Sequence[Statement]:
    """Newest first."""
    with ports.view() as tx:
        return tx.statements.newest(limit)


def read_statement(ports: Ports, statement_id: str) -> Statement:
    """Raises NotFound."""
    with ports.view() as tx:
        found = tx.statements.get(statement_id)
    if found is None:
        raise NotFound
    return found


def count_unsettled(ports: Ports) -> int:
    """Rows of any statement that belong to a payment and were not followed up yet."""
    with ports.view() as tx:
        return tx.statement_entries.count_unsettled()


def _kept(
    ports: Ports, file: StatementFile, actor: Actor, done: Imported, refused: StatementRefused | None
) -> Statement:
    now = ports.clock.now()
    statement = Statement(
        id=identifiers.new("stm", now),
        name="".join(c for c in file.name if c.isprintable())[:NAME_MAX],
        imported_at=now,
        by=actor.id,
        new=done.counts[EntryState.NEW],
        known=done.counts[EntryState.KNOWN],
        altered=done.counts[EntryState.ALTERED],
        matched=done.matched,
        unmatched=done.unmatched,
        refused=len(done.refused),
        refusals=tuple(_plain(row) for row in done.refused[:SHOWN]),
        flaw=refused.flaw if refused else None,
        flaw_row=refused.row if refused else None,
        hint=refused.hint if refused else "",
    )
    told = {name: str(getattr(statement, name)) for name in ("new", "known", "matched", "refused")}
    flaw = {"flaw": statement.flaw.value} if statement.flaw else {}
    with ports.transaction() as tx:
        tx.statements.add(statement)
        record_staff(tx, Deed(Action.STATEMENT_IMPORTED, actor, statement.id, told | flaw), now=now)
    return statement


def _plain(row: BadRow) -> BadRow:
    return BadRow(row.row, row.flaw, row.reference if PLAIN.fullmatch(row.reference) else "")

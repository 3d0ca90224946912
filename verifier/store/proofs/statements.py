"""Statements that clerks handed in, in SQL: numbers, codes and references, and nothing that a row says."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from verifier.domain.statement import BadRow, FileFlaw, RowFlaw
from verifier.store.proofs.bank_tables import bank_statements
from verifier.store.rows import add
from verifier.usecases.bank_ports import Statement, Statements

COUNTS = ("new", "known", "altered", "matched", "unmatched", "refused")


class SqlStatements(Statements):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, statement: Statement) -> None:
        add(
            self._connection,
            bank_statements,
            id=statement.id,
            name=statement.name,
            imported_at=statement.imported_at,
            who=statement.by,
            outcome=_outcome(statement),
        )

    def get(self, statement_id: str) -> Statement | None:
        query = select(bank_statements).where(bank_statements.c.id == statement_id)
        row = self._connection.execute(query).one_or_none()
        return _to_statement(row) if row else None

    def newest(self, limit: int) -> Sequence[Statement]:
        query = select(bank_statements).order_by(bank_statements.c.id.desc()).limit(limit)
        return tuple(_to_statement(row) for row in self._connection.execute(query))


def _outcome(statement: Statement) -> Mapping[str, Any]:
    return {
        **{name: getattr(statement, name) for name in COUNTS},
        "refusals": [[one.row, one.flaw.value, one.reference] for one in statement.refusals],
        "flaw": statement.flaw,
        "flaw_row": statement.flaw_row,
        "hint": statement.hint,
    }


def _to_statement(row: Row[Any]) -> Statement:
    told = row.outcome
    return Statement(
        id=row.id,
        name=row.name,
        imported_at=row.imported_at,
        by=row.who,
        **{name: told[name] for name in COUNTS},
        refusals=tuple(
            BadRow(number, RowFlaw(flaw), reference) for number, flaw, reference in told["refusals"]
        ),
        flaw=FileFlaw(told["flaw"]) if told["flaw"] else None,
        flaw_row=told["flaw_row"],
        hint=told["hint"],
    )

"""The few statements that every repository needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Table, Update, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from verifier.usecases.ports import RowRefused


def add(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row. Raises RowRefused."""
    change(connection, insert(table).values(**values))


def add_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of the same columns, if there are any. Raises RowRefused."""
    if not rows:
        return
    try:
        # Given beside the statement and not in it, so that it is compiled once for any number of rows.
        connection.execute(insert(table), list(rows))
    except IntegrityError:
        raise RowRefused from None


def change_all(connection: Connection, statement: Update, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows by a statement whose bound parameters each of these gives, if there are any.

    Raises RowRefused.
    """
    if not rows:
        return
    try:
        connection.execute(statement, list(rows))
    except IntegrityError:
        raise RowRefused from None


def add_if_absent(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted. Raises RowRefused."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    # The count of rows is not told for such an insert on PostgreSQL; the row itself is.
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing().returning(*table.primary_key)
    try:
        return connection.execute(statement).first() is not None
    except IntegrityError:
        raise RowRefused from None


def add_all_absent(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert those of the rows whose keys are free. Raises RowRefused."""
    if not rows:
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    try:
        connection.execute(dialect.insert(table).on_conflict_do_nothing(), list(rows))
    except IntegrityError:
        raise RowRefused from None


def change(connection: Connection, statement: Insert | Update | Delete) -> int:
    """How many rows the statement changed. Raises RowRefused when a constraint forbids it."""
    try:
        return connection.execute(statement).rowcount
    except IntegrityError:
        # Not chained: the driver's message quotes the row, which is personal data.
        raise RowRefused from None

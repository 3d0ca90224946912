"""The few statements that every repository needs."""

from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from verifier.usecases.ports import Duplicate


def add(connection: Connection, table: Table, **values: Any) -> None:
    """Insert a row. Raises Duplicate when a constraint refuses it; the text of the error stays behind."""
    try:
        connection.execute(insert(table).values(**values))
    except IntegrityError:
        # Not chained: the driver's message quotes the row, which is personal data.
        raise Duplicate(table.name) from None


def add_if_absent(connection: Connection, table: Table, **values: Any) -> bool:
    """Insert a row unless its key is taken; whether it was inserted."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return connection.execute(statement).rowcount == 1

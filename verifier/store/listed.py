"""Many values in one parameter, so that a statement is the same text for any number of them.

It is then built, compiled and prepared once, where a list of parameters makes another text for each length.
SQLite is given JSON, PostgreSQL an array for one column and JSON for several. No queries.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    LargeBinary,
    String,
    Subquery,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from verifier.store.columns import Moment


@dataclass(frozen=True, slots=True)
class Kind:
    """How a value is read from its text, which is `{at}`."""

    type: TypeEngine[Any]
    sqlite: str = "{at}"
    postgresql: str = "{at}"


TEXT: Final = Kind(String())
BYTES: Final = Kind(LargeBinary(), "unhex({at})", "decode({at}, 'hex')")
MOMENT: Final = Kind(Moment(), "{at}", "CAST({at} || '+00' AS timestamptz)")
ROWS: Final = {
    "sqlite": "SELECT key AS number, {columns} FROM json_each(:{name})",
    "postgresql": "SELECT CAST(number AS integer) - 1 AS number, {columns}"
    " FROM jsonb_array_elements(CAST(:{name} AS jsonb)) WITH ORDINALITY AS given (value, number)",
}


class Texts(TypeDecorator[Sequence[str]]):
    """A parameter of many texts."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        kind: TypeEngine[Any] = String() if dialect.name == "sqlite" else ARRAY(String)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> Any:
        texts = list(value or ())
        return json.dumps(texts) if dialect.name == "sqlite" else texts


class among(FunctionElement[bool]):
    """Whether the column is one of the texts of the parameter of this name."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: ColumnElement[str], name: str) -> None:
        super().__init__(column, bindparam(name, type_=Texts))


@compiles(among, "sqlite")
def _on_sqlite(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608  its own parts


@compiles(among, "postgresql")
def _on_postgresql(element: among, compiler: SQLCompiler, **options: Any) -> str:
    column, texts = (compiler.process(one, **options) for one in element.clauses)
    return f"{column} = ANY ({texts})"


def sql_of_rows(dialect: str, name: str, **columns: Kind) -> str:
    """SQL that reads the parameter of this name, made by `as_rows`, as rows: `number`, from 0, and these."""
    read = (
        f"{getattr(kind, dialect).format(at=f'(value ->> {place})')} AS {column}"
        for place, (column, kind) in enumerate(columns.items())
    )
    return ROWS[dialect].format(columns=", ".join(read), name=name)


def rows_of(dialect: str, name: str, **columns: Kind) -> Subquery:
    """The same to be joined, under the parameter's name."""
    types = {column: kind.type for column, kind in columns.items()}
    query = text(sql_of_rows(dialect, name, **columns))
    return query.columns(number=Integer, **types).subquery(name)


def as_rows(rows: Iterable[Sequence[str | bytes | datetime | None]]) -> str:
    """The parameter that is read so."""
    return json.dumps([[_as_text(value) for value in row] for row in rows])


def _as_text(value: str | bytes | datetime | None) -> str | None:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):  # as SQLite keeps it
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return value

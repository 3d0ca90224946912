"""Bank statements as rows, whatever file they came in, and every way in which a file or a row is refused.

A row's identity is the bank's own reference of the entry with our account; where the bank gives none, it is
the row itself, and which of equal rows it is. So a file that is imported again, whole or in parts, in another
order or another format, has no row that is new.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from verifier.domain.bank import account_name
from verifier.domain.bank_proof import ReturnReason
from verifier.domain.bank_reference import references_in
from verifier.domain.money import Money


class Direction(StrEnum):
    """Seen from our account."""

    IN = "in"
    OUT = "out"


class FileFlaw(StrEnum):
    """Why a whole file is refused; nothing of it after that place was taken."""

    EMPTY = "statement_empty"
    TOO_LARGE = "statement_too_large"
    LINE_TOO_LONG = "statement_line_too_long"
    NOT_TEXT = "statement_not_text"
    NO_COLUMNS = "statement_columns_missing"
    XML_BROKEN = "statement_xml_broken"
    XML_FORBIDDEN = "statement_xml_forbidden"
    UNKNOWN_FORMAT = "statement_format_unknown"
    OTHER_ACCOUNT = "statement_of_other_account"
    UNREADABLE = "statement_unreadable"


class RowFlaw(StrEnum):
    """Why one row is refused; the others are taken."""

    MALFORMED = "row_malformed"
    DATE = "row_date_unclear"
    AMOUNT = "row_amount_unclear"
    DIRECTION = "row_direction_unclear"
    CURRENCY = "row_currency_foreign"
    ACCOUNT = "row_of_other_account"
    ALTERED = "row_altered"


class StatementRefused(Exception):
    """The file is refused, as from `row` where that is known. Holds nothing of what the file says."""

    def __init__(self, flaw: FileFlaw, row: int | None = None, hint: str = "") -> None:
        super().__init__(flaw.value)
        self.flaw = flaw
        self.row = row
        self.hint = hint  # ours: which column is missing, say


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One booked entry. `row` is its line in a table, or its number among the entries of a message.

    `account` is ours, `name` and `number` are the other side's. `reference` is the bank's own for the entry,
    empty where it gives none; `remark` is what the payer wrote, with every reference of the payment.
    """

    row: int
    account: str = field(repr=False)
    reference: str
    direction: Direction
    amount: Money = field(repr=False)
    booked_on: date
    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    returned: ReturnReason | None = None

    @property
    def references(self) -> tuple[str, ...]:
        """Those of ours that it carries."""
        return references_in(self.remark)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is refused: its number, why, and the bank's reference of it if it could be read."""

    row: int
    flaw: RowFlaw
    reference: str = ""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row with what it is known by and what it says, both to be kept as keyed marks alone."""

    row: StatementRow
    identity: tuple[str, ...] = field(repr=False)
    content: tuple[str, ...] = field(repr=False)


def known(rows: Iterable[StatementRow]) -> Iterator[KnownRow]:
    """The rows of one file with their identities. Remembers how often rows without a reference came."""
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        content = _content(row)
        if row.reference:
            yield KnownRow(row, ("entry", row.account, row.reference), content)
        else:
            seen[content] += 1
            yield KnownRow(row, ("row", row.account, str(seen[content]), *content), content)


def _content(row: StatementRow) -> tuple[str, ...]:
    return (
        row.direction.value,
        str(row.amount.fen),
        row.booked_on.isoformat(),
        account_name(row.name),
        row.number,
        ",".join(row.references),
    )

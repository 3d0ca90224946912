"""A bank's table, row by row: CSV in any of the encodings that banks use, with whatever stands above it."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

from verifier.domain.bank import account_number
from verifier.domain.bank_proof import return_reason
from verifier.domain.money import Money, NoMoney, money
from verifier.domain.statement import BadRow, Direction, FileFlaw, RowFlaw, StatementRefused, StatementRow
from verifier.providers.bank.statements.columns import (
    ENOUGH,
    HEADERS,
    NO_MAPPING,
    ColumnMapping,
    missing,
    places,
    recognised,
)
from verifier.providers.bank.statements.text import UNDECODED, opened

SEPARATORS: Final = ",\t;|"
ABOVE: Final = 30  # lines that may stand above the headers: title, account, days
CELL_MAX: Final = 500  # characters
SPAN_MAX: Final = 5  # lines of one row; more is a quotation mark that was never closed
SUMS: Final = ("合计", "总计", "小计", "总笔数", "TOTAL")
DAY: Final = re.compile(r"([0-9]{4})[-/.年]?([0-9]{1,2})[-/.月]?([0-9]{1,2})(?:日|[ T0-9:].*)?")
YUAN: Final = frozenset({"", "CNY", "RMB", "人民币", "人民币元", "156", "01", "元"})
RETURNS: Final = ("退汇", "退票", "付款退回", "汇款退回", "RETURN")


class _Bad(Exception):
    """A row that is refused."""

    def __init__(self, flaw: RowFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_table(
    path: Path, account: str, mapping: ColumnMapping = NO_MAPPING
) -> Iterator[StatementRow | BadRow]:
    """The rows of a table; `account` is ours where the table does not say. Raises StatementRefused."""
    with opened(path, mapping.encoding) as lines:
        above = list(islice(lines, ABOVE))
        place, separator = _headers(above, mapping)
        cells = _cells(above[place], separator)
        found = places(cells, mapping)
        if lacking := missing(found, mapping):
            raise StatementRefused(FileFlaw.NO_COLUMNS, place + 1, ", ".join(lacking))
        reader = csv.reader(chain(above[place + 1 :], lines), delimiter=separator)
        yield from _rows(reader, place + 1, _Row(found, len(cells), account, mapping))


class _Row:
    """What one row of cells says, by where this table has its columns."""

    def __init__(
        self, found: Mapping[str, tuple[int, ...]], width: int, account: str, mapping: ColumnMapping
    ) -> None:
        self._found = found
        self._width = width
        self._account = account
        self._mapping = mapping

    def text(self, cells: Sequence[str], column: str) -> str:
        """The cells of this column; the apostrophe, tab or ="…" that keeps digits text is taken off."""
        texts = (cells[index].strip() for index in self._found.get(column, ()))
        return " ".join(text.removeprefix("=").strip("\"'`\t") for text in texts if text)

    def is_sum(self, cells: Sequence[str]) -> bool:
        """Whether it is blank, or a line of totals under the rows."""
        said = [cell.strip() for cell in cells if cell.strip()]
        return not said or said[0].upper().startswith(SUMS)

    def read(self, line: int, cells: Sequence[str]) -> StatementRow:
        """Raises _Bad."""
        if len(cells) != self._width or any(len(cell) > CELL_MAX or UNDECODED in cell for cell in cells):
            raise _Bad(RowFlaw.MALFORMED)
        if self.text(cells, "currency").upper() not in YUAN:
            raise _Bad(RowFlaw.CURRENCY)
        direction, amount = self._amount(cells)
        remark = self.text(cells, "remark")
        why = self.text(cells, "returned")
        returned = bool(why) or any(word in remark.upper() for word in RETURNS)
        return StatementRow(
            row=line,
            account=account_number(self.text(cells, "account")) or self._account,
            reference=self.text(cells, "reference"),
            direction=direction,
            amount=amount,
            booked_on=_day(self.text(cells, "date"), self._mapping.date),
            name=self.text(cells, "name"),
            number=account_number(self.text(cells, "number")),
            remark=remark,
            returned=return_reason("", f"{why} {remark}") if returned else None,
        )

    def _amount(self, cells: Sequence[str]) -> tuple[Direction, Money]:
        if {"in", "out"} <= set(self._found):
            return self._of_two(cells)
        text = self.text(cells, "amount")
        if "direction" in self._found:
            direction = self._mapping.direction(self.text(cells, "direction"))
        else:
            direction = Direction.OUT if text[:1] in ("-", "－", "−") else Direction.IN
            text = text.lstrip("-－−+＋")
        if direction is None:
            raise _Bad(RowFlaw.DIRECTION)
        return direction, _some_money(text)

    def _of_two(self, cells: Sequence[str]) -> tuple[Direction, Money]:
        """From a column of what left and one of what came, of which one holds nothing."""
        came, left = (self.text(cells, column) for column in ("in", "out"))
        amounts = {Direction.IN: _no_money(came), Direction.OUT: _no_money(left)}
        some = [(direction, amount) for direction, amount in amounts.items() if amount.fen]
        if len(some) != 1:
            raise _Bad(RowFlaw.AMOUNT)
        return some[0]


def _rows(reader: Any, above: int, row: _Row) -> Iterator[StatementRow | BadRow]:
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(above + first, RowFlaw.MALFORMED)
            continue
        if reader.line_num - first >= SPAN_MAX:
            yield BadRow(above + first, RowFlaw.MALFORMED)
        elif not row.is_sum(cells):
            yield _read(row, above + first, cells)


def _read(row: _Row, line: int, cells: Sequence[str]) -> StatementRow | BadRow:
    try:
        return row.read(line, cells)
    except _Bad as bad:
        whole = bad.flaw is not RowFlaw.MALFORMED
        return BadRow(line, bad.flaw, row.text(cells, "reference") if whole else "")


def _headers(above: Sequence[str], mapping: ColumnMapping) -> tuple[int, str]:
    """Which line holds the headers, and what separates them. Raises StatementRefused."""
    ranked = [
        (recognised(_cells(line, separator), mapping), -place, separator)
        for place, line in enumerate(above)
        for separator in SEPARATORS
    ]
    most, place, separator = max(ranked, default=(0, 0, ","))
    if most < ENOUGH:
        raise StatementRefused(FileFlaw.NO_COLUMNS, None, f"known are {', '.join(HEADERS)}")
    return -place, separator


def _cells(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _day(text: str, form: str | None) -> date:
    try:
        if form:
            return datetime.strptime(text, form).date()  # a day as the bank books it
        found = DAY.fullmatch(text)
        if found is None:
            raise _Bad(RowFlaw.DATE)
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _Bad(RowFlaw.DATE) from None


def _some_money(text: str) -> Money:
    amount = _no_money(text)
    if not amount.fen:
        raise _Bad(RowFlaw.AMOUNT)
    return amount


def _no_money(text: str) -> Money:
    """An amount, or none where the cell is blank. Raises _Bad."""
    try:
        return money(text) if text.strip("-－—") else Money(0)
    except NoMoney:
        raise _Bad(RowFlaw.AMOUNT) from None

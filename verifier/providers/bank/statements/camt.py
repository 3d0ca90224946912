"""Statements as ISO 20022 messages: camt.053 and camt.054, every version that pyiso20022 has.

The library has the messages as classes; an entry at a time is put into them, so that a long statement needs
no more memory than a short one. The XML is read by defusedxml: no document type, no entity, nothing fetched.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from verifier.domain.bank import account_number
from verifier.domain.bank_proof import return_reason
from verifier.domain.errors import ConfigurationError
from verifier.domain.money import FEN, Money, NoMoney
from verifier.domain.statement import BadRow, Direction, FileFlaw, RowFlaw, StatementRefused, StatementRow
from verifier.providers.bank.statements.text import beginning

MESSAGE: Final = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:(camt\.05[34]\.001\.[0-9]{2})\}Document")
STATEMENTS: Final = ("Stmt", "Ntfctn")
BOOKED: Final = "BOOK"
NOT_YET: Final = ("PDNG", "INFO", "FUTR")  # they come again once they are booked
YUAN: Final = "CNY"
TEXT_MAX: Final = 1000  # characters of an element; the messages allow 500
DEEP: Final = 40  # elements within one another; an entry has 12


def read_camt(path: Path, account: str) -> Iterator[StatementRow | BadRow]:
    """The booked entries of a message; `account` is ours where it names none. Raises StatementRefused."""
    beginning(path)
    try:
        with path.open("rb") as file:
            yield from _Message(account).rows(iterparse(file, events=("start", "end"), forbid_dtd=True))
    except DefusedXmlException:
        raise StatementRefused(FileFlaw.XML_FORBIDDEN) from None
    except ParseError as error:
        raise StatementRefused(FileFlaw.XML_BROKEN, error.position[0]) from None


class _Message:
    """The state of reading one message."""

    def __init__(self, account: str) -> None:
        self._account = account
        self._ours = account
        self._open: list[Element] = []
        self._number = 0
        self._entry: type[Any] | None = None

    def rows(self, events: Iterator[tuple[str, Element]]) -> Iterator[StatementRow | BadRow]:
        for event, element in events:
            if event == "start":
                self._enter(element)
                continue
            self._open.pop()
            name, within = _name(element), _name(self._open[-1]) if self._open else ""
            if name == "Acct" and within in STATEMENTS:
                self._account = account_number(_identified(element)) or self._ours
            if name == "Ntry" and within in STATEMENTS:
                yield from self._read(element)
            # What was read is let go of, a whole child of the statement at a time: the tree never grows.
            if within in STATEMENTS:
                self._open[-1].remove(element)

    def _enter(self, element: Element) -> None:
        if not self._open:
            self._entry = _entry_of(element.tag)
        if len(self._open) >= DEEP:
            raise StatementRefused(FileFlaw.XML_FORBIDDEN, hint="too deep")
        if _name(element) in STATEMENTS:
            self._account = self._ours
        self._open.append(element)

    def _read(self, element: Element) -> Iterator[StatementRow | BadRow]:
        self._number += 1
        if any(len(one.text or "") > TEXT_MAX for one in element.iter()):
            yield BadRow(self._number, RowFlaw.MALFORMED)
            return
        try:
            entry = _parser().parse(element, self._entry)
        except _parse_errors():
            yield BadRow(self._number, RowFlaw.MALFORMED)
            return
        status = _code(entry.sts)
        if status == BOOKED:
            yield from _rows(entry, self._number, self._account)
        elif status not in NOT_YET:
            yield BadRow(self._number, RowFlaw.MALFORMED)


def _rows(entry: Any, number: int, account: str) -> Iterator[StatementRow | BadRow]:
    """One for each transaction of the entry; an entry that does not tell them apart is one."""
    details = [one for group in entry.ntry_dtls for one in group.tx_dtls]
    reference = entry.acct_svcr_ref or entry.ntry_ref or ""
    for place, one in enumerate(details or [None], start=1):
        own = _at(one, "refs", "acct_svcr_ref")
        named = own or (f"{reference}/{place}" if reference and len(details) > 1 else reference)
        yield _row(entry, one, (number, named, account))


def _row(entry: Any, details: Any, place: tuple[int, str, str]) -> StatementRow | BadRow:
    number, reference, account = place
    stated = _at(details, "amt") or _at(details, "amt_dtls", "tx_amt", "amt") or entry.amt
    day = _at(entry, "bookg_dt", "dt") or _at(entry, "bookg_dt", "dt_tm")
    if stated.ccy != YUAN:
        return BadRow(number, RowFlaw.CURRENCY, reference)
    if day is None:
        return BadRow(number, RowFlaw.DATE, reference)
    amount = _amount(stated.value)
    if amount is None:
        return BadRow(number, RowFlaw.AMOUNT, reference)
    direction = _direction(entry, details)
    other = "dbtr" if direction is Direction.IN else "cdtr"
    back = _at(details, "rtr_inf")
    return StatementRow(
        row=number,
        account=account,
        reference=reference,
        direction=direction,
        amount=amount,
        booked_on=date(day.year, day.month, day.day),
        name=_holder(details, other),
        number=account_number(_number(_at(details, "rltd_pties", f"{other}_acct"))),
        remark=" ".join(_remarks(entry, details)),
        returned=return_reason(_code(_at(back, "rsn")), " ".join(_at(back, "addtl_inf") or ()))
        if back
        else None,
    )


def _amount(value: Decimal | None) -> Money | None:
    """The amount in fen, unless it has a fraction of one or is none."""
    try:
        fen = (value or Decimal(0)) * FEN
        return Money(int(fen)) if fen == int(fen) and fen > 0 else None
    except (NoMoney, ArithmeticError, ValueError):
        return None


def _direction(entry: Any, details: Any) -> Direction:
    said = _at(details, "cdt_dbt_ind") or entry.cdt_dbt_ind
    return Direction.IN if said.value == "CRDT" else Direction.OUT


def _holder(details: Any, side: str) -> str:
    party = _at(details, "rltd_pties", side)
    return str(_at(party, "pty", "nm") or _at(party, "nm") or "")


def _number(account: Any) -> str:
    return str(_at(account, "id", "iban") or _at(account, "id", "othr", "id") or "")


def _remarks(entry: Any, details: Any) -> Iterator[str]:
    """Wherever a reference of ours may have got to."""
    yield from _at(details, "rmt_inf", "ustrd") or ()
    for one in _at(details, "rmt_inf", "strd") or ():
        yield str(_at(one, "cdtr_ref_inf", "ref") or "")
    for name in ("end_to_end_id", "instr_id", "pmt_inf_id"):
        yield str(_at(details, "refs", name) or "")
    yield str(_at(details, "addtl_tx_inf") or "")
    yield str(_at(entry, "addtl_ntry_inf") or "")


def _code(choice: Any) -> str:
    """The code of what is a code in early versions, and a choice of one or words of one's own later."""
    code = _at(choice, "cd") or _at(choice, "prtry") or choice
    return str(getattr(code, "value", code) or "")


def _at(value: Any, *names: str) -> Any:
    """What is there under these names, one in another; None where any is not."""
    for name in names:
        value = getattr(value, name, None)
    return value


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _identified(account: Element) -> str:
    """The account's number: an IBAN, or another identification, which is an Id that holds no elements."""
    named = (one for one in account.iter() if _name(one) == "IBAN" or (_name(one) == "Id" and not len(one)))
    return next((one.text or "" for one in named), "")


@cache
def _entry_of(root: str) -> type[Any]:
    """The class of an entry in the messages whose document element this is. Raises StatementRefused."""
    found = MESSAGE.fullmatch(root)
    if found is None:
        raise StatementRefused(FileFlaw.UNKNOWN_FORMAT, hint="camt.053 and camt.054 are known")
    module = found[1].replace(".", "_")
    try:
        library = import_module(f"pyiso20022.camt.{module}")
    except ModuleNotFoundError as error:
        if error.name and not error.name.startswith("pyiso20022"):
            raise ConfigurationError(f"ISO 20022 messages need the Python package {error.name}.") from error
        raise StatementRefused(FileFlaw.UNKNOWN_FORMAT, hint=f"{found[1]} is not known") from None
    message = _class_in(_class_in(library.Document, 0), -1)
    return _class_of(message, "ntry")


def _class_in(owner: type[Any], place: int) -> type[Any]:
    """The class of one of the owner's elements, by its place among them; the last may be an extension."""
    names = [one.name for one in fields(owner) if one.name != "splmtry_data"]
    return _class_of(owner, names[place])


def _class_of(owner: type[Any], name: str) -> type[Any]:
    hint: Any = get_type_hints(owner)[name]
    while arguments := [one for one in get_args(hint) if one is not type(None)]:
        hint = arguments[0]
    found: type[Any] = hint
    return found


@cache
def _parser() -> Any:
    from xsdata.formats.dataclass.parsers import XmlParser  # noqa: PLC0415  a statement is read by few
    from xsdata.formats.dataclass.parsers.config import ParserConfig  # noqa: PLC0415
    from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler  # noqa: PLC0415

    config = ParserConfig(fail_on_unknown_properties=False, fail_on_converter_warnings=True)
    return XmlParser(config=config, handler=XmlEventHandler)


@cache
def _parse_errors() -> tuple[type[Exception], ...]:
    from xsdata.exceptions import ConverterError, ConverterWarning, ParserError  # noqa: PLC0415

    return (ParserError, ConverterError, ConverterWarning, ValueError, TypeError)

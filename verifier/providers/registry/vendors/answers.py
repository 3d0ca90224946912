"""What a vendor's JSON says, as an extract. Pure: paths and words of the mapping, and nothing guessed."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from verifier.domain.registry import (
    Agreement,
    Listing,
    ListKind,
    Reason,
    RegistryExtract,
    RegistryQuestion,
    RegistryStatus,
)
from verifier.domain.wording import comparable
from verifier.providers.registry.calendar_days import day_of
from verifier.providers.registry.comparing import Origin, Record, Said, extract_of, not_found
from verifier.providers.registry.status_words import status_of
from verifier.providers.registry.vendors.mapping import Agreements, Vendor
from verifier.providers.registry.vendors.paths import PathRefused, value_at
from verifier.providers.registry.vendors.trouble import Trouble

TEXT_MAX = 500  # characters


def extract_from(
    vendor: Vendor, status: int, answer: Any, question: RegistryQuestion, today: date
) -> RegistryExtract:
    """The extract that an answer amounts to. Raises Trouble for one that says nothing."""
    origin = _origin(vendor, answer, today)
    if status in vendor.answer.not_found_http or not _found(vendor, answer):
        return not_found(origin)
    try:
        extract = extract_of(question, _record(vendor, answer), origin, _said(vendor.agreements, answer))
    except ValueError as error:  # a day that is none
        raise Trouble(Reason.GARBLED) from error
    if extract is None:
        raise Trouble(Reason.GARBLED)
    return extract


def _found(vendor: Vendor, answer: Any) -> bool:
    rules = vendor.answer
    if rules.result:
        result = _text(answer, rules.result)
        if result in rules.not_found:
            return False
        if result not in rules.success:
            raise Trouble(Reason.VENDOR_ERROR, transient=result in rules.transient)
    return not rules.firm or bool(_value(answer, rules.firm))


def _origin(vendor: Vendor, answer: Any, today: date) -> Origin:
    return Origin(
        vendor.name,
        _data_as_of(vendor, answer, today),
        _text(answer, vendor.fields.request_id),
        vendor.answer.billable,
    )


def _data_as_of(vendor: Vendor, answer: Any, today: date) -> date | None:
    text = _text(answer, vendor.fields.data_as_of)
    if text:
        try:
            return day_of(text)
        except ValueError:
            return None
    lag = vendor.answer.lag_days
    return None if lag is None else today - timedelta(days=lag)


def _record(vendor: Vendor, answer: Any) -> Record:
    paths = vendor.fields
    raw = _text(answer, paths.status)
    return Record(
        name=_text(answer, paths.name),
        code=_text(answer, paths.code),
        number=_text(answer, paths.number),
        person=_text(answer, paths.person),
        status=None if raw is None else _status(vendor, raw),
        raw_status=raw,
        term=_term(answer, paths.term_from, paths.term_to),
        listings=(
            *_listings(answer, paths.abnormal, ListKind.ABNORMAL),
            *_listings(answer, paths.serious, ListKind.SERIOUS),
        ),
    )


def _status(vendor: Vendor, raw: str) -> RegistryStatus:
    own = {comparable(word): status for word, status in vendor.status.items()}
    return own.get(comparable(raw)) or status_of(raw)


def _term(answer: Any, first: str, last: str) -> str | None:
    begins, ends = _text(answer, first), _text(answer, last)
    return f"{begins or '..'}/{ends or ''}" if begins or ends else None


def _listings(answer: Any, path: str, kind: ListKind) -> Iterator[Listing]:
    entries = _value(answer, path) if path else None
    for entry in entries if isinstance(entries, list) else filter(None, [entries]):
        yield Listing(
            kind, _day(_text(entry, "listed")), _day(_text(entry, "removed")), _text(entry, "reason")
        )


def _day(text: str | None) -> date | None:
    return day_of(text) if text else None


def _said(paths: Agreements, answer: Any) -> Said:
    def agreement(path: str) -> Agreement:
        text = _text(answer, path)
        if text in paths.match:
            return Agreement.MATCH
        return Agreement.MISMATCH if text in paths.mismatch else Agreement.UNKNOWN

    return Said(*(agreement(path) for path in (paths.whole, paths.name, paths.code, paths.person)))


def _text(answer: Any, path: str) -> str | None:
    """The scalar at the path as text, "true" and "false" for truth; None for nothing or a structure."""
    value = _value(answer, path) if path else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value).strip()[:TEXT_MAX] or None
    return None


def _value(answer: Any, path: str) -> Any:
    try:
        return value_at(path, answer)
    except PathRefused as error:
        raise Trouble(Reason.GARBLED) from error

"""What was asked against what is registered. Pure; compares wordings and never converts characters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from verifier.domain import registration_number
from verifier.domain.registry import (
    Agreement,
    Listing,
    Registered,
    RegistryExtract,
    RegistryOutcome,
    RegistryQuestion,
    RegistryStatus,
)
from verifier.domain.wording import comparable, persons

# When a firm stands in a registry more than once, the gravest answer is given.
GRAVITY: Final = (
    None,
    RegistryStatus.IN_OPERATION,
    RegistryStatus.OTHER,
    RegistryStatus.MOVED_OUT,
    RegistryStatus.SUSPENDED,
    RegistryStatus.CANCELLED,
    RegistryStatus.WITHDRAWN,
    RegistryStatus.REVOKED,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A firm as the registry has it. `number` is the 15-digit one of before the credit code."""

    name: str | None = None
    code: str | None = None
    number: str | None = None
    person: str | None = None
    status: RegistryStatus | None = None
    raw_status: str | None = None
    term: str | None = None
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer comes from, and of which day it is."""

    provider: str
    data_as_of: date | None
    request_id: str | None = None
    billable: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a registry said that compares by itself; `whole` is about all it was asked."""

    whole: Agreement = Agreement.UNKNOWN
    name: Agreement = Agreement.UNKNOWN
    code: Agreement = Agreement.UNKNOWN
    person: Agreement = Agreement.UNKNOWN


def extract_of(
    question: RegistryQuestion, record: Record, origin: Origin, said: Said | None = None
) -> RegistryExtract | None:
    """The registry's answer about this firm, or None when nothing in it can be compared."""
    said = said or Said()
    name = _first_known(said.name, _name(question.name, record.name), said.whole)
    code = _first_known(said.code, _code(question.code, record), said.whole)
    person = _first_known(said.person, _person(question.person, record.person), said.whole)
    agreed = {name, code, person}
    if said.whole is Agreement.MISMATCH or Agreement.MISMATCH in agreed:
        outcome = RegistryOutcome.MISMATCH
    elif Agreement.MATCH in agreed:
        outcome = RegistryOutcome.MATCH
    else:
        return None
    return RegistryExtract(
        outcome=outcome,
        provider=origin.provider,
        name=name,
        code=code,
        person=person,
        registered=_registered(record),
        status=record.status,
        raw_status=record.raw_status,
        term=record.term,
        listings=record.listings,
        data_as_of=origin.data_as_of,
        request_id=origin.request_id,
        billable=origin.billable,
    )


def not_found(origin: Origin) -> RegistryExtract:
    """The registry does not know the firm."""
    return RegistryExtract(
        RegistryOutcome.NOT_FOUND,
        origin.provider,
        data_as_of=origin.data_as_of,
        request_id=origin.request_id,
        billable=origin.billable,
    )


def gravest(extracts: Iterable[RegistryExtract]) -> RegistryExtract:
    """Of several answers about one firm the gravest, with the listings of all."""
    known = tuple(extracts)
    listings = tuple(dict.fromkeys(listing for extract in known for listing in extract.listings))
    return replace(max(known, key=_gravity), listings=listings)


def _gravity(extract: RegistryExtract) -> tuple[bool, int]:
    return extract.outcome is RegistryOutcome.MISMATCH, GRAVITY.index(extract.status)


def _first_known(said: Agreement, compared: Agreement, whole: Agreement) -> Agreement:
    """The registry's own word on the field, else our comparison, else what its word on the whole implies."""
    if said is not Agreement.UNKNOWN:
        return said
    if compared is not Agreement.UNKNOWN:
        return compared
    return Agreement.MATCH if whole is Agreement.MATCH else Agreement.UNKNOWN


def _name(asked: str, registered: str | None) -> Agreement:
    return _agree(comparable(asked), (comparable(registered or ""),))


def _person(asked: str, registered: str | None) -> Agreement:
    return _agree(comparable(asked), persons(registered or ""))


def _code(asked: str, record: Record) -> Agreement:
    wanted = comparable(asked)
    registered = record.number if len(wanted) == registration_number.LENGTH else record.code
    return _agree(wanted, (comparable(registered or ""),))


def _agree(asked: str, registered: tuple[str, ...]) -> Agreement:
    known = tuple(filter(None, registered))
    if not asked or not known:
        return Agreement.UNKNOWN
    return Agreement.MATCH if asked in known else Agreement.MISMATCH


def _registered(record: Record) -> Registered | None:
    known = Registered(record.name, record.code or record.number, record.person)
    return known if known != Registered() else None

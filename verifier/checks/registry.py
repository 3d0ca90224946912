"""Does a company registry confirm what the applicant declared, and is the firm in good standing?

pass          name, code and person agree, the firm is in operation and on no list, and the data is recent
concern       the registry does not know the firm; it is suspended or moved out; its state is an unknown word
fail          name, code or person differ; the firm is cancelled, revoked or withdrawn; it is on a list
inconclusive  nobody was asked or could answer, the data is old or of an unknown day, or a field is not in it

`unavailable`, `not_found` and `mismatch` stay three codes. A new firm is absent for days; 歇业 is lawful for
up to three years (市场主体登记管理条例 Art. 30); an entry that was removed from a list counts no more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Thresholds
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Measure, Outcome
from verifier.domain.registry import (
    Agreement,
    ListKind,
    Reason,
    RegistryExtract,
    RegistryOutcome,
    RegistryStatus,
)

NAME: Final = "registry"
LAG_MAX: Final = "lag_days_max"


class Code(StrEnum):
    AGREES = "registry_agrees"
    NOT_ASKED = "registry_not_asked"
    UNAVAILABLE = "registry_unavailable"
    NOT_FOUND = "registry_not_found"
    NAME_DIFFERS = "registry_name_differs"
    CODE_DIFFERS = "registry_code_differs"
    PERSON_DIFFERS = "registry_person_differs"
    DIFFERS = "registry_differs"
    SILENT = "registry_field_unknown"
    CANCELLED = "registry_cancelled"
    REVOKED = "registry_revoked"
    WITHDRAWN = "registry_withdrawn"
    SUSPENDED = "registry_suspended"
    MOVED_OUT = "registry_moved_out"
    STATUS_UNCLEAR = "registry_status_unclear"
    ABNORMAL = "registry_abnormal_list"
    SERIOUS = "registry_serious_violation"
    STALE = "registry_stale"
    AGE_UNKNOWN = "registry_age_unknown"


_DIFFERS: Final[Mapping[str, Code]] = {
    "name": Code.NAME_DIFFERS,
    "code": Code.CODE_DIFFERS,
    "person": Code.PERSON_DIFFERS,
}
_STATUS: Final[Mapping[RegistryStatus, tuple[Outcome, Code]]] = {
    RegistryStatus.CANCELLED: (Outcome.FAIL, Code.CANCELLED),
    RegistryStatus.REVOKED: (Outcome.FAIL, Code.REVOKED),
    RegistryStatus.WITHDRAWN: (Outcome.FAIL, Code.WITHDRAWN),
    RegistryStatus.SUSPENDED: (Outcome.CONCERN, Code.SUSPENDED),
    RegistryStatus.MOVED_OUT: (Outcome.CONCERN, Code.MOVED_OUT),
    RegistryStatus.OTHER: (Outcome.CONCERN, Code.STATUS_UNCLEAR),
}
_LISTS: Final = {ListKind.ABNORMAL: Code.ABNORMAL, ListKind.SERIOUS: Code.SERIOUS}


def judge(facts: Facts, thresholds: Thresholds) -> Iterator[Finding]:
    asked = facts.registry()
    if asked is None or asked[1].reason is Reason.NOT_CONFIGURED:
        detail = "No registry is configured, or its answer never came."
        yield _finding(Outcome.INCONCLUSIVE, Code.NOT_ASKED, detail)
        return
    evidence_id, extract = asked
    for finding in _judge(extract, facts, thresholds[LAG_MAX]):
        yield replace(finding, evidence_ids=(evidence_id,))


def _judge(extract: RegistryExtract, facts: Facts, lag_max: float) -> Iterator[Finding]:
    if extract.outcome is RegistryOutcome.UNAVAILABLE:
        detail = f"The registry {extract.provider} could not be asked: {extract.reason}."
        yield _finding(Outcome.INCONCLUSIVE, Code.UNAVAILABLE, detail, str(extract.reason))
        return
    found = [
        *_not_found(extract),
        *_fields(extract, facts),
        *_status(extract),
        *_listings(extract),
        *_age(extract, facts.today, lag_max),
    ]
    yield from found
    if not found:
        detail = f"The registry {extract.provider} of {extract.data_as_of} confirms name, code and person."
        yield _finding(Outcome.PASS, Code.AGREES, detail, str(extract.data_as_of))


def _not_found(extract: RegistryExtract) -> Iterator[Finding]:
    if extract.outcome is RegistryOutcome.NOT_FOUND:
        day = extract.data_as_of or "an unknown day"
        detail = f"The registry {extract.provider} does not know the firm, as of {day}."
        yield _finding(Outcome.CONCERN, Code.NOT_FOUND, detail)


def _fields(extract: RegistryExtract, facts: Facts) -> Iterator[Finding]:
    if extract.outcome is RegistryOutcome.NOT_FOUND:
        return
    for name, agreement in extract.agreements.items():
        typed = getattr(facts.declared, name, None)
        registered = getattr(extract.registered, name, None)
        if agreement is Agreement.MISMATCH:
            detail = f"The registry has the {name} {registered!r}, the applicant declared {typed!r}."
            yield _finding(Outcome.FAIL, _DIFFERS[name], detail, registered, typed)
        elif agreement is Agreement.UNKNOWN and extract.outcome is RegistryOutcome.MATCH:
            yield _finding(
                Outcome.INCONCLUSIVE, Code.SILENT, f"The registry does not say the {name}.", None, name
            )
    whole = extract.outcome is RegistryOutcome.MISMATCH
    if whole and Agreement.MISMATCH not in extract.agreements.values():
        detail = f"The registry {extract.provider} says that what was declared is not so, and not which part."
        yield _finding(Outcome.FAIL, Code.DIFFERS, detail)


def _status(extract: RegistryExtract) -> Iterator[Finding]:
    if extract.status is not None and extract.status in _STATUS:
        outcome, code = _STATUS[extract.status]
        detail = f"The registry has the firm as {extract.raw_status!r}, which means {extract.status}."
        yield _finding(outcome, code, detail, extract.raw_status, str(RegistryStatus.IN_OPERATION))
    elif extract.status is None and extract.outcome is RegistryOutcome.MATCH:
        detail = "The registry does not say whether the firm is in operation."
        yield _finding(Outcome.INCONCLUSIVE, Code.SILENT, detail, None, "status")


def _listings(extract: RegistryExtract) -> Iterator[Finding]:
    for listing in extract.listings:
        if listing.removed is None:
            since, reason = listing.listed or "an unknown day", listing.reason or "not said"
            detail = f"The firm is on the list {str(listing.kind)!r} since {since}; reason: {reason}."
            yield _finding(Outcome.FAIL, _LISTS[listing.kind], detail, str(since))


def _age(extract: RegistryExtract, today: date, lag_max: float) -> Iterator[Finding]:
    lag = extract.lag_days(today)
    if lag is None or lag < 0:
        detail = f"The registry {extract.provider} does not say of which day its data is."
        yield _finding(Outcome.INCONCLUSIVE, Code.AGE_UNKNOWN, detail, None, lag_max)
    elif lag > lag_max:
        detail = f"The registry's data is of {extract.data_as_of}, {lag} days ago."
        yield _finding(Outcome.INCONCLUSIVE, Code.STALE, detail, lag, lag_max)


def _finding(
    outcome: Outcome, code: Code, detail: str, measured: Measure = None, threshold: Measure = None
) -> Finding:
    return Finding(NAME, outcome, code, detail, measured, threshold)


CHECK: Final = Check(NAME, tuple(Code), judge, (LAG_MAX,))

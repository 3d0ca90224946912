"""What a company registry is asked, and what it says. Values only: the check judges them.

`unavailable` (nobody could say), `not_found` (the registry does not know the firm) and `mismatch` (it knows
another) are three different answers, and a value that mixes them cannot be made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

READER: Final = "registry"  # under this name an extract is kept among a case's readings
NOBODY: Final = "none"  # the provider of an answer that nobody gave


class RegistryOutcome(StrEnum):
    MATCH = "match"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class Agreement(StrEnum):
    """One field, asked against registered; unknown where the registry does not say."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


class RegistryStatus(StrEnum):
    """The state of a registration, whatever word the registry has for it (市场主体登记管理条例)."""

    IN_OPERATION = "in_operation"  # 存续, 在营, 开业
    MOVED_OUT = "moved_out"  # 迁出
    CANCELLED = "cancelled"  # 注销
    REVOKED = "revoked"  # 吊销
    WITHDRAWN = "withdrawn"  # 撤销
    SUSPENDED = "suspended"  # 歇业, 停业
    OTHER = "other"


class ListKind(StrEnum):
    ABNORMAL = "abnormal"  # 经营异常名录
    SERIOUS = "serious"  # 严重违法失信名单


class Reason(StrEnum):
    """Why a registry is unavailable."""

    NOT_CONFIGURED = "registry_not_configured"
    SNAPSHOT_DAMAGED = "snapshot_damaged"
    QUESTION_EMPTY = "question_empty"
    BUDGET_SPENT = "budget_spent"
    BUDGET_UNKNOWN = "budget_unknown"
    CIRCUIT_OPEN = "circuit_open"
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    TOO_LARGE = "answer_too_large"
    GARBLED = "answer_garbled"
    VENDOR_ERROR = "vendor_error"


@dataclass(frozen=True, slots=True)
class RegistryQuestion:
    """What the applicant declared; the registry is asked whether it is so."""

    name: str
    code: str
    person: str


@dataclass(frozen=True, slots=True)
class Registered:
    """What the registry has in the places that were asked about."""

    name: str | None = None
    code: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry in one of the public lists; still on it while `removed` is None."""

    kind: ListKind
    listed: date | None
    removed: date | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RegistryExtract:
    """One answer. `raw_status` is the registry's own word, `term` an ISO interval, `reason` why unavailable.

    `data_as_of` is the day that the data describes, None where the provider does not tell.
    """

    outcome: RegistryOutcome
    provider: str
    name: Agreement = Agreement.UNKNOWN
    code: Agreement = Agreement.UNKNOWN
    person: Agreement = Agreement.UNKNOWN
    registered: Registered | None = None
    status: RegistryStatus | None = None
    raw_status: str | None = None
    term: str | None = None
    listings: tuple[Listing, ...] = ()
    data_as_of: date | None = None
    request_id: str | None = None
    billable: bool = False
    reason: Reason | None = None

    def __post_init__(self) -> None:
        for broken in _contradictions(self):
            raise ValueError(broken)

    @property
    def agreements(self) -> dict[str, Agreement]:
        return {"name": self.name, "code": self.code, "person": self.person}

    def lag_days(self, today: date) -> int | None:
        """How old the data is; None where the provider does not tell."""
        return None if self.data_as_of is None else (today - self.data_as_of).days


class Registry(Protocol):
    def configured(self) -> bool:
        """Whether there is anybody to ask, so that asking is worth a task."""
        ...

    def verify(self, question: RegistryQuestion) -> RegistryExtract:
        """What the registry says. Never raises for what goes wrong out there: that is `unavailable`."""
        ...


class NoRegistry:
    """The registry of a service that has none."""

    def configured(self) -> bool:
        return False

    def verify(self, question: RegistryQuestion) -> RegistryExtract:  # noqa: ARG002  the protocol's
        return unavailable(NOBODY, Reason.NOT_CONFIGURED)


def unavailable(provider: str, reason: Reason) -> RegistryExtract:
    """Nobody could say."""
    return RegistryExtract(RegistryOutcome.UNAVAILABLE, provider, reason=reason)


def _contradictions(extract: RegistryExtract) -> Iterator[str]:
    agreed = set(extract.agreements.values())
    about_a_firm = (extract.registered, extract.status, extract.raw_status, extract.term)
    silent = agreed == {Agreement.UNKNOWN} and about_a_firm == (None,) * 4 and not extract.listings
    found = extract.outcome in (RegistryOutcome.MATCH, RegistryOutcome.MISMATCH)
    if (extract.outcome is RegistryOutcome.UNAVAILABLE) != (extract.reason is not None):
        yield "an extract has a reason exactly when it is unavailable"
    if not found and not silent:
        yield f"{extract.outcome} says nothing about a firm"
    if extract.outcome is RegistryOutcome.MATCH and (
        Agreement.MISMATCH in agreed or agreed == {Agreement.UNKNOWN}
    ):
        yield "a match has a field that matches and none that does not"

"""The protocols of the reviewers' work that store and fakes implement; see `ports` for what holds for all.

People of the operator work for several tenants, so a few methods take the tenants that a member of staff may
see; None is all of them. Everything about one case takes its tenant, as everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeAlias

from verifier.domain.case import AccountType, Case
from verifier.domain.escalation import DocumentRequest, Escalation, Note, Risk
from verifier.domain.review_figures import Ended

Tenants: TypeAlias = frozenset[str] | None
"""The tenants whose cases may be seen; None is all."""


class Whose(StrEnum):
    """Of whom escalations are shown, as seen by one member of staff."""

    ANYBODY = "anybody"
    MINE = "mine"
    NOBODY = "nobody"  # not claimed by anybody now


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which escalations: those that wait, unless `ended`; every other member that is set narrows them down.

    `text` is part of a name, in whatever case, or a whole code, identifier or reference; of a text that fits
    very many cases some are enough. `reason` finds what waits alone. `assignee` is who holds it, or had it
    when it ended. `second_word`: those that wait for a second person.
    """

    tenants: Tenants = None
    tenant_id: str | None = None
    account_type: AccountType | None = None
    reason: str | None = None
    risk: Risk | None = None
    whose: Whose = Whose.ANYBODY
    assignee: str | None = None
    overdue: bool = False
    second_word: bool = False
    opened_before: datetime | None = None
    text: str | None = field(default=None, repr=False)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended.

    The queue is ordered by due time, then risk (high first), then id; what has ended the other way round, so
    that the latest comes first.
    """

    due_at: datetime
    risk: Risk
    id: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An escalation with its case, as one line of the queue."""

    escalation: Escalation
    case: Case


@dataclass(frozen=True, slots=True)
class Ageing:
    """How many escalations wait, and how they stand; `by_age` counts them by hours since they were opened."""

    waiting: int
    overdue: int
    claimed: int
    second_word: int
    by_risk: Mapping[Risk, int]
    by_age: Mapping[str, int]
    oldest: datetime | None


class Escalations(Protocol):
    def add(self, escalation: Escalation) -> None:
        """Raises RowRefused when the case has one already that waits."""
        ...

    def get(self, tenant_id: str, escalation_id: str) -> Escalation | None: ...

    def waiting_of(self, tenant_id: str, case_id: str) -> Escalation | None:
        """The one of this case that nobody ended."""
        ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Escalation]:
        """The first first."""
        ...

    def keep(self, escalation: Escalation, *, seen: int) -> bool:
        """Write its changing members if its version is still `seen`; False when somebody else was first.

        Risk, reasons and times of opening and falling due never change. Whoever writes holds the case.
        """
        ...

    def find(self, escalation_id: str, *, tenants: Tenants) -> Escalation | None:
        """By its id alone, among the tenants that may be seen."""
        ...

    def page(
        self, wanted: Wanted, *, me: str, now: datetime, after: Place | None, limit: int
    ) -> Sequence[Waiting]:
        """In the queue's order, after `after`; `me` is who looks."""
        ...

    def next_free(self, wanted: Wanted, *, me: str, now: datetime) -> Escalation | None:
        """The first in the queue's order that nobody holds and whose second word `me` may give."""
        ...

    def ageing(self, wanted: Wanted, *, now: datetime, me: str = "") -> Ageing:
        """Of all that is wanted; `me` is who looks, where Whose asks for it."""
        ...

    def reasons(self, *, tenants: Tenants) -> Sequence[tuple[str, int]]:
        """Each code among those that wait, and of how many; the most frequent first."""
        ...


class Notes(Protocol):
    def add(self, note: Note) -> None: ...
    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Note]:
        """The first first."""
        ...


class DocumentRequests(Protocol):
    def add(self, request: DocumentRequest) -> None: ...
    def of_case(self, tenant_id: str, case_id: str) -> Sequence[DocumentRequest]:
        """The first first."""
        ...

    def answer(self, tenant_id: str, case_id: str, at: datetime) -> None:
        """Note that what was asked for was handed in."""
        ...


@dataclass(frozen=True, slots=True)
class SavedView:
    """A member's own name for a way to look at the queue; `query` is the address's query string."""

    id: str
    staff_id: str
    name: str = field(repr=False)
    query: str = field(repr=False)


class SavedViews(Protocol):
    def keep(self, view: SavedView) -> None:
        """In place of the member's earlier one of that name."""
        ...

    def of(self, staff_id: str) -> Sequence[SavedView]:
        """By name."""
        ...

    def remove(self, staff_id: str, view_id: str) -> None: ...


class Seen(StrEnum):
    """What a member of staff looked at."""

    CASE = "case"
    REVEALED = "revealed"  # a masked value, with a reason
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Viewing:
    """One look. `what` is a field or picture by our own word; `reason` is the code of a reveal's reason."""

    id: str
    staff_id: str
    tenant_id: str
    case_id: str
    seen: Seen
    at: datetime
    what: str = ""
    reason: str = ""
    words: str = field(default="", repr=False)


class Viewings(Protocol):
    def add(self, viewing: Viewing) -> None: ...
    def revealed(self, staff_id: str, tenant_id: str, case_id: str, *, since: datetime) -> Sequence[str]:
        """What this member has revealed of this case since then, by `what`."""
        ...

    def count(self, staff_id: str, seen: Seen, *, since: datetime) -> int:
        """Of cases, how many different ones; of reveals, how many."""
        ...

    def idle_reveals(self, staff_id: str, *, since: datetime) -> int:
        """Reveals in cases whose escalations this member neither held nor ended."""
        ...

    def of_staff(
        self, staff_id: str, *, since: datetime, until: datetime, tenants: Tenants, limit: int
    ) -> Sequence[Viewing]:
        """What one member looked at from then to `until`, both included; newest first."""
        ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Viewing]:
        """The first first."""
        ...


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a lead or auditor should look at: unusual viewing, by which rule of the policy."""

    id: str
    staff_id: str
    rule: str
    at: datetime
    measured: int
    threshold: int
    settled_by: str | None = None
    settled_at: datetime | None = None
    words: str = field(default="", repr=False)


class Alerts(Protocol):
    def add(self, alert: Alert) -> None: ...
    def latest(self, staff_id: str, rule: str) -> Alert | None: ...
    def get(self, alert_id: str) -> Alert | None: ...
    def page(self, *, open_only: bool, before: str | None, limit: int) -> Sequence[Alert]:
        """Newest first."""
        ...

    def settle(self, alert: Alert) -> bool:
        """Write who looked at it; False when somebody did already."""
        ...


class Oversight(Protocol):
    """Looking back over many cases, for those who lead and inspect."""

    def ended(
        self, *, tenants: Tenants, since: datetime, until: datetime | None = None, limit: int | None = None
    ) -> Iterable[Ended]:
        """Escalations that people ended since then and before `until`, the newest first.

        However many, a part of them is in memory at a time; `limit` None is all.
        """
        ...

    def decided_cases(
        self, *, tenants: Tenants, since: datetime | None, before: str | None, limit: int
    ) -> Sequence[Case]:
        """Cases that were decided or escalated, opened since then; newest first, by id, after `before`."""
        ...

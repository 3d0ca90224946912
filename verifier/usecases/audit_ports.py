"""The protocol behind the audit chain. Entries are added and read; there is no method to change one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from verifier.domain.audit import Deed
from verifier.domain.audit_chain import Beginning, ChainKeys, Entry, Head, Link


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries: every member that is set narrows them down. Moments are spelled as entries have them."""

    actor: str | None = None
    action: str | None = None
    subject: str | None = None
    since: str | None = None
    until: str | None = None  # before it


class Audit(Protocol):
    def append(self, tenant_id: str, deeds: Sequence[Deed], at: datetime) -> Sequence[Entry]:
        """Hang the deeds, at least one, on the end of the tenant's chain. Hold the tenant first.

        Raises RowRefused. Where the end is not as it was left, a deed that says so comes before them.
        """
        ...

    def holds(self, tenant_id: str, deed: Deed, *, since: datetime) -> bool:
        """Whether this very deed was recorded since then."""
        ...

    def head(self, tenant_id: str) -> Head | None: ...

    def tenants(self) -> Sequence[str]:
        """Every tenant that there is, and every other name under which something is recorded; sorted."""
        ...

    def entries(
        self, tenant_id: str, *, first: int | None = None, last: int | None = None
    ) -> Iterable[Entry]:
        """The tenant's chain from its beginning or `first` to its end or `last`, as it is stored.

        However long it is, a part of it is in memory at a time.
        """
        ...

    def of_subject(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[Entry]:
        """What was done to one thing, newest first."""

    def about(self, tenant_id: str, subject: str) -> Sequence[Entry]:
        """The entries on this subject, in order."""
        ...

    def search(self, tenant_id: str, sought: Sought, *, before: int | None, limit: int) -> Sequence[Entry]:
        """The last of the tenant's entries first, those that stand before entry number `before`."""
        ...

    def span(self, tenant_id: str, *, since: str | None, until: str | None) -> tuple[int, int] | None:
        """The first entry made at `since` or later and the last made before `until`; None without any.

        Moments are spelled as entries have them.
        """
        ...

    def beginning(self, tenant_id: str) -> Beginning | None:
        """After which place the chain begins; None where nothing was purged of it."""
        ...

    def old(self, tenant_id: str, before: datetime) -> tuple[Link, int] | None:
        """The place up to which all entries were made before then, and how many there are; None if none.

        Never the last entry: a chain keeps its end.
        """
        ...

    def begin_after(self, beginning: Beginning) -> None:
        """Have the chain begin after this place; what lies before may then be removed. Hold the tenant."""
        ...

    def remove_begun(self, tenant_id: str, *, limit: int) -> int:
        """Remove entries that lie before the chain's beginning, the oldest first; how many."""
        ...

    def keys(self, tenant_id: str) -> ChainKeys:
        """What signs the tenant's chain. For the operator's commands alone."""
        ...

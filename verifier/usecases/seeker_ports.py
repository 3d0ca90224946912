"""The protocols of seekers, grants and reads that store and fakes implement; see `ports` for what holds."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from verifier.domain.resume_grant import Complaint, Grant, Seeker, SeekerLink
from verifier.domain.resume_read import Pace, ReadWish, ResumeRead
from verifier.usecases.review_ports import Tenants


class Seekers(Protocol):
    def add(self, seeker: Seeker) -> None:
        """Raises RowRefused for a reference that the tenant has already."""
        ...

    def get(self, tenant_id: str, seeker_id: str) -> Seeker | None: ...
    def of_reference(self, tenant_id: str, reference: str) -> Seeker | None: ...


class Grants(Protocol):
    def add(self, grant: Grant) -> None: ...
    def get(self, tenant_id: str, grant_id: str) -> Grant | None: ...

    def find(self, tenant_id: str, wishes: Sequence[ReadWish]) -> Sequence[str | None]:
        """The ids of the grants that wishes by the seeker's reference go by: the newest that covers each.

        One that stands goes before one that was withdrawn.
        """
        ...

    def hold(self, tenant_id: str, grant_ids: Sequence[str]) -> Sequence[Grant]:
        """These, in order, which nobody else may hold or change until this transaction ends.

        Hold a recruiter and an employer before, the tenant after.
        """
        ...

    def keep(self, grant: Grant) -> None:
        """Write its end; it must be held."""
        ...

    def standing(self, tenant_id: str, seeker_id: str, limit: int) -> Sequence[str]:
        """The ids of grants that were not withdrawn, the oldest first."""
        ...

    def of_seeker(self, tenant_id: str, seeker_id: str) -> Sequence[Grant]:
        """Newest first, at most two hundred."""
        ...


@dataclass(frozen=True, slots=True)
class Marked:
    """A read whose text was marked, as tracing needs it: `length` in characters of that text."""

    read_id: str
    length: int


@dataclass(frozen=True, slots=True)
class Reader:
    """A recruiter who read a seeker's résumé for an employer."""

    seeker_id: str
    employer_id: str
    recruiter_id: str


class ResumeReads(Protocol):
    def add(self, *reads: ResumeRead) -> None: ...
    def get(self, tenant_id: str, read_id: str) -> ResumeRead | None: ...

    def contact(self, tenant_id: str, read_id: str, at: datetime) -> bool:
        """Note that the seeker was contacted; False when that was noted before."""
        ...

    def mark(self, tenant_id: str, read_id: str, at: datetime, length: int) -> None:
        """Note that its text was marked, and how long that is."""
        ...

    def paces(self, tenant_id: str, recruiter_ids: Sequence[str], now: datetime) -> Mapping[str, Pace]:
        """Of each of them."""
        ...

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str], since: datetime) -> Mapping[str, int]:
        """How many were allowed to each of them since then."""
        ...

    def readers(
        self, tenant_id: str, seeker_ids: Sequence[str], employer_ids: Sequence[str], since: datetime
    ) -> Set[Reader]:
        """Who of these employers read a résumé of one of these seekers since then."""
        ...

    def of_grant(self, tenant_id: str, grant_id: str, limit: int) -> Sequence[ResumeRead]:
        """Those that were allowed by it, newest first, without their findings."""
        ...

    def of_seeker(
        self, tenant_id: str, seeker_id: str, *, before: str | None, limit: int
    ) -> Sequence[ResumeRead]:
        """Those that were allowed, newest first, without their findings."""
        ...

    def marked(self, tenant_id: str, length_min: int) -> Iterator[Marked]:
        """Every read of the tenant whose text was marked and has at least so many characters."""
        ...

    def by_alias(self, tenant_id: str | None, alias_hash: str) -> Sequence[ResumeRead]:
        """Those that gave out this alias, of one tenant or of all."""
        ...

    def marking_key(self, tenant_id: str) -> bytes:
        """Under which the tenant's texts are marked; it outlives every change of the master key."""
        ...


class SeekerLinks(Protocol):
    def add(self, link: SeekerLink, token_hash: str) -> None: ...
    def by_token(self, token_hash: str) -> SeekerLink | None: ...


class Complaints(Protocol):
    def add(self, complaint: Complaint) -> None: ...
    def find(self, complaint_id: str, *, tenants: Tenants) -> Complaint | None: ...
    def page(
        self, *, tenants: Tenants, open_only: bool, before: str | None, limit: int
    ) -> Sequence[Complaint]:
        """Newest first."""
        ...

    def settle(self, complaint: Complaint) -> bool:
        """Write who looked at it; False when somebody did already."""
        ...

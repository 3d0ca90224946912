"""The protocol behind purges, erasures and receipts, which the store implements."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from verifier.domain.retention import Item, Receipt, Removed


class Retention(Protocol):
    def over(self, item: Item, tenant_id: str, before: datetime) -> int:
        """How many of the tenant's items ended before this moment; of templates how many might have."""
        ...

    def is_due(self, item: Item, tenant_id: str, before: datetime) -> bool:
        """Whether `remove` might find anything; a look that waits for nobody."""
        ...

    def remove(self, item: Item, tenant_id: str, before: datetime, *, after: str, limit: int) -> Removed:
        """Take out items that ended before this moment, by name, those after `after`.

        What another transaction holds is left for the next time.
        """
        ...

    def erase_case(self, tenant_id: str, case_id: str) -> Removed:
        """Take the person out of a held case: files, readings, and what was declared and found in words.

        The case's states and the decisions' outcomes and codes stay; a case that was never decided goes.
        """
        ...

    def erase_recruiter(self, tenant_id: str, recruiter_id: str) -> Removed:
        """Take the person out of a held recruiter: films' measures, words, devices, the site's reference."""
        ...

    def erase_employer(self, tenant_id: str, employer_id: str) -> Removed:
        """Take what ties a held employer to anybody: reference, scope, traits, words, findings, devices."""
        ...

    def erase_seeker(self, tenant_id: str, seeker_id: str) -> Removed:
        """Take what tells who a seeker is: references, words, links and aliases."""
        ...

    def cases_of(self, tenant_id: str, employer_id: str) -> Sequence[str]:
        """Every case of the employer."""
        ...

    def rows_of(self, tenant_id: str, subject_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """All that is kept of a case, a recruiter or an employer, as tables and rows; no keys and seals."""
        ...

    def keep_receipt(self, receipt: Receipt) -> None: ...
    def receipts(self, tenant_id: str, *, after: str = "", limit: int = 100) -> Sequence[Receipt]:
        """In the order in which they were made."""
        ...

    def evidence_time(self, tenant_id: str) -> timedelta | None:
        """The tenant's own, shorter time for evidence, if it chose one."""
        ...

    def choose_evidence_time(self, tenant_id: str, time: timedelta | None) -> None: ...
    def names(self, tenant_id: str) -> Iterator[str]:
        """Every file that a row of the tenant's names, by its SHA-256, in order."""
        ...

    def is_named(self, tenant_id: str, sha256: str) -> bool:
        """Whether a row of the tenant's names this file."""
        ...

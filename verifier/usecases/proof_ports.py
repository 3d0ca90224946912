"""The protocols of proofs that store and fakes implement; see `ports` for what holds for all of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from verifier.domain.proof import ApplicantLink, Proof
from verifier.usecases.review_ports import Tenants


class Proofs(Protocol):
    """Whoever changes a proof holds its employer."""

    def add(self, proof: Proof) -> None: ...
    def get(self, tenant_id: str, proof_id: str) -> Proof | None: ...

    def find(self, proof_id: str, *, tenants: Tenants) -> Proof | None:
        """By its id alone, among the tenants that somebody may see."""
        ...

    def some(self, tenant_id: str, proof_ids: Collection[str]) -> Mapping[str, Proof]:
        """Those of these ids that there are, by their ids."""
        ...

    def keep(self, *proofs: Proof) -> None:
        """Write what changed."""
        ...

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Proof]:
        """Newest first, at most a hundred."""
        ...

    def in_force(self, tenant_id: str, employer_ids: Sequence[str], now: datetime) -> Sequence[Proof]:
        """Those of these employers that prove something now; with findings where they are a recruiter's own.

        The gate asks this for every permit and needs no others: what stands for a face goes by these.
        """
        ...

    def in_review(self, *, tenants: Tenants, after: str | None, limit: int) -> Sequence[Proof]:
        """Oldest first; `after` is the id that the last page ended with."""
        ...

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[Proof]:
        """Open and pending ones whose time is over."""
        ...


class ApplicantLinks(Protocol):
    def add(self, link: ApplicantLink, token_hash: str) -> None: ...
    def by_token(self, token_hash: str) -> ApplicantLink | None: ...

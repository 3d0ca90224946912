"""The protocols of the gate that store and fakes implement; see `ports` for what holds for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from verifier.domain.employer import Employer, Membership
from verifier.domain.gate import Block, Link, TraitKind
from verifier.domain.permit import Permit


class Employers(Protocol):
    def add(self, employer: Employer) -> None:
        """Raises RowRefused for a reference that the tenant has already."""
        ...

    def get(self, tenant_id: str, employer_id: str) -> Employer | None: ...
    def of_reference(self, tenant_id: str, reference: str) -> Employer | None: ...

    def hold(self, tenant_id: str, employer_id: str) -> Employer | None:
        """The employer, which nobody else may hold or change until this transaction ends. Before the tenant."""
        ...

    def keep(self, employer: Employer) -> None:
        """Write what changed; the employer must be held."""
        ...

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Employer]:
        """Newest first; `before` is the id that the last page ended with."""
        ...


class Memberships(Protocol):
    def keep(self, membership: Membership) -> None:
        """Add it, or write its end. Raises RowRefused for an employer or recruiter that is not there."""
        ...

    def get(self, tenant_id: str, employer_id: str, recruiter_id: str) -> Membership | None: ...
    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Membership]:
        """By when they joined."""
        ...

    def of_recruiter(self, tenant_id: str, recruiter_id: str) -> Sequence[Membership]: ...


class Permits(Protocol):
    def add(self, permit: Permit) -> None: ...
    def get(self, tenant_id: str, permit_id: str) -> Permit | None: ...

    def redeem(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        """Note that it was used; False when it was used, revoked or has expired by then."""
        ...

    def revoke(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        """False when it was used, revoked or has expired by then."""
        ...

    def revoke_all(
        self, tenant_id: str, *, at: datetime, employer_id: str | None, recruiter_id: str | None
    ) -> int:
        """Every permit in force of an employer, or of a recruiter; how many."""
        ...

    def device_known(self, tenant_id: str, recruiter_id: str, device: str) -> bool:
        """Whether the recruiter redeemed a permit from this device before."""
        ...


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: signs from `active_from` until the next key does, is published until `published_until`."""

    id: str  # the JWK's `kid`
    private: bytes = field(repr=False)  # 32 bytes
    public: bytes
    created_at: datetime
    active_from: datetime
    published_until: datetime | None = None


class SigningKeys(Protocol):
    """The service's own keys, of no tenant; the private halves are kept sealed."""

    def add(self, key: SigningKey) -> None: ...
    def all(self) -> Sequence[SigningKey]:
        """By `active_from`."""
        ...

    def retire(self, key_id: str, published_until: datetime) -> None: ...


class AccountTraits(Protocol):
    """What employers' accounts are known by. Values are personal data: none is kept in plain, marks are."""

    def keep(
        self, tenant_id: str, employer_id: str, traits: Mapping[TraitKind, Sequence[str]], at: datetime
    ) -> None:
        """Note them; those that are there already stay as they are."""
        ...

    def links(self, tenant_id: str, employer_id: str, *, since: datetime | None) -> Sequence[Link]:
        """What it shares with other employers of the tenant, first shared after `since`."""
        ...

    def forget(self, tenant_id: str, employer_id: str) -> None: ...


class Blocks(Protocol):
    """The block list, by marks of traits; it does not know whom it names."""

    def add(self, tenant_id: str, block: Block, value: str) -> None: ...
    def get(self, tenant_id: str, block_id: str) -> Block | None: ...
    def of_employer(
        self, tenant_id: str, employer_id: str, *, also: Mapping[TraitKind, str]
    ) -> Sequence[Block]:
        """Entries that a trait of the employer is on, or one of these values."""
        ...

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Block]: ...
    def keep(self, tenant_id: str, block: Block) -> None:
        """Write its end or its appeal."""
        ...

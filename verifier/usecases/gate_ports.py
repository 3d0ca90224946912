"""The protocols of the gate that store and fakes implement; see `ports` for what holds for all of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from verifier.domain.account_traits import AccountTraits, Block, Link, TraitKind
from verifier.domain.employer import Employer, Entry, Membership
from verifier.domain.face_session import Recruiter
from verifier.domain.permit import Permit
from verifier.domain.screening import Background, JobText, ScreeningResult


class Unasked(Exception):
    """What the gate asks outside its own store could not be told just now; its rule is then inconclusive."""


class Screener(Protocol):
    @property
    def version(self) -> str: ...
    def screen(self, job: JobText, known: Background) -> ScreeningResult:
        """What the text speaks of. Raises Unasked when that cannot be told just now."""
        ...


class NoScreener(Screener):
    """Screens nothing and says so: every wish is answered as the policy says for an outage."""

    version = "none"

    def screen(self, _job: JobText, _known: Background) -> ScreeningResult:
        raise Unasked


class Employers(Protocol):
    def add(self, employer: Employer) -> None:
        """Raises RowRefused for a reference that the tenant has already."""
        ...

    def get(self, tenant_id: str, employer_id: str) -> Employer | None: ...
    def some(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Employer]:
        """Those of these ids that there are, by their ids."""
        ...

    def of_reference(self, tenant_id: str, reference: str) -> Employer | None: ...

    def hold(self, tenant_id: str, employer_id: str) -> Employer | None:
        """The employer, which nobody else may hold or change until this transaction ends.

        Hold a case or a recruiter before it, the tenant after it; of several, the lesser id first.
        """
        ...

    def hold_all(self, tenant_id: str, employer_ids: Sequence[str]) -> Sequence[Employer]:
        """As `hold`, those of them that there are, in the order of their ids."""
        ...

    def keep(self, employer: Employer) -> None:
        """Write what changed; the employer must be held."""
        ...

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Employer]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def note(self, *entries: Entry) -> None:
        """Add lines to their records. Raises RowRefused for an employer that is not there."""
        ...

    def record(self, tenant_id: str, employer_id: str, *, before: str | None, limit: int) -> Sequence[Entry]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def last_lines(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, str]:
        """The id of the newest line of each that has one, by the employer's id."""
        ...


class Memberships(Protocol):
    def keep(self, membership: Membership) -> None:
        """Add it, or write its beginning or end anew. Raises RowRefused for whom there is not."""
        ...

    def get(self, tenant_id: str, employer_id: str, recruiter_id: str) -> Membership | None: ...
    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Membership]:
        """By when they joined, those who left too."""
        ...

    def of_recruiter(self, tenant_id: str, recruiter_id: str) -> Sequence[Membership]:
        """By when they joined, those that ended too."""
        ...


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be posted by whom; `device` and `job_digest` as a permit has them."""

    employer_id: str
    recruiter_id: str
    device: str | None
    job_digest: str


@dataclass(frozen=True, slots=True)
class Poster:
    """A recruiter who wishes to post, as GateFacts has them; `enrolled`: whether their face is.

    `face_session_id` is the session whose end `face_at` is.
    """

    recruiter: Recruiter
    membership: Membership | None
    enrolled: bool
    face_at: datetime | None
    face_spent: bool
    in_review: bool
    device_known: bool | None
    text_cleared: bool
    face_session_id: str | None = None


class Posters(Protocol):
    def of(self, tenant_id: str, postings: Sequence[Posting]) -> Sequence[Poster | None]:
        """All that the gate asks of each posting's recruiter, in one look; None where there is none."""
        ...


class Permits(Protocol):
    def add(self, *permits: Permit) -> None:
        """Keep them. The employers and recruiters that they name need not be there: the answer is then no."""
        ...

    def get(self, tenant_id: str, permit_id: str) -> Permit | None: ...

    def redeem(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        """Note that it was used; False when it was used, revoked, has expired by then or never allowed."""
        ...

    def revoke(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        """False when it was used, revoked, has expired by then or never allowed."""
        ...

    def revoke_all(
        self, tenant_id: str, *, at: datetime, employer_id: str, recruiter_id: str | None = None
    ) -> int:
        """Every permit in force of an employer, or of a recruiter there; how many."""
        ...

    def clear_text(self, tenant_id: str, permit_id: str, at: datetime) -> bool:
        """Note that a person let its text pass; False for a permit that is not there."""
        ...


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key: signs from `active_from` until the next does, is published until `published_until`."""

    id: str  # the JWK's `kid`
    private: bytes = field(repr=False)  # 32 bytes
    public: bytes
    created_at: datetime
    active_from: datetime
    published_until: datetime | None = None

    def is_published(self, now: datetime) -> bool:
        return self.published_until is None or now < self.published_until


class SigningKeys(Protocol):
    """The service's own keys, of no tenant; the private halves are kept sealed."""

    def add(self, key: SigningKey) -> None: ...
    def all(self) -> Sequence[SigningKey]:
        """By `active_from`, then by id."""
        ...

    def retire(self, key_id: str, published_until: datetime) -> None:
        """Write until when it is published."""
        ...


@dataclass(frozen=True, slots=True)
class KnownTrait:
    """A trait of an employer by its mark, a keyed hash; `since` is when it was first known by it."""

    kind: TraitKind
    mark: bytes
    since: datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """A mark to look for among other employers: those that got it after `after` and not later than `upto`."""

    kind: TraitKind
    mark: bytes
    after: datetime | None = None
    upto: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose links are looked for, by which marks."""

    employer_id: str
    sought: tuple[Sought, ...]


class KnownTraits(Protocol):
    """What employers' accounts are known by. Values are personal data: none is kept in plain, marks are."""

    def mark(self, tenant_id: str, kind: TraitKind, value: str) -> bytes:
        """By which a comparable value is kept: the same for the same of one tenant, guessable by nobody."""
        ...

    def keep(self, tenant_id: str, employer_id: str, traits: AccountTraits, at: datetime) -> None:
        """Note them; those that are there already stay as they are. Raises RowRefused."""
        ...

    def keep_all(self, tenant_id: str, known_by: Mapping[str, AccountTraits], at: datetime) -> None:
        """The same of several employers, by their ids."""
        ...

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[KnownTrait]:
        """By kind, then by mark."""
        ...

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str]) -> Mapping[str, Sequence[KnownTrait]]:
        """The same of each that has any."""
        ...

    def shared(self, tenant_id: str, asked: Sequence[Asked]) -> Sequence[Sequence[Link]]:
        """For each, which of its marks other employers of the tenant have: one link a kind, in order."""
        ...

    def owners(self, tenant_id: str, marks: Collection[bytes]) -> Mapping[bytes, Sequence[str]]:
        """The ids of the employers that are known by each mark, in order; not of marks that nobody has."""
        ...

    def forget(self, tenant_id: str, employer_id: str) -> None: ...


class Blocks(Protocol):
    """The block list, by marks of traits; it does not know whom it names."""

    def add(self, tenant_id: str, block: Block, mark: bytes) -> None:
        """Raises RowRefused."""
        ...

    def get(self, tenant_id: str, block_id: str) -> Block | None: ...
    def on(self, tenant_id: str, marks: Sequence[bytes]) -> Sequence[Block]:
        """Entries on these marks that nobody lifted, run out or not, by id."""
        ...

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Block]:
        """Newest first, lifted ones too; `before` is the id that the last page ended with."""
        ...

    def keep(self, tenant_id: str, block: Block) -> None:
        """Write its appeal or its end."""
        ...

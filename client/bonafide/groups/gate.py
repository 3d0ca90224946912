# mypy: disable-error-code="empty-body"
"""Employers, permits to post, and the block list."""

from collections.abc import Sequence
from datetime import datetime

from bonafide.answers.enums import AccountType
from bonafide.answers.gate import (
    Block,
    Employer,
    EmployerSummary,
    KeySet,
    Link,
    Membership,
    NewPermit,
    Permit,
    TimelineEntry,
)
from bonafide.answers.gate_enums import Ground, ListableKind, StopState, TraitKind
from bonafide.answers.pages import Items, Page
from bonafide.answers.retention import Erasure, PersonalData
from bonafide.asked import Job, KnownBy
from bonafide.calls import Group, R, delete, get, listing, post


class Employers(Group[R]):
    """Accounts of employers: their state, their recruiters, their record."""

    @post("/v1/employers")
    def open(
        self,
        *,
        reference: str,
        account_type: AccountType,
        known_by: KnownBy | None = None,
        idempotency_key: str | None = None,
    ) -> EmployerSummary:
        """Open an employer by your own key for it."""

    @listing("/v1/employers")
    def list(
        self, *, reference: str | None = None, limit: int | None = None, cursor: str | None = None
    ) -> Page[EmployerSummary]:
        """Your employers, newest first; `limit` is of a page, 1 to 100."""

    @get("/v1/employers/{employer_id}")
    def read(self, employer_id: str) -> Employer:
        """Everything known of an employer."""

    @listing("/v1/employers/{employer_id}/timeline")
    def timeline(
        self, employer_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> Page[TimelineEntry]:
        """Its record, newest first, every line with who did it."""

    @post("/v1/employers/{employer_id}/recruiters")
    def join(self, employer_id: str, *, recruiter_id: str, idempotency_key: str | None = None) -> Membership:
        """A recruiter joins."""

    @delete("/v1/employers/{employer_id}/recruiters/{recruiter_id}")
    def leave(self, employer_id: str, recruiter_id: str) -> None:
        """A recruiter leaves; their permits there end."""

    @post("/v1/employers/{employer_id}/stop")
    def stop(
        self,
        employer_id: str,
        *,
        state: StopState,
        reviewer: str,
        words: str,
        idempotency_key: str | None = None,
    ) -> EmployerSummary:
        """A person stops it."""

    @post("/v1/employers/{employer_id}/restoration")
    def restore(
        self, employer_id: str, *, reviewer: str, words: str, idempotency_key: str | None = None
    ) -> EmployerSummary:
        """A person ends its stop or its review."""

    @post("/v1/employers/{employer_id}/reopening")
    def reopen(
        self, employer_id: str, *, ground: Ground, idempotency_key: str | None = None
    ) -> EmployerSummary:
        """Have it looked at again."""

    @post("/v1/employers/{employer_id}/appeal")
    def appeal(self, employer_id: str, *, words: str, idempotency_key: str | None = None) -> EmployerSummary:
        """Appeal against its stop."""

    @get("/v1/employers/{employer_id}/links")
    def links(self, employer_id: str) -> Items[Link]:
        """What it shares with older accounts and nobody cleared."""

    @post("/v1/employers/{employer_id}/links-clearance")
    def clear_links(
        self, employer_id: str, *, reviewer: str, words: str, idempotency_key: str | None = None
    ) -> EmployerSummary:
        """A person found that lawful."""

    @post("/v1/employers/{employer_id}/blocks")
    def block(
        self,
        employer_id: str,
        *,
        reason: str,
        until: datetime,
        reviewer: str,
        kinds: Sequence[TraitKind] | None = None,
        idempotency_key: str | None = None,
    ) -> Items[Block]:
        """List what it is known by: all of it, or these `kinds`."""

    @get("/v1/employers/{employer_id}/personal-data")
    def personal_data(self, employer_id: str) -> PersonalData:
        """All that is kept, with sources, purposes and how long each stays."""

    @delete("/v1/employers/{employer_id}/personal-data")
    def erase(self, employer_id: str) -> Erasure:
        """Erase it, for good. What has to stay is named, and until when."""


class Permits(Group[R]):
    """May this recruiter post this job now? Without an `allow`, publish nothing."""

    @post("/v1/posting-permits")
    def ask(
        self,
        *,
        employer_id: str,
        recruiter_id: str,
        job: Job,
        device: str | None = None,
        network: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewPermit:
        """Ask the moment they press *publish*, with the job as it will be published."""

    @get("/v1/posting-permits/{permit_id}")
    def read(self, permit_id: str) -> Permit:
        """The answer again, without its token."""

    @post("/v1/posting-permits/{permit_id}/redemption")
    def redeem(
        self,
        permit_id: str,
        *,
        employer_id: str | None = None,
        recruiter_id: str | None = None,
        job: Job | None = None,
        device: str | None = None,
        idempotency_key: str | None = None,
    ) -> Permit:
        """Use it, once, just before you publish. What you say is compared with what it was given for.

        Raises Conflict (`permit_spent`, `permit_foreign`): then publish nothing.
        """

    @delete("/v1/posting-permits/{permit_id}")
    def revoke(self, permit_id: str) -> None:
        """Take it back before it is used."""

    @post("/v1/posting-permits/{permit_id}/text-clearance")
    def clear_text(
        self, permit_id: str, *, reviewer: str, words: str, idempotency_key: str | None = None
    ) -> Permit:
        """A person lets that very text be posted by this employer."""

    @get("/.well-known/jwks.json")
    def key_set(self) -> KeySet:
        """The public keys that tokens verify with. `PermitVerifier` does that for you."""


class Blocks(Group[R]):
    """The block list, which holds whatever the registration."""

    @post("/v1/blocks")
    def add(
        self,
        *,
        kind: ListableKind,
        value: str,
        reason: str,
        until: datetime,
        reviewer: str,
        idempotency_key: str | None = None,
    ) -> Block:
        """List a value until a moment. `reason` is a code of yours: small letters, digits, underscores."""

    @listing("/v1/blocks")
    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Page[Block]:
        """Your blocks, newest first; `limit` is of a page, 1 to 100."""

    @get("/v1/blocks/{block_id}")
    def read(self, block_id: str) -> Block:
        """One of them."""

    @post("/v1/blocks/{block_id}/appeal")
    def appeal(self, block_id: str, *, idempotency_key: str | None = None) -> Block:
        """Appeal against it; a person answers."""

    @post("/v1/blocks/{block_id}/lifting")
    def lift(self, block_id: str, *, reviewer: str, words: str, idempotency_key: str | None = None) -> Block:
        """A person ends it."""

    @post("/v1/blocks/{block_id}/upholding")
    def uphold(
        self, block_id: str, *, reviewer: str, words: str, idempotency_key: str | None = None
    ) -> Block:
        """A person lets it stand."""

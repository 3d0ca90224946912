"""The protocols of staff and their sign-in that store and fakes implement; see `ports`.

Staff belong to the operator, so nothing here takes a tenant. Tokens come as hashes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from verifier.domain.staff import Passkey, StaffMember, StaffSession, Stage, Ticket


class Staff(Protocol):
    def add(self, member: StaffMember) -> None:
        """Raises RowRefused for a name that somebody has already."""
        ...

    def get(self, member_id: str) -> StaffMember | None: ...
    def by_name(self, name: str) -> StaffMember | None: ...

    def hold(self, member_id: str) -> StaffMember | None:
        """The member, whom nobody else may hold or change until this transaction ends."""
        ...

    def everyone(self) -> Sequence[StaffMember]:
        """By name, those who were disabled too."""
        ...

    def change(self, member: StaffMember) -> None:
        """Keep the member as given, in place of what was kept under their id. Hold them first."""
        ...


@dataclass(frozen=True, slots=True)
class Totp:
    """A seed of one-time codes, in base32, and the number of the last step whose code was used."""

    seed: str
    last_step: int


class Credentials(Protocol):
    """What members prove themselves with. Seeds are kept encrypted, passwords and codes as hashes."""

    def password(self, member_id: str) -> str | None:
        """The password's hash as argon2 spells it."""
        ...

    def set_password(self, member_id: str, password_hash: str | None) -> None: ...
    def totp(self, member_id: str) -> Totp | None: ...
    def set_totp(self, member_id: str, totp: Totp | None) -> None: ...

    def use_step(self, member_id: str, step: int) -> bool:
        """Note that the code of this step was used; False when it, or a later one, was used before."""
        ...

    def set_codes(self, member_id: str, hashes: Sequence[str]) -> None:
        """Keep these recovery codes in place of all earlier ones."""
        ...

    def use_code(self, member_id: str, code_hash: str, at: datetime) -> bool:
        """Spend a recovery code; False when there is none such, or it was spent."""
        ...

    def codes_left(self, member_id: str) -> int: ...

    def add_passkey(self, passkey: Passkey) -> None:
        """Raises RowRefused for one that is registered already."""
        ...

    def passkeys(self, member_id: str) -> Sequence[Passkey]:
        """In the order in which they were added."""
        ...

    def use_passkey(self, passkey_id: str, count: int, at: datetime) -> None: ...
    def remove_passkey(self, member_id: str, passkey_id: str) -> bool: ...


class StaffSessions(Protocol):
    def add(self, session: StaffSession, token_hash: str) -> None: ...
    def by_token(self, token_hash: str) -> StaffSession | None: ...

    def open_of(self, member_id: str, stage: Stage) -> Sequence[StaffSession]:
        """Those of this stage that nobody ended, the newest first; some may have run out."""
        ...

    def note(self, session_id: str, *, at: datetime, unless_since: datetime) -> bool:
        """Note that it was used; False when that was noted since then."""
        ...

    def end(self, member_id: str, session_id: str, at: datetime) -> bool:
        """False when there is none such that is open."""
        ...

    def end_all(self, member_id: str, at: datetime, *, but: str | None = None) -> None: ...

    def keep_seed(self, session_id: str, seed: str | None) -> None:
        """The seed that is being set up in this session, encrypted."""
        ...

    def seed(self, session_id: str) -> str | None: ...

    def keep_challenge(self, session_id: str, challenge: bytes) -> None:
        """What an authenticator has to sign in this session, in place of any earlier one."""
        ...

    def take_challenge(self, session_id: str) -> bytes | None:
        """The challenge, which is then gone, so that one signature counts once."""
        ...


class Tickets(Protocol):
    def add(self, ticket: Ticket, token_hash: str) -> None: ...
    def by_token(self, token_hash: str) -> Ticket | None: ...

    def use(self, token_hash: str, at: datetime) -> bool:
        """False when it was used before."""
        ...

    def drop_of(self, member_id: str) -> None:
        """Remove the member's links, used or not."""
        ...


class SignInFailures(Protocol):
    """When sign-ins failed, by what was tried: a name or an address, kept as keyed marks only."""

    def note(self, kind: str, value: str, at: datetime) -> None: ...

    def since(self, kind: str, value: str, since: datetime) -> Sequence[datetime]:
        """Oldest first."""
        ...

    def clear(self, kind: str, value: str) -> None: ...
    def forget(self, before: datetime) -> None: ...


class ProviderAway(Exception):
    """The identity provider cannot be reached, or is not what was configured; asking again may succeed."""


class IdentityProvider(Protocol):
    """Another service that the operator trusts to say who is at a browser.

    `back` is where it sends the browser afterwards, `secret` what that browser alone has.
    """

    def question(self, back: str, secret: str) -> str:
        """Where to send the browser. Raises ProviderAway."""
        ...

    def answer(self, back: str, secret: str, code: str, state: str) -> str | None:
        """The name of the member at the browser; None when it proves none. Raises ProviderAway."""
        ...

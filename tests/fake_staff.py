"""Staff in memory. It passes the contract suite of the real repositories."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier import policies
from verifier.domain.staff import Passkey, StaffMember, StaffSession, Stage, Ticket
from verifier.settings import POLICIES
from verifier.usecases.staff_ports import Credentials, SignInFailures, Staff, StaffSessions, Tickets, Totp

STAFF_POLICY = policies.load_staff(POLICIES / "staff-v1.toml")


class MemoryStaff(Repository, Staff):
    def add(self, member: StaffMember) -> None:
        must(member.id not in self._state.staff and self.by_name(member.name) is None)
        self._state.staff[member.id] = member

    def get(self, member_id: str) -> StaffMember | None:
        return self._state.staff.get(member_id)

    hold = get

    def by_name(self, name: str) -> StaffMember | None:
        return next((one for one in self._state.staff.values() if one.name == name), None)

    def everyone(self) -> Sequence[StaffMember]:
        return tuple(sorted(self._state.staff.values(), key=lambda one: one.name))

    def change(self, member: StaffMember) -> None:
        if member.id in self._state.staff:
            self._state.staff[member.id] = member


class MemoryCredentials(Repository, Credentials):
    def password(self, member_id: str) -> str | None:
        return self._state.passwords.get(member_id)

    def set_password(self, member_id: str, password_hash: str | None) -> None:
        self._state.passwords[member_id] = password_hash

    def totp(self, member_id: str) -> Totp | None:
        return self._state.totps.get(member_id)

    def set_totp(self, member_id: str, totp: Totp | None) -> None:
        self._state.totps[member_id] = totp

    def use_step(self, member_id: str, step: int) -> bool:
        kept = self.totp(member_id)
        if kept is None or kept.last_step >= step:
            return False
        self._state.totps[member_id] = replace(kept, last_step=step)
        return True

    def set_codes(self, member_id: str, hashes: Sequence[str]) -> None:
        for key in [key for key in self._state.recovery_codes if key[0] == member_id]:
            del self._state.recovery_codes[key]
        self._state.recovery_codes.update({(member_id, one): None for one in hashes})

    def use_code(self, member_id: str, code_hash: str, at: datetime) -> bool:
        key = (member_id, code_hash)
        if key not in self._state.recovery_codes or self._state.recovery_codes[key] is not None:
            return False
        self._state.recovery_codes[key] = at
        return True

    def codes_left(self, member_id: str) -> int:
        codes = self._state.recovery_codes.items()
        return sum(owner == member_id and used_at is None for (owner, _), used_at in codes)

    def add_passkey(self, passkey: Passkey) -> None:
        must(passkey.id not in self._state.passkeys and passkey.member_id in self._state.staff)
        self._state.passkeys[passkey.id] = passkey

    def passkeys(self, member_id: str) -> Sequence[Passkey]:
        mine = [one for one in self._state.passkeys.values() if one.member_id == member_id]
        return tuple(sorted(mine, key=lambda one: (one.added_at, one.id)))

    def use_passkey(self, passkey_id: str, count: int, at: datetime) -> None:
        self._state.passkeys[passkey_id] = replace(self._state.passkeys[passkey_id], count=count, used_at=at)

    def remove_passkey(self, member_id: str, passkey_id: str) -> bool:
        kept = self._state.passkeys.get(passkey_id)
        if kept is None or kept.member_id != member_id:
            return False
        del self._state.passkeys[passkey_id]
        return True


class MemoryStaffSessions(Repository, StaffSessions):
    def add(self, session: StaffSession, token_hash: str) -> None:
        must(session.id not in self._state.staff_sessions and session.member_id in self._state.staff)
        must(self.by_token(token_hash) is None)
        must((session.stage is Stage.FULL) == (session.method is not None))
        self._state.staff_sessions[session.id] = (session, token_hash)

    def by_token(self, token_hash: str) -> StaffSession | None:
        kept = self._state.staff_sessions.values()
        return next((session for session, known in kept if known == token_hash), None)

    def open_of(self, member_id: str, stage: Stage) -> Sequence[StaffSession]:
        mine = (session for session, _ in self._state.staff_sessions.values() if session.stage is stage)
        open_ones = [one for one in mine if one.member_id == member_id and one.ended_at is None]
        return tuple(sorted(open_ones, key=lambda one: one.id, reverse=True))

    def note(self, session_id: str, *, at: datetime, unless_since: datetime) -> bool:
        session, known = self._state.staff_sessions[session_id]
        if session.seen_at >= unless_since:
            return False
        self._state.staff_sessions[session_id] = (replace(session, seen_at=at), known)
        return True

    def end(self, member_id: str, session_id: str, at: datetime) -> bool:
        session, known = self._state.staff_sessions.get(session_id, (None, ""))
        if session is None or session.member_id != member_id or session.ended_at is not None:
            return False
        self._state.staff_sessions[session_id] = (replace(session, ended_at=at), known)
        self._state.seeds.pop(session_id, None)
        self._state.challenges.pop(session_id, None)
        return True

    def end_all(self, member_id: str, at: datetime, *, but: str | None = None) -> None:
        for session_id in list(self._state.staff_sessions):
            if session_id != but:
                self.end(member_id, session_id, at)

    def keep_seed(self, session_id: str, seed: str | None) -> None:
        self._state.seeds.pop(session_id, None)
        if seed is not None:
            self._state.seeds[session_id] = seed

    def seed(self, session_id: str) -> str | None:
        return self._state.seeds.get(session_id)

    def keep_challenge(self, session_id: str, challenge: bytes) -> None:
        self._state.challenges[session_id] = challenge

    def take_challenge(self, session_id: str) -> bytes | None:
        return self._state.challenges.pop(session_id, None)


class MemoryTickets(Repository, Tickets):
    def add(self, ticket: Ticket, token_hash: str) -> None:
        must(token_hash not in self._state.tickets and ticket.member_id in self._state.staff)
        self._state.tickets[token_hash] = ticket

    def by_token(self, token_hash: str) -> Ticket | None:
        return self._state.tickets.get(token_hash)

    def use(self, token_hash: str, at: datetime) -> bool:
        kept = self._state.tickets.get(token_hash)
        if kept is None or kept.used_at is not None:
            return False
        self._state.tickets[token_hash] = replace(kept, used_at=at)
        return True

    def drop_of(self, member_id: str) -> None:
        for key in [key for key, one in self._state.tickets.items() if one.member_id == member_id]:
            del self._state.tickets[key]


class MemorySignInFailures(Repository, SignInFailures):
    def note(self, kind: str, value: str, at: datetime) -> None:
        kept = self._state.sign_in_failures.get((kind, value), ())
        self._state.sign_in_failures[kind, value] = (*kept, at)

    def since(self, kind: str, value: str, since: datetime) -> Sequence[datetime]:
        kept = self._state.sign_in_failures.get((kind, value), ())
        return tuple(sorted(at for at in kept if at > since))

    def clear(self, kind: str, value: str) -> None:
        self._state.sign_in_failures.pop((kind, value), None)

    def forget(self, before: datetime) -> None:
        for key, kept in list(self._state.sign_in_failures.items()):
            self._state.sign_in_failures[key] = tuple(at for at in kept if at >= before)

"""What completes a member's sign-in: an authenticator app, passkeys, recovery codes; set up and removed.

In a session that is JOINING the first factor ends the invitation and lets the member in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Conflict, NotFound
from verifier.domain.staff import Factors, Method, Passkey, StaffMember, Stage
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff import codes, passkeys
from verifier.usecases.staff.invitations import has_joined
from verifier.usecases.staff.recording import acting, record_staff
from verifier.usecases.staff.sessions import Begun, Signed
from verifier.usecases.staff.signing_in import Refused, complete, failed, rests
from verifier.usecases.staff_ports import Totp

TOTP = "totp"
PASSKEY_NAME_MAX = 40
LEAST_ONE = "One way to complete a sign-in has to stay."


@dataclass(frozen=True, slots=True)
class SetUp:
    """A factor that was set up. While joining there is a session and the recovery codes, shown this once."""

    begun: Begun | None = None
    recovery_codes: Sequence[str] = ()


def read_factors(ports: Ports, member: StaffMember) -> Factors:
    with ports.view() as tx:
        return _factors(tx, member.id)


def new_seed(ports: Ports, signed: Signed) -> str:
    """A seed to be set up in this session, in place of an earlier one."""
    seed = codes.new_seed()
    with ports.transaction() as tx:
        tx.staff_sessions.keep_seed(signed.session.id, seed)
    return seed


def seed_of(ports: Ports, signed: Signed) -> str | None:
    """The seed that waits for its first code in this session."""
    with ports.view() as tx:
        return tx.staff_sessions.seed(signed.session.id)


def set_up_totp(ports: Ports, signed: Signed, code: str, address: str) -> SetUp | Refused:
    """Take the seed that the session keeps, once its first code is shown. It replaces the one before."""
    with ports.transaction() as tx:
        now = ports.clock.now()
        member = _held(tx, signed)
        until = rests(ports, tx, member.name, address, now)
        if until is not None:
            return Refused(until)
        seed = tx.staff_sessions.seed(signed.session.id)
        step = codes.step_of(Totp(seed, 0), code, now) if seed else None
        if seed is None or step is None:
            return failed(ports, tx, member.name, address, member, step="set_up")
        tx.credentials.set_totp(member.id, Totp(seed, step))
        tx.staff_sessions.keep_seed(signed.session.id, None)
        return _set_up(ports, tx, Signed(member, signed.session), Method.TOTP, now)


def passkey_options(ports: Ports, signed: Signed) -> str:
    """What the browser needs to make a passkey, as JSON."""
    with ports.transaction() as tx:
        known = tx.credentials.passkeys(signed.member.id)
        challenge, options = passkeys.creation(ports.public_url, signed.member, known)
        tx.staff_sessions.keep_challenge(signed.session.id, challenge)
    return options


def set_up_passkey(ports: Ports, signed: Signed, answer: str, name: str) -> SetUp | Refused:
    """Register what the browser made."""
    with ports.transaction() as tx:
        now = ports.clock.now()
        member = _held(tx, signed)
        challenge = tx.staff_sessions.take_challenge(signed.session.id)
        made = passkeys.made(ports.public_url, challenge, answer) if challenge else None
        if made is None:
            return Refused()
        passkey = Passkey(
            made.id, member.id, made.public_key, made.count, name.strip()[:40] or "passkey", now
        )
        tx.credentials.add_passkey(passkey)
        return _set_up(ports, tx, Signed(member, signed.session), Method.PASSKEY, now)


def sign_in_options(ports: Ports, signed: Signed) -> str | None:
    """What the browser needs to sign in with a passkey, as JSON; None when the member has none."""
    with ports.transaction() as tx:
        known = tx.credentials.passkeys(signed.member.id)
        if not known:
            return None
        challenge, options = passkeys.request(ports.public_url, known)
        tx.staff_sessions.keep_challenge(signed.session.id, challenge)
    return options


def confirm_passkey(ports: Ports, signed: Signed, answer: str, address: str) -> Begun | Refused:
    """The second step by passkey."""
    with ports.transaction() as tx:
        now = ports.clock.now()
        member = _held(tx, signed)
        until = rests(ports, tx, member.name, address, now)
        if until is not None:
            return Refused(until)
        challenge = tx.staff_sessions.take_challenge(signed.session.id)
        known = tx.credentials.passkeys(member.id)
        used = passkeys.used(ports.public_url, challenge, answer, known) if challenge else None
        if used is None:
            return failed(ports, tx, member.name, address, member, step="passkey")
        tx.credentials.use_passkey(used.id, used.count, now)
        return complete(ports, tx, member, Method.PASSKEY, now, after=signed.session.id)


def new_recovery_codes(ports: Ports, signed: Signed) -> Sequence[str]:
    """Ten new ones in place of the old, shown this once."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        _held(tx, signed)
        made = _new_codes(tx, signed.member.id)
        record_staff(tx, Deed(Action.STAFF_CODES_MADE, acting(signed.member), signed.member.id), now=now)
    return made


def remove_factor(ports: Ports, signed: Signed, factor: str) -> None:
    """Remove the app (`totp`) or a passkey by its id. Raises NotFound, and Conflict for the last one."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        member = _held(tx, signed)
        kept = _factors(tx, member.id)
        if len(kept.passkeys) + kept.totp < 2:
            raise Conflict(LEAST_ONE)
        if factor == TOTP:
            tx.credentials.set_totp(member.id, None)
        elif not tx.credentials.remove_passkey(member.id, factor):
            raise NotFound
        kind = TOTP if factor == TOTP else "passkey"
        deed = Deed(Action.STAFF_FACTOR_REMOVED, acting(member), member.id, {"factor": kind})
        record_staff(tx, deed, now=now)


def _set_up(ports: Ports, tx: Transaction, signed: Signed, method: Method, now: datetime) -> SetUp | Refused:
    member = signed.member
    added = Deed(Action.STAFF_FACTOR_ADDED, acting(member), member.id, {"factor": method.value})
    if signed.session.stage is not Stage.JOINING:
        record_staff(tx, added, now=now)
        return SetUp()
    joined = has_joined(tx, member, now)
    made = _new_codes(tx, member.id)
    record_staff(tx, added, Deed(Action.STAFF_JOINED, acting(member), member.id), now=now)
    begun = complete(ports, tx, joined, method, now, after=signed.session.id)
    return SetUp(begun, made) if isinstance(begun, Begun) else begun


def _held(tx: Transaction, signed: Signed) -> StaffMember:
    member = tx.staff.hold(signed.member.id)
    assert member is not None, "members are never deleted"
    return member


def _factors(tx: Transaction, member_id: str) -> Factors:
    return Factors(
        totp=tx.credentials.totp(member_id) is not None,
        passkeys=tx.credentials.passkeys(member_id),
        recovery_codes=tx.credentials.codes_left(member_id),
    )


def _new_codes(tx: Transaction, member_id: str) -> Sequence[str]:
    made = codes.new_recovery_codes()
    tx.credentials.set_codes(member_id, [codes.recovery_hash(code) for code in made])
    return made

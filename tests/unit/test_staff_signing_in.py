"""Signing in: two steps, each code once, failures that make it wait, nothing that tells who is a member."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest

from tests.colleagues import ADDRESS, PASSWORD, Colleague, joined
from tests.fake_staff import STAFF_POLICY
from tests.fakes import World, world
from verifier.domain.audit import Action
from verifier.domain.staff import Method, Role, Stage
from verifier.usecases.staff import codes, factors, invitations, members, passwords, sessions, signing_in
from verifier.usecases.staff.passwords import PasswordFault
from verifier.usecases.staff.recording import OPERATOR_TENANT
from verifier.usecases.staff.sessions import Begun, Signed
from verifier.usecases.staff.signing_in import Refused

WRONG = "not the password at all"


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def ling(theirs: World) -> Colleague:
    return joined(theirs)


def half(ling: Colleague, address: str = ADDRESS) -> Signed:
    """Ling after the first step."""
    begun = signing_in.sign_in(ling.world.ports, "ling", PASSWORD, address)
    assert isinstance(begun, Begun)
    found = sessions.followed(ling.world.ports, begun.token)
    assert found is not None
    return found


def told(theirs: World) -> list[tuple[str, str]]:
    """What the operator's chain says, as action and subject."""
    with theirs.ports.view() as tx:
        return [(entry.action, entry.subject) for entry in tx.audit.entries(OPERATOR_TENANT)]


def guess(theirs: World, name: str, times: int, address: str = ADDRESS) -> Refused:
    for _ in range(times):
        outcome = signing_in.sign_in(theirs.ports, name, WRONG, address)
        assert isinstance(outcome, Refused)
    return outcome


def test_a_password_alone_opens_nothing(ling: Colleague) -> None:
    signed = half(ling)
    assert signed.session.stage is Stage.PASSWORD
    assert signed.session.method is None


def test_password_and_code_let_a_member_in_and_it_is_recorded(ling: Colleague, theirs: World) -> None:
    signed = half(ling)
    begun = signing_in.confirm(theirs.ports, signed, ling.code(), ADDRESS)
    assert isinstance(begun, Begun)
    assert (begun.session.stage, begun.session.method) == (Stage.FULL, Method.TOTP)
    assert told(theirs)[-1] == (Action.STAFF_SIGNED_IN, ling.member.id)


def test_the_first_steps_session_is_over_once_it_was_completed(ling: Colleague, theirs: World) -> None:
    signed = half(ling)
    code = ling.code()
    assert isinstance(signing_in.confirm(theirs.ports, signed, code, ADDRESS), Begun)
    assert isinstance(signing_in.confirm(theirs.ports, signed, ling.recovery_codes[0], ADDRESS), Refused)


def test_a_code_counts_once(ling: Colleague, theirs: World) -> None:
    code = ling.code()
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), code, ADDRESS), Begun)
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), code, ADDRESS), Refused)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_of_the_neighbouring_step_counts_and_no_other(
    steps: int, taken: bool, ling: Colleague, theirs: World
) -> None:
    theirs.clock.tick(minutes=5)
    code = ling.code(theirs.clock.now() + timedelta(seconds=30 * steps))
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), code, ADDRESS), Begun) is taken


def test_after_a_later_code_an_earlier_one_counts_no_more(ling: Colleague, theirs: World) -> None:
    theirs.clock.tick(minutes=5)
    now = theirs.clock.now()
    later, earlier = ling.code(now + timedelta(seconds=30)), ling.code(now)
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), later, ADDRESS), Begun)
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), earlier, ADDRESS), Refused)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "12 34", "abcdef", "-12345", "0x1234"])
def test_what_is_no_code_is_refused_as_one_that_is_wrong(typed: str, ling: Colleague, theirs: World) -> None:
    assert signing_in.confirm(theirs.ports, half(ling), typed, ADDRESS) == Refused()


def test_a_recovery_code_counts_once_however_it_is_typed(ling: Colleague, theirs: World) -> None:
    code = ling.recovery_codes[3].upper().replace("-", " ")
    begun = signing_in.confirm(theirs.ports, half(ling), code, ADDRESS)
    assert isinstance(begun, Begun)
    assert begun.session.method is Method.RECOVERY_CODE
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), ling.recovery_codes[3], ADDRESS), Refused)
    assert factors.read_factors(theirs.ports, ling.member).recovery_codes == 9


def test_new_recovery_codes_end_the_old(ling: Colleague, theirs: World) -> None:
    signed = sessions.followed(theirs.ports, ling.begun.token)
    assert signed is not None
    factors.new_recovery_codes(theirs.ports, signed)
    assert isinstance(signing_in.confirm(theirs.ports, half(ling), ling.recovery_codes[0], ADDRESS), Refused)


def test_after_some_failures_sign_in_rests_and_looks_at_nothing(ling: Colleague, theirs: World) -> None:
    wait = STAFF_POLICY.account
    assert guess(theirs, "ling", wait.free - 1).until is None
    until = guess(theirs, "ling", 1).until
    assert until == theirs.clock.now() + wait.first
    assert signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS) == Refused(until)
    theirs.clock.tick(seconds=wait.first.total_seconds())
    assert isinstance(signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS), Begun)


def test_wrong_codes_make_it_rest_too_whatever_the_password(ling: Colleague, theirs: World) -> None:
    for _ in range(STAFF_POLICY.account.free):
        signing_in.confirm(theirs.ports, half(ling), "000000", ADDRESS)
    outcome = signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS)
    assert isinstance(outcome, Refused)
    assert outcome.until is not None


def test_a_name_that_nobody_has_rests_as_any_other(ling: Colleague, theirs: World) -> None:
    times = STAFF_POLICY.account.free
    assert guess(theirs, "nobody", times, "192.0.2.1") == guess(theirs, "ling", times, "192.0.2.2")


def test_a_member_who_has_not_joined_is_refused_as_nobody_is(theirs: World) -> None:
    invitations.invite(theirs.ports, "new", Role.LEAD)
    assert signing_in.sign_in(theirs.ports, "new", "", ADDRESS) == Refused()


@pytest.mark.parametrize("name", ["ling", "nobody", "new", "not a name", ""])
def test_whoever_it_is_a_password_is_hashed_and_the_same_is_written(
    name: str, ling: Colleague, theirs: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitations.invite(theirs.ports, "new", Role.LEAD)
    looked: list[bool] = []
    verify = type(passwords._HASHER).verify

    def counted(self: object, kept: str, password: str) -> bool:
        looked.append(True)
        return verify(self, kept, password)  # type: ignore[arg-type]

    monkeypatch.setattr(type(passwords._HASHER), "verify", counted)
    before = len(told(theirs))
    assert signing_in.sign_in(theirs.ports, name, WRONG, ADDRESS) == Refused()
    assert looked == [True]
    assert len(told(theirs)) == before + 1
    assert told(theirs)[-1][0] == Action.STAFF_SIGN_IN_FAILED
    with theirs.ports.view() as tx:
        early = theirs.clock.now() - timedelta(hours=1)
        assert len(tx.sign_in_failures.since(signing_in.BY_NAME, name, early)) == 1
        assert len(tx.sign_in_failures.since(signing_in.BY_ADDRESS, ADDRESS, early)) == 1


def test_one_address_that_tries_many_names_rests(ling: Colleague, theirs: World) -> None:
    for number in range(STAFF_POLICY.address.free):
        guess(theirs, f"name-{number}", 1, "192.0.2.1")
    stranger = signing_in.sign_in(theirs.ports, "ling", PASSWORD, "192.0.2.1")
    assert isinstance(stranger, Refused)
    assert stranger.until is not None
    assert isinstance(signing_in.sign_in(theirs.ports, "ling", PASSWORD, "192.0.2.2"), Begun)


def test_guesses_that_were_begun_before_the_rest_come_to_nothing(
    ling: Colleague, theirs: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as there are threads look at the password at once; only the first few are answered."""
    holds = passwords.holds

    def meanwhile(kept: str | None, password: str) -> bool:
        monkeypatch.setattr(passwords, "holds", holds)
        guess(theirs, "ling", STAFF_POLICY.account.free)
        return holds(kept, password)

    monkeypatch.setattr(passwords, "holds", meanwhile)
    outcome = signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS)
    assert isinstance(outcome, Refused)
    assert outcome.until is not None


def test_a_password_that_was_changed_meanwhile_counts_no_more(
    ling: Colleague, theirs: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = passwords.holds

    def meanwhile(kept: str | None, password: str) -> bool:
        invitations.invite_again(theirs.ports, ling.member.id)
        return holds(kept, password)

    monkeypatch.setattr(passwords, "holds", meanwhile)
    assert signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS) == Refused()


def test_failures_are_told_at_the_next_sign_in_and_then_forgotten(ling: Colleague, theirs: World) -> None:
    guess(theirs, "ling", 3)
    begun = signing_in.confirm(theirs.ports, half(ling), ling.code(), ADDRESS)
    assert isinstance(begun, Begun)
    assert begun.session.failures == 3
    again = signing_in.confirm(theirs.ports, half(ling), ling.code(), ADDRESS)
    assert isinstance(again, Begun)
    assert again.session.failures == 0


def test_names_are_taken_however_they_are_typed(ling: Colleague, theirs: World) -> None:
    assert isinstance(signing_in.sign_in(theirs.ports, " LING ", PASSWORD, ADDRESS), Begun)


def test_a_hash_of_earlier_parameters_is_made_anew_at_sign_in(
    ling: Colleague, theirs: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with theirs.ports.view() as tx:
        before = tx.credentials.password(ling.member.id)
    monkeypatch.setattr(passwords, "_HASHER", passwords.PasswordHasher(1, 8_192, 1))
    assert isinstance(signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS), Begun)
    with theirs.ports.view() as tx:
        after = tx.credentials.password(ling.member.id)
    assert before is not None
    assert after is not None
    assert ("m=19456" in before, "m=8192" in after) == (True, True)
    assert passwords.holds(after, PASSWORD)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("short one", PasswordFault.TOO_SHORT),
        ("x" * 129, PasswordFault.TOO_LONG),
        ("password1234", PasswordFault.TOO_COMMON),
        ("qwertyuiopasdf", PasswordFault.TOO_COMMON),
        ("bonafidebonafide", PasswordFault.TOO_COMMON),
        ("wang.fang-2026", PasswordFault.TOO_COMMON),
        ("fangfang.wang", PasswordFault.TOO_COMMON),
        ("aaaaaaaaaaaaaaa", PasswordFault.TOO_COMMON),
        (PASSWORD, None),
        ("正确的马电池订书钉和一盏灯", None),
    ],
)
def test_short_and_common_passwords_are_refused(password: str, fault: PasswordFault | None) -> None:
    assert passwords.fault_of(password, password, ("wang.fang", "Fang"), 12) is fault


def test_a_password_is_the_same_from_any_keyboard() -> None:
    kept = passwords.hashed("ｆｕｌｌ ｗｉｄｔｈ café lamp")
    assert passwords.holds(kept, "full width cafe\u0301 lamp")


def test_a_session_follows_its_member_out(ling: Colleague, theirs: World) -> None:
    assert sessions.followed(theirs.ports, ling.begun.token) is not None
    members.disable(theirs.ports, ling.member.id)
    assert sessions.followed(theirs.ports, ling.begun.token) is None
    members.enable(theirs.ports, ling.member.id)
    assert sessions.followed(theirs.ports, ling.begun.token) is None


def test_a_session_that_is_used_goes_on_to_its_absolute_end(ling: Colleague, theirs: World) -> None:
    ended = theirs.clock.now() + STAFF_POLICY.session_life
    while theirs.clock.now() < ended:
        signed = sessions.followed(theirs.ports, ling.begun.token)
        assert signed is not None
        sessions.note_use(theirs.ports, signed)
        theirs.clock.tick(minutes=20)
    assert sessions.followed(theirs.ports, ling.begun.token) is None


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 44, "é" * 43])
def test_a_cookie_that_is_none_of_ours_stands_for_nobody(token: str, theirs: World) -> None:
    assert sessions.followed(theirs.ports, token) is None


def _wrong_password(ling: Colleague) -> Refused | None:
    signed = sessions.followed(ling.world.ports, ling.begun.token)
    assert signed is not None
    return signing_in.reproved(ling.world.ports, signed, WRONG, ADDRESS)


def _wrong_code(ling: Colleague) -> object:
    signed = sessions.followed(ling.world.ports, ling.begun.token)
    assert signed is not None
    if factors.seed_of(ling.world.ports, signed) is None:
        factors.new_seed(ling.world.ports, signed)
    return factors.set_up_totp(ling.world.ports, signed, "000000", ADDRESS)


@pytest.mark.parametrize("guessing", [_wrong_password, _wrong_code])
def test_guessing_from_a_browser_left_open_makes_it_rest_too(
    guessing: Callable[[Colleague], object], ling: Colleague, theirs: World
) -> None:
    for _ in range(STAFF_POLICY.account.free):
        guessing(ling)
    outcome = guessing(ling)
    assert isinstance(outcome, Refused)
    assert outcome.until is not None


def test_another_providers_word_lets_in_members_and_nobody_else(ling: Colleague, theirs: World) -> None:
    begun = signing_in.sign_in_elsewhere(theirs.ports, "Ling")
    assert isinstance(begun, Begun)
    assert begun.session.method is Method.OIDC
    invitations.invite(theirs.ports, "new", Role.LEAD)
    members.disable(theirs.ports, joined(theirs, "gone").member.id)
    for name in ("new", "gone", "nobody", "not a name"):
        assert signing_in.sign_in_elsewhere(theirs.ports, name) == Refused()


def test_the_apps_address_names_us_and_the_member() -> None:
    seed = codes.new_seed()
    read = pyotp.parse_uri(codes.address(seed, "li@example.com"))
    assert isinstance(read, pyotp.TOTP)
    assert (read.secret, read.name, read.issuer) == (seed, "li@example.com", "Bonafide")

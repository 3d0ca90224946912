"""Staff by themselves: rights of roles, how long sessions hold, how long sign-in rests."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fake_staff import STAFF_POLICY
from tests.fakes import MORNING
from verifier import policies
from verifier.domain.errors import ConfigurationError
from verifier.domain.staff import NO_STAFF, RIGHTS, Method, Right, Role, StaffMember, StaffSession, Stage
from verifier.settings import POLICIES

MEMBER = StaffMember("stf_1", "ling", "Ling", Role.REVIEWER, None, "zh", MORNING, joined_at=MORNING)
SESSION = StaffSession("sts_1", MEMBER.id, Stage.FULL, Method.TOTP, MORNING, MORNING)
SECOND = timedelta(seconds=1)


def test_whoever_manages_staff_sees_no_case_and_whoever_inspects_decides_none() -> None:
    assert RIGHTS[Role.ADMINISTRATOR] == {Right.MANAGE_STAFF}
    changing = {
        Right.CLAIM,
        Right.DECIDE,
        Right.REOPEN,
        Right.ASSIGN,
        Right.ASK_DOCUMENTS,
        Right.MANAGE_STAFF,
    }
    assert not RIGHTS[Role.AUDITOR] & changing
    assert {role for role in Role if Right.MANAGE_STAFF in RIGHTS[role]} == {Role.ADMINISTRATOR}
    assert {role for role in Role if Right.EXPORT_AUDIT in RIGHTS[role]} == {Role.AUDITOR}


def test_whoever_carries_payments_to_the_bank_does_nothing_else() -> None:
    assert RIGHTS[Role.FINANCE] == {Right.HANDLE_PAYMENTS}
    assert {role for role in Role if Right.HANDLE_PAYMENTS in RIGHTS[role]} == {Role.FINANCE}


def test_every_right_is_somebodys() -> None:
    assert frozenset().union(*RIGHTS.values()) == set(Right)


def test_a_member_is_confined_to_the_tenants_that_are_named() -> None:
    assert MEMBER.serves("ten_1")
    confined = replace(MEMBER, tenants=frozenset({"ten_1"}))
    assert confined.serves("ten_1")
    assert not confined.serves("ten_2")


def test_a_session_ends_by_idleness_and_in_any_case() -> None:
    idle, most = STAFF_POLICY.idle, STAFF_POLICY.session_life
    assert SESSION.holds_at(MORNING + idle - SECOND, STAFF_POLICY)
    assert not SESSION.holds_at(MORNING + idle, STAFF_POLICY)
    busy = replace(SESSION, seen_at=MORNING + most - SECOND)
    assert busy.holds_at(MORNING + most - SECOND, STAFF_POLICY)
    assert not busy.holds_at(MORNING + most, STAFF_POLICY)
    assert not replace(SESSION, ended_at=MORNING).holds_at(MORNING, STAFF_POLICY)


def test_a_session_that_is_not_completed_holds_for_the_second_step_alone() -> None:
    half = replace(SESSION, stage=Stage.PASSWORD, method=None, seen_at=MORNING + timedelta(hours=1))
    assert half.holds_at(MORNING + STAFF_POLICY.second_step - SECOND, STAFF_POLICY)
    assert not half.holds_at(MORNING + STAFF_POLICY.second_step, STAFF_POLICY)


def test_sign_in_rests_longer_with_every_failure_and_never_for_ever() -> None:
    wait = STAFF_POLICY.account
    rests = []
    for count in range(wait.free - 1, wait.free + 60):
        until = wait.until([MORNING] * count)
        rests.append(until - MORNING if until else timedelta(0))
    assert rests[:3] == [timedelta(0), wait.first, wait.first * 2]
    assert rests == sorted(rests)
    assert rests[-1] == wait.most


def test_a_day_of_guessing_stays_near_nists_hundred() -> None:
    """NIST SP 800-63B-4, 3.2.2."""
    wait, failures = STAFF_POLICY.account, [MORNING]
    while True:
        nearest = max(wait.until(failures) or failures[-1], failures[-1])
        if nearest - MORNING >= wait.within:
            break
        failures.append(nearest)
    assert len(failures) <= 105


def test_without_a_policy_nobody_is_signed_in() -> None:
    assert not SESSION.holds_at(MORNING, NO_STAFF)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('value = 12\nsource = "NIST SP 800-63B-4, 3.1.1.2', 'value = 7\nsource = "NIST', "password_least"),
        ("free = 5", "free = 1", "account.free"),
        ("most_seconds = 900\n\n", "most_seconds = 0\n\n", "account.most_seconds"),
        ("value = 30\n", "value = -1\n", "idle_minutes"),
        ('version = "staff-v1"', 'version = "staff-v1"\nlockout = 1', "lockout"),
        ("value = 72\n", "", "invitation_hours.value"),
    ],
)
def test_a_policy_that_does_not_fit_names_its_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (POLICIES / "staff-v1.toml").read_text()
    assert old in text
    file = tmp_path / "staff.toml"
    file.write_text(text.replace(old, new, 1))
    with pytest.raises(ConfigurationError, match=said):
        policies.load_staff(file)

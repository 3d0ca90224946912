"""Becoming a member, and what administrators and members change; each deed on the operator's own chain."""

from datetime import timedelta

import pyotp
import pytest

from tests.colleagues import ADDRESS, PASSWORD, Colleague, joined
from tests.fake_staff import STAFF_POLICY
from tests.fakes import World, world
from verifier.domain.audit import ActorKind
from verifier.domain.errors import Conflict, Invalid, NotFound
from verifier.domain.staff import Role, Stage
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.staff import demo, factors, invitations, members, sessions, signing_in
from verifier.usecases.staff.passwords import PasswordFault
from verifier.usecases.staff.recording import OPERATOR_TENANT
from verifier.usecases.staff.sessions import Begun, Signed
from verifier.usecases.staff.signing_in import Refused
from verifier.usecases.tenants import create_tenant

ANOTHER = "violet anchor stream 9"


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def ling(theirs: World) -> Colleague:
    return joined(theirs)


def signed(theirs: World, begun: object) -> Signed:
    assert isinstance(begun, Begun)
    found = sessions.followed(theirs.ports, begun.token)
    assert found is not None
    return found


def chain(theirs: World) -> list[tuple[str, str, str, str]]:
    with theirs.ports.view() as tx:
        entries = list(tx.audit.entries(OPERATOR_TENANT))
    return [(one.actor_kind, one.actor_id, one.action, one.details) for one in entries]


def test_a_link_works_until_its_owner_is_in_and_then_no_more(theirs: World) -> None:
    member, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    for _ in range(2):  # a lost page, a closed browser
        begun = invitations.accept(theirs.ports, token, PASSWORD, PASSWORD)
    joining = signed(theirs, begun)
    assert joining.session.stage is Stage.JOINING
    seed = factors.new_seed(theirs.ports, joining)
    factors.set_up_totp(theirs.ports, joining, pyotp.TOTP(seed).at(theirs.clock.now()), ADDRESS)
    assert invitations.invited(theirs.ports, token) is None
    assert invitations.accept(theirs.ports, token, PASSWORD, PASSWORD) is None
    assert members.read_member(theirs.ports, member.id).signs_in


def test_following_a_link_again_ends_what_was_begun_with_it(theirs: World) -> None:
    _, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    first = invitations.accept(theirs.ports, token, PASSWORD, PASSWORD)
    assert isinstance(first, Begun)
    invitations.accept(theirs.ports, token, PASSWORD, PASSWORD)
    assert sessions.followed(theirs.ports, first.token) is None


def test_a_link_runs_out(theirs: World) -> None:
    _, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    theirs.clock.tick(hours=71, minutes=59)
    assert invitations.invited(theirs.ports, token) is not None
    theirs.clock.tick(minutes=1)
    assert invitations.accept(theirs.ports, token, PASSWORD, PASSWORD) is None


def test_the_password_of_somebody_who_has_no_second_step_yet_opens_nothing(theirs: World) -> None:
    _, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    invitations.accept(theirs.ports, token, PASSWORD, PASSWORD)
    assert signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS) == Refused()


def test_a_weak_password_is_refused_and_the_link_goes_on(theirs: World) -> None:
    _, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    assert invitations.accept(theirs.ports, token, "short", "short") is PasswordFault.TOO_SHORT
    assert invitations.accept(theirs.ports, token, PASSWORD, PASSWORD + "x") is PasswordFault.DIFFERENT
    assert invitations.invited(theirs.ports, token) is not None


@pytest.mark.parametrize("name", ["", "with space", "名字", "-x", "x" * 101, "a/b"])
def test_a_name_that_is_none_is_refused(name: str, theirs: World) -> None:
    with pytest.raises(Invalid):
        invitations.invite(theirs.ports, name, Role.LEAD)


def test_a_name_is_one_persons_for_ever(ling: Colleague, theirs: World) -> None:
    members.disable(theirs.ports, ling.member.id)
    with pytest.raises(Invalid):
        invitations.invite(theirs.ports, "LING", Role.LEAD)


def test_members_see_tenants_that_there_are(theirs: World) -> None:
    tenant, _ = create_tenant(theirs.ports, "site")
    with pytest.raises(Invalid):
        invitations.invite(theirs.ports, "ling", Role.REVIEWER, tenants=["ten_none"])
    member, _ = invitations.invite(theirs.ports, "ling", Role.REVIEWER, tenants=[tenant.id])
    assert member.tenants == {tenant.id}
    with pytest.raises(Invalid):
        members.change_duties(theirs.ports, member.id, Role.LEAD, [])


def test_inviting_again_takes_everything_that_one_signs_in_with(ling: Colleague, theirs: World) -> None:
    token = invitations.invite_again(theirs.ports, ling.member.id)
    assert sessions.followed(theirs.ports, ling.begun.token) is None
    assert signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS) == Refused()
    left = factors.read_factors(theirs.ports, ling.member)
    assert (left.totp, left.recovery_codes) == (False, 0)
    assert isinstance(invitations.accept(theirs.ports, token, PASSWORD, PASSWORD), Begun)


def test_a_new_link_ends_the_one_before(theirs: World) -> None:
    member, first = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    second = invitations.invite_again(theirs.ports, member.id)
    assert invitations.invited(theirs.ports, first) is None
    assert invitations.invited(theirs.ports, second) is not None


def test_whoever_is_disabled_while_joining_does_not_come_in(theirs: World) -> None:
    member, token = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    begun = invitations.accept(theirs.ports, token, PASSWORD, PASSWORD)
    assert isinstance(begun, Begun)
    members.disable(theirs.ports, member.id)
    assert sessions.followed(theirs.ports, begun.token) is None
    assert invitations.invited(theirs.ports, token) is None


def test_nobody_changes_their_own_role_or_disables_themselves(theirs: World) -> None:
    boss = joined(theirs, "boss", Role.ADMINISTRATOR).member
    with pytest.raises(Conflict):
        members.change_duties(theirs.ports, boss.id, Role.LEAD, None, by=boss)
    with pytest.raises(Conflict):
        members.disable(theirs.ports, boss.id, by=boss)
    assert members.read_member(theirs.ports, boss.id) == boss


def test_a_role_counts_at_once(ling: Colleague, theirs: World) -> None:
    members.change_duties(theirs.ports, ling.member.id, Role.AUDITOR, None)
    assert signed(theirs, ling.begun).member.role is Role.AUDITOR


def test_a_new_password_ends_the_other_sessions_and_not_this_one(ling: Colleague, theirs: World) -> None:
    half = signed(theirs, signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS))
    other = signing_in.confirm(theirs.ports, half, ling.code(), ADDRESS)
    here = signed(theirs, other)
    assert members.change_password(theirs.ports, here, ANOTHER, ANOTHER) is None
    assert sessions.followed(theirs.ports, ling.begun.token) is None
    assert signed(theirs, other).session.id == here.session.id
    assert signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS) == Refused()


def test_a_session_of_ones_own_can_be_ended_and_nobody_elses(ling: Colleague, theirs: World) -> None:
    wang = joined(theirs, "wang")
    with pytest.raises(NotFound):
        sessions.end_session(theirs.ports, signed(theirs, wang.begun), ling.begun.session.id)
    sessions.end_session(theirs.ports, signed(theirs, ling.begun), ling.begun.session.id)
    assert sessions.followed(theirs.ports, ling.begun.token) is None


def test_the_last_second_step_stays(ling: Colleague, theirs: World) -> None:
    with pytest.raises(Conflict):
        factors.remove_factor(theirs.ports, signed(theirs, ling.begun), factors.TOTP)


def test_a_new_authenticator_replaces_the_old_once_its_code_is_shown(ling: Colleague, theirs: World) -> None:
    here = signed(theirs, ling.begun)
    seed = factors.new_seed(theirs.ports, here)
    half = signed(theirs, signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS))
    assert isinstance(signing_in.confirm(theirs.ports, half, ling.code(), ADDRESS), Begun)
    done = factors.set_up_totp(theirs.ports, here, pyotp.TOTP(seed).at(theirs.clock.now()), ADDRESS)
    assert isinstance(done, factors.SetUp)
    half = signed(theirs, signing_in.sign_in(theirs.ports, "ling", PASSWORD, ADDRESS))
    assert isinstance(signing_in.confirm(theirs.ports, half, ling.code(), ADDRESS), Refused)


def test_being_away_ends_by_itself(ling: Colleague, theirs: World) -> None:
    until = theirs.clock.now() + timedelta(days=2)
    members.be_away(theirs.ports, ling.member, until)
    member = members.read_member(theirs.ports, ling.member.id)
    assert member.is_away(until - timedelta(seconds=1))
    assert not member.is_away(until)
    with pytest.raises(Invalid):
        members.be_away(theirs.ports, ling.member, theirs.clock.now())


def test_every_deed_is_on_the_operators_chain_by_who_did_it(ling: Colleague, theirs: World) -> None:
    boss = joined(theirs, "boss", Role.ADMINISTRATOR).member
    before = len(chain(theirs))
    members.change_duties(theirs.ports, ling.member.id, Role.LEAD, None, by=boss)
    members.disable(theirs.ports, ling.member.id, by=boss)
    members.enable(theirs.ports, ling.member.id, by=boss)
    invitations.invite_again(theirs.ports, ling.member.id, by=boss)
    invitations.invite(theirs.ports, "wang", Role.AUDITOR, by=boss)
    done = chain(theirs)[before:]
    assert {(kind, actor) for kind, actor, _, _ in done} == {(ActorKind.REVIEWER, boss.id)}
    assert [action for _, _, action, _ in done] == [
        "staff.changed", "staff.disabled", "staff.enabled", "staff.reset", "staff.invited",
    ]  # fmt: skip
    assert done[0][3] == '{"before":"reviewer","role":"lead","tenants":"all"}'


def test_the_chain_names_nobody_and_is_walked_with_all_others(ling: Colleague, theirs: World) -> None:
    signing_in.sign_in(theirs.ports, "ling", "wrong", ADDRESS)
    signing_in.sign_in(theirs.ports, "my-password-by-mistake", "wrong", ADDRESS)
    text = str(chain(theirs))
    assert not any(word in text for word in ("ling", "Ling", ADDRESS, "my-password", PASSWORD))
    chains = {one.tenant_id: one.faults for one in inspect_chains(theirs.ports)}
    assert chains[OPERATOR_TENANT] == []


def test_a_demos_link_lets_its_member_in_once(theirs: World) -> None:
    token = demo.demo_token(theirs.ports, Role.LEAD)
    again = demo.demo_token(theirs.ports, Role.LEAD)
    begun = signing_in.enter_demo(theirs.ports, token)
    assert signed(theirs, begun).member.role is Role.LEAD
    assert signing_in.enter_demo(theirs.ports, token) == Refused()
    assert signed(theirs, signing_in.enter_demo(theirs.ports, again)).member.name == "demo-lead"


def test_a_demos_link_is_no_invitation_and_an_invitation_no_demos_link(theirs: World) -> None:
    token = demo.demo_token(theirs.ports, Role.REVIEWER)
    assert invitations.accept(theirs.ports, token, PASSWORD, PASSWORD) is None
    _, invitation = invitations.invite(theirs.ports, "ling", Role.REVIEWER)
    assert signing_in.enter_demo(theirs.ports, invitation) == Refused()


def test_the_demos_members_have_no_password_and_no_role_of_power(theirs: World) -> None:
    demo.demo_token(theirs.ports, Role.REVIEWER)
    assert signing_in.sign_in(theirs.ports, "demo-reviewer", "", ADDRESS) == Refused()
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(KeyError):
            demo.demo_token(theirs.ports, role)


def test_the_policys_least_is_what_the_contract_asks() -> None:
    assert STAFF_POLICY.password_least >= 12

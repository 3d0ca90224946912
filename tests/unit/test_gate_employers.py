"""An employer's life: opened, verified by cases, re-opened by events, stopped and restored by people only."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.acts import opened
from tests.fakes import MORNING, World, world
from tests.gate_acts import WORD, employed, gate_policy, read_page, submitted, verified
from verifier import usecases
from verifier.domain.account_traits import TraitKind
from verifier.domain.case import AccountType
from verifier.domain.decision import Decision, DecisionOutcome, Proposal
from verifier.domain.employer import EmployerState, Ground, Happening, Paper
from verifier.domain.errors import EmployerKnown, EmployerNotStopped, EmployerStopped, Invalid, NotFound
from verifier.domain.event import EventType
from verifier.domain.policy import Policy, Rule, Weight
from verifier.usecases.gate.employers import (
    appeal_employer,
    find_employer,
    list_employers,
    note_decision,
    open_employer,
    read_employer,
    reopen_employer,
    restore_employer,
    stop_employer,
)
from verifier.usecases.gate.members import join, leave
from verifier.usecases.gate.recording import Word, read_timeline

STOPS = (EmployerState.SUSPENDED, EmployerState.REVOKED, EmployerState.CLOSED)


@pytest.fixture
def here() -> World:
    return world(gate=gate_policy())


@pytest.fixture
def tenant(here: World) -> str:
    made, _ = usecases.create_tenant(here.ports, "Alice's site")
    return made.id


def happenings(here: World, tenant: str, employer_id: str) -> list[Happening]:
    entries = read_timeline(here.ports, tenant, employer_id, limit=100).entries
    return [one.what for one in reversed(entries)]


def told(here: World, tenant: str) -> list[dict[str, str]]:
    page = usecases.list_events(here.ports, tenant, kind=EventType.EMPLOYER_CHANGED, limit=100)
    return [dict(one.told) for one in page.events]


def test_a_new_employer_is_pending_and_found_by_the_sites_own_reference(here: World, tenant: str) -> None:
    employer = employed(here.ports, tenant)
    view = find_employer(here.ports, tenant, "account-1")
    assert view == read_employer(here.ports, tenant, employer.id)
    assert (view.employer, view.state, view.recruiters) == (employer, EmployerState.PENDING, ())
    assert list_employers(here.ports, tenant).employers == (employer,)


def test_a_reference_is_one_accounts_alone(here: World, tenant: str) -> None:
    employed(here.ports, tenant)
    with pytest.raises(EmployerKnown):
        employed(here.ports, tenant)
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    employed(here.ports, other.id)


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "  "},
        {"reference": "x" * 501},
        {"known_by": {TraitKind.PHONE: "\x00"}},
        {"known_by": {TraitKind.FACE: "rec_1"}},
        {"known_by": {TraitKind.LICENCE_IMAGE: "evd_1"}},
    ],
)
def test_what_cannot_be_kept_is_refused(here: World, tenant: str, changes: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"reference": "account-1", "account_type": AccountType.DIRECT_EMPLOYER}
    with pytest.raises(Invalid):
        open_employer(here.ports, tenant, **(asked | changes))


def test_another_site_sees_nothing_of_it(here: World, tenant: str) -> None:
    employer = employed(here.ports, tenant)
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    for read in (read_employer, read_timeline):
        with pytest.raises(NotFound):
            read(here.ports, other.id, employer.id)
    with pytest.raises(NotFound):
        reopen_employer(here.ports, other.id, employer.id, ground=Ground.COMPLAINT)
    with pytest.raises(NotFound):
        stop_employer(here.ports, other.id, employer.id, state=EmployerState.REVOKED, word=WORD)
    with pytest.raises(NotFound):
        submitted(here.ports, replace(employer, tenant_id=other.id))
    assert list_employers(here.ports, other.id).employers == ()


def test_employers_are_paged_newest_first(here: World, tenant: str) -> None:
    ids = []
    for number in range(3):
        ids.append(employed(here.ports, tenant, f"account-{number}").id)
        here.clock.tick(seconds=1)
    first = list_employers(here.ports, tenant, limit=2)
    second = list_employers(here.ports, tenant, before=first.next, limit=2)
    assert [one.id for one in (*first.employers, *second.employers)] == ids[::-1]
    assert second.next is None


@pytest.mark.parametrize("kind", list(AccountType))
def test_the_checklist_is_what_the_law_asks_of_the_account_type(
    here: World, tenant: str, kind: AccountType
) -> None:
    employer = open_employer(here.ports, tenant, reference="a", account_type=kind)
    papers = read_employer(here.ports, tenant, employer.id).papers
    assert not any(papers.values())
    assert (Paper.HR_SERVICE_LICENCE in papers) == (
        kind in (AccountType.HR_AGENCY, AccountType.LABOUR_DISPATCH)
    )
    assert (Paper.DISPATCH_LICENCE in papers) == (kind is AccountType.LABOUR_DISPATCH)
    assert (Paper.APPROVAL_DOCUMENT in papers) == (kind is AccountType.PUBLIC_BODY)
    assert {Paper.AGENT_IDENTITY, Paper.AUTHORISATION_LETTER} <= set(papers)


def test_a_verified_case_verifies_its_employer_until_the_decision_ends(here: World, tenant: str) -> None:
    employer = verified(here.ports, tenant)
    view = read_employer(here.ports, tenant, employer.id)
    assert view.state is EmployerState.VERIFIED
    assert view.employer.verified_until == MORNING + timedelta(days=180)
    assert view.employer.scope == "软件开发；样本销售。"
    assert view.cases == (view.employer.case_id,)
    assert view.papers[Paper.BUSINESS_LICENCE]
    assert happenings(here, tenant, employer.id) == ["opened", "case_decided"]
    assert [one["state"] for one in told(here, tenant)] == ["pending", "verified"]
    here.clock.tick(days=180)
    view = read_employer(here.ports, tenant, employer.id)
    assert (view.state, view.ground) == (EmployerState.REVIEW, Ground.EXPIRY)


def test_a_new_case_verifies_a_lapsed_employer_again(here: World, tenant: str) -> None:
    employer = verified(here.ports, tenant)
    here.clock.tick(days=200)
    read_page(here.ports, submitted(here.ports, employer))
    view = read_employer(here.ports, tenant, employer.id)
    assert view.state is EmployerState.VERIFIED
    assert view.employer.verified_until == here.ports.clock.now() + timedelta(days=180)


def test_a_case_that_escalates_changes_nothing_for_its_employer(tenant: str) -> None:
    strict = Policy("strict", timedelta(days=180), 1, {"registry": Rule(Weight.HARD, "test", {})})
    here = world(strict, gate=gate_policy())
    made, _ = usecases.create_tenant(here.ports, "Alice's site")
    employer = verified(here.ports, made.id)
    assert employer.state is EmployerState.PENDING
    assert happenings(here, made.id, employer.id) == ["opened", "case_decided"]


def test_a_case_of_no_employer_is_decided_as_before(here: World, tenant: str) -> None:
    assert opened(here.ports, tenant).employer_id is None


def test_a_case_that_a_person_rejects_has_a_verified_employer_looked_at_again(
    here: World, tenant: str
) -> None:
    employer = verified(here.ports, tenant)
    case = submitted(here.ports, employer)
    proposal = Proposal(DecisionOutcome.REJECTED, "v1", ())
    decision = Decision("dec_9", case.id, proposal, "reviewer-1", MORNING, MORNING + timedelta(days=1), 2)
    with here.ports.transaction() as tx:
        note_decision(tx, case, decision)
    view = read_employer(here.ports, tenant, employer.id)
    assert (view.state, view.ground) == (EmployerState.REVIEW, Ground.CASE_REJECTED)


@pytest.mark.parametrize("ground", list(Ground))
def test_events_have_a_verified_employer_looked_at_again(here: World, tenant: str, ground: Ground) -> None:
    employer = verified(here.ports, tenant)
    assert reopen_employer(here.ports, tenant, employer.id, ground=ground).state is EmployerState.REVIEW
    again = reopen_employer(here.ports, tenant, employer.id, ground=Ground.COMPLAINT)
    assert again.ground is ground
    assert told(here, tenant)[-1] == {
        "employer_id": employer.id,
        "url": f"/v1/employers/{employer.id}",
        "state": "review",
        "ground": ground.value,
    }
    assert happenings(here, tenant, employer.id)[-1] is Happening.REOPENED
    restored = restore_employer(here.ports, tenant, employer.id, word=WORD)
    assert (restored.state, restored.ground) == (EmployerState.VERIFIED, None)


@pytest.mark.parametrize("state", [EmployerState.PENDING, *STOPS])
def test_an_event_changes_nothing_for_one_that_is_not_verified(
    here: World, tenant: str, state: EmployerState
) -> None:
    employer = employed(here.ports, tenant)
    if state in STOPS:
        stop_employer(here.ports, tenant, employer.id, state=state, word=WORD)
    before = happenings(here, tenant, employer.id)
    assert reopen_employer(here.ports, tenant, employer.id, ground=Ground.COMPLAINT).state is state
    assert happenings(here, tenant, employer.id) == before


@pytest.mark.parametrize("state", STOPS)
def test_what_a_person_stopped_no_case_starts_again(here: World, tenant: str, state: EmployerState) -> None:
    employer = verified(here.ports, tenant)
    stop_employer(here.ports, tenant, employer.id, state=state, word=WORD)
    read_page(here.ports, submitted(here.ports, employer))
    assert read_employer(here.ports, tenant, employer.id).state is state
    assert restore_employer(here.ports, tenant, employer.id, word=WORD).state is EmployerState.VERIFIED


def test_a_suspended_one_may_be_revoked_and_a_revoked_one_not_suspended(here: World, tenant: str) -> None:
    employer = employed(here.ports, tenant)
    stop_employer(here.ports, tenant, employer.id, state=EmployerState.SUSPENDED, word=WORD)
    stop_employer(here.ports, tenant, employer.id, state=EmployerState.REVOKED, word=WORD)
    with pytest.raises(EmployerStopped):
        stop_employer(here.ports, tenant, employer.id, state=EmployerState.SUSPENDED, word=WORD)


@pytest.mark.parametrize("state", [EmployerState.PENDING, EmployerState.VERIFIED, EmployerState.REVIEW])
def test_stopping_is_to_one_of_the_three_states_that_stop(
    here: World, tenant: str, state: EmployerState
) -> None:
    employer = employed(here.ports, tenant)
    with pytest.raises(Invalid):
        stop_employer(here.ports, tenant, employer.id, state=state, word=WORD)


@pytest.mark.parametrize(
    "word", [Word("", "why"), Word("reviewer-1", " "), Word("policy", "why"), Word("site", "why")]
)
def test_only_a_named_person_with_a_reason_stops_or_restores(here: World, tenant: str, word: Word) -> None:
    employer = employed(here.ports, tenant)
    with pytest.raises(Invalid):
        stop_employer(here.ports, tenant, employer.id, state=EmployerState.CLOSED, word=word)
    with pytest.raises(Invalid):
        restore_employer(here.ports, tenant, employer.id, word=word)
    assert read_employer(here.ports, tenant, employer.id).state is EmployerState.PENDING


@pytest.mark.parametrize("state", STOPS)
def test_a_stop_is_appealed_once_and_answered_by_a_person(
    here: World, tenant: str, state: EmployerState
) -> None:
    employer = verified(here.ports, tenant)
    with pytest.raises(EmployerNotStopped):
        appeal_employer(here.ports, tenant, employer.id, words="我们没有做错。")
    stop_employer(here.ports, tenant, employer.id, state=state, word=WORD)
    appealed = appeal_employer(here.ports, tenant, employer.id, words="我们没有做错。")
    here.clock.tick(hours=1)
    again = appeal_employer(here.ports, tenant, employer.id, words="请快一点。")
    assert (appealed.state, appealed.appealed_at, again.appealed_at) == (state, MORNING, MORNING)
    assert [one.get("appeal") for one in told(here, tenant)][-1] == "open"
    kept = stop_employer(here.ports, tenant, employer.id, state=state, word=WORD)
    assert (kept.state, kept.appealed_at, kept.since) == (state, None, MORNING)
    assert happenings(here, tenant, employer.id)[-4:] == ["stopped", "appealed", "appealed", "stopped"]


def test_one_that_was_never_stopped_is_not_restored(here: World, tenant: str) -> None:
    employer = employed(here.ports, tenant)
    with pytest.raises(EmployerNotStopped):
        restore_employer(here.ports, tenant, employer.id, word=WORD)


def test_a_restored_one_that_was_never_verified_is_pending(here: World, tenant: str) -> None:
    employer = employed(here.ports, tenant)
    stop_employer(here.ports, tenant, employer.id, state=EmployerState.SUSPENDED, word=WORD)
    assert restore_employer(here.ports, tenant, employer.id, word=WORD).state is EmployerState.PENDING


def test_the_timeline_tells_who_did_what_and_why_newest_first(here: World, tenant: str) -> None:
    employer = verified(here.ports, tenant)
    recruiter = usecases_recruiter(here, tenant)
    join(here.ports, tenant, employer.id, recruiter)
    join(here.ports, tenant, employer.id, recruiter)
    leave(here.ports, tenant, employer.id, recruiter)
    stop_employer(here.ports, tenant, employer.id, state=EmployerState.SUSPENDED, word=WORD)
    first = read_timeline(here.ports, tenant, employer.id, limit=3)
    rest = read_timeline(here.ports, tenant, employer.id, before=first.next, limit=3)
    lines = [(one.what.value, one.by, one.about, one.words) for one in (*first.entries, *rest.entries)]
    assert lines == [
        ("stopped", "reviewer-1", None, WORD.words),
        ("recruiter_left", "site", recruiter, ""),
        ("recruiter_joined", "site", recruiter, ""),
        ("case_decided", "policy", employer.case_id, ""),
        ("opened", "site", None, ""),
    ]
    assert rest.next is None
    assert read_employer(here.ports, tenant, employer.id).recruiters == ()
    with pytest.raises(NotFound):
        leave(here.ports, tenant, employer.id, recruiter)
    with pytest.raises(NotFound):
        join(here.ports, tenant, employer.id, "rec_none")


def usecases_recruiter(here: World, tenant: str) -> str:
    from verifier.usecases.faces.recruiters import add_recruiter

    return add_recruiter(here.ports, tenant, reference="recruiter-1", case_id=None).id

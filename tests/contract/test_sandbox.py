"""A sandbox on every store: kept apart from production, one clock for all, real links, marked tokens."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import jwt
import pytest

from tests import gate_acts
from tests.acts import claimed, reading_for
from tests.face_acts import recruited
from tests.fakes import MemoryStore
from tests.gate_acts import JOB, codes, employed, read_page, submitted
from tests.sandboxes import Sandbox, sandbox
from verifier import usecases
from verifier.domain.case import CaseState, Declared
from verifier.domain.decision import DecisionOutcome
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.errors import ConfigurationError, Invalid
from verifier.domain.face_session import Purpose
from verifier.domain.finding import Outcome
from verifier.domain.permit import Answer, Need
from verifier.domain.tenant import Tenant
from verifier.sandbox.clock import StoredClock
from verifier.sandbox.codes import Script, code_of
from verifier.sandbox.faces import FilmOutcome
from verifier.sandbox.filming import play_film
from verifier.sandbox.moving import AHEAD_MAX, STEP_MAX, advance_clock, read_clock
from verifier.sandbox.scripts import SLOW_FOR, VERSION
from verifier.sandbox.settling import A_SANDBOXS, NO_SANDBOXS, settle
from verifier.store.transaction import SqlStore
from verifier.usecases.faces import sessions
from verifier.usecases.gate.employers import read_employer
from verifier.usecases.gate.facts import Wish
from verifier.usecases.gate.members import join
from verifier.usecases.gate.permits import ask_permit, redeem_permit
from verifier.usecases.tasks import LEASE, renew_lease, sweep_tasks

SEVEN_MONTHS = timedelta(days=210)
NOW = datetime(2026, 5, 4, tzinfo=UTC)
Store = MemoryStore | SqlStore


@pytest.fixture
def here(store: Store) -> Sandbox:
    return sandbox(store)


@pytest.fixture
def site(here: Sandbox) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def declared(script: Script, free: str = "0000") -> Declared:
    return Declared("样本沙盒有限公司", code_of(script, free), "样本人")


def decided(here: Sandbox, employer: Employer, says: Declared) -> usecases.CaseView:
    case = submitted(here.ports, employer, says)
    read_page(here.ports, case)
    return usecases.read_case(here.ports, employer.tenant_id, case.id)


def posting(here: Sandbox, site: str, reference: str, face: str, free: str) -> Wish:
    """An employer that a magic code verified, and a recruiter of this face who was seen just now."""
    ports = here.ports
    employer = employed(ports, site, reference)
    assert decided(here, employer, declared(Script.VERIFIED, free)).case.state is CaseState.VERIFIED
    who = recruited(ports, site, reference)
    join(ports, site, employer.id, who.id)
    filmed(here, site, who.id, face, Purpose.ENROL)
    return Wish(employer.id, who.id, JOB)


def filmed(here: Sandbox, site: str, recruiter_id: str, face: str, purpose: Purpose) -> None:
    session = sessions.ask_session(here.ports, site, recruiter_id, purpose=purpose).session
    play_film(here.ports, site, session.id, outcome=FilmOutcome.VERIFIED, face=face)


def test_an_unused_database_becomes_a_sandboxs_and_then_serves_nothing_else(store: Store) -> None:
    for _ in range(2):
        settle(store.transaction, store.view, sandbox=True, now=NOW)
    with pytest.raises(ConfigurationError) as refused:
        settle(store.transaction, store.view, sandbox=False, now=NOW)
    assert refused.value.detail == A_SANDBOXS


def test_a_database_that_sites_use_never_becomes_a_sandboxs(store: Store) -> None:
    settle(store.transaction, store.view, sandbox=False, now=NOW)
    usecases.create_tenant(gate_acts.world(store=store).ports, "Alice's site")
    with pytest.raises(ConfigurationError) as refused:
        settle(store.transaction, store.view, sandbox=True, now=NOW)
    assert refused.value.detail == NO_SANDBOXS
    settle(store.transaction, store.view, sandbox=False, now=NOW)


def test_a_site_that_is_just_being_made_keeps_its_database_from_becoming_a_sandboxs(
    sql_store: SqlStore,
) -> None:
    became: list[bool] = []

    def become() -> None:
        with sql_store.transaction() as tx:
            became.append(tx.sandbox.become(NOW))

    with sql_store.transaction() as tx:
        tx.tenants.add(Tenant("ten_1", "Alice's site", NOW))
        other = Thread(target=become)
        other.start()
        other.join(0.3)
        assert became == []
    other.join()
    assert became == [False]


@pytest.mark.parametrize("script", [Script.VERIFIED, Script.REGISTRY_REVOKED])
def test_a_magic_case_goes_the_whole_way_and_is_decided_as_its_code_asks(
    here: Sandbox, site: str, script: Script
) -> None:
    view = decided(here, employed(here.ports, site), declared(script))
    assert view.readings
    assert view.decision is not None
    assert view.decision.proposal.policy_version == VERSION
    assert (view.case.state is CaseState.VERIFIED) == (script is Script.VERIFIED)


def test_production_judges_a_magic_code_as_any_other(here: Sandbox, site: str) -> None:
    production = replace(here, ports=here.production)
    view = decided(production, employed(here.ports, site), declared(Script.VERIFIED))
    assert view.decision is not None
    assert view.decision.proposal.outcome is DecisionOutcome.ESCALATED
    assert view.decision.proposal.policy_version == here.production.policy.version


def test_a_slow_case_waits_for_a_minute_of_the_sandboxs_clock(here: Sandbox, site: str) -> None:
    case = submitted(here.ports, employed(here.ports, site), declared(Script.SLOW))
    (task,) = (f"licence-{one.id}" for one in usecases.read_case(here.ports, site, case.id).evidence)
    assert usecases.claim_task(here.ports, task, worker="w1") is None
    advance_clock(here.ports, site, SLOW_FOR)
    read_page(here.ports, case)
    assert usecases.read_case(here.ports, site, case.id).case.state is CaseState.VERIFIED


def test_the_clock_moves_for_every_process_at_once_and_only_forwards(
    here: Sandbox, site: str, store: Store
) -> None:
    another = StoredClock(store.view, here.real)
    before = another.now()
    moved = advance_clock(here.ports, site, SEVEN_MONTHS)
    assert another.now() == moved.now == before + SEVEN_MONTHS
    assert another.real() == moved.real == before
    for step in (timedelta(0), timedelta(seconds=-1), STEP_MAX + timedelta(seconds=1)):
        with pytest.raises(Invalid):
            advance_clock(here.ports, site, step)
    assert another.ahead() == SEVEN_MONTHS


def test_the_clock_does_not_move_beyond_its_end(here: Sandbox, site: str) -> None:
    with here.ports.transaction() as tx:
        assert tx.sandbox.advance(AHEAD_MAX - STEP_MAX, most=AHEAD_MAX)
    advance_clock(here.ports, site, STEP_MAX)
    with pytest.raises(Invalid):
        advance_clock(here.ports, site, STEP_MAX)
    assert read_clock(here.ports).ahead == AHEAD_MAX


def test_after_seven_months_the_same_posting_is_refused(here: Sandbox, site: str) -> None:
    wish = posting(here, site, "account-1", "Xiao Yang", "0001")
    allowed = ask_permit(here.ports, site, wish)
    assert allowed.permit.answer is Answer.ALLOW, codes(allowed.permit)
    advance_clock(here.ports, site, SEVEN_MONTHS)
    refused = ask_permit(here.ports, site, wish).permit
    assert refused.answer is not Answer.ALLOW
    assert Need.DOCUMENT in refused.needs
    assert read_employer(here.ports, site, wish.employer_id).state is EmployerState.REVIEW


def test_a_token_says_that_it_is_a_sandboxs_and_tells_the_real_time(here: Sandbox, site: str) -> None:
    advance_clock(here.ports, site, SEVEN_MONTHS)
    answered = ask_permit(here.ports, site, posting(here, site, "account-1", "Xiao Yang", "0001"))
    told = jwt.decode(answered.token or "", options={"verify_signature": False})
    assert told["sandbox"] is True
    assert told["iat"] == int(here.real.now().timestamp())
    assert timedelta(seconds=told["exp"] - told["iat"]) == here.ports.gate_policy.permit_life
    assert redeem_permit(here.ports, site, answered.permit.id).redeemed_at is not None


def test_a_token_of_production_says_nothing_of_a_sandbox(store: Store) -> None:
    token = gate_acts.gate(store).ask().token
    assert "sandbox" not in jwt.decode(token or "", options={"verify_signature": False})


def test_two_accounts_with_one_code_and_one_face_are_tied_by_the_real_search(
    here: Sandbox, site: str
) -> None:
    posting(here, site, "account-1", "Xiao Yang", "0001")
    posting(here, site, "account-2", "Lin", "0002")
    third = ask_permit(here.ports, site, posting(here, site, "account-3", "Xiao Yang", "0001")).permit
    assert (third.answer, third.needs) == (Answer.STEP_UP, (Need.REVIEW,))
    (links,) = (one for one in third.findings if one.check == "links" and one.outcome is not Outcome.PASS)
    assert "face with 1" in links.detail, links.detail  # and not with Lin's account
    assert "code with 1" in links.detail


def test_a_jump_takes_no_task_from_the_worker_that_has_it(here: Sandbox, site: str) -> None:
    case = submitted(here.ports, employed(here.ports, site), declared(Script.VERIFIED))
    (item,) = usecases.read_case(here.ports, site, case.id).evidence
    claim = claimed(here.ports, f"licence-{item.id}")
    advance_clock(here.ports, site, SEVEN_MONTHS)
    assert sweep_tasks(here.ports) == 0
    assert usecases.claim_task(here.ports, claim.task.id, worker="w2") is None
    assert renew_lease(here.ports, claim)
    assert usecases.record_reading(here.ports, claim, reading_for(claim))
    assert usecases.read_case(here.ports, site, case.id).case.state is CaseState.VERIFIED


def test_a_task_whose_worker_died_is_asked_for_again_by_the_real_clock(here: Sandbox, site: str) -> None:
    case = submitted(here.ports, employed(here.ports, site), declared(Script.VERIFIED))
    (item,) = usecases.read_case(here.ports, site, case.id).evidence
    claimed(here.ports, f"licence-{item.id}")
    here.real.tick(seconds=LEASE.total_seconds() + 1)
    assert sweep_tasks(here.ports) == 1

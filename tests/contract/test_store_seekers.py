"""What every store does with grants and reads: the fake, SQLite and PostgreSQL alike, races included."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest

from fixtures.resumes import resume
from tests.contract.test_store_gate import Store
from tests.fakes import MORNING
from tests.seeker_acts import RESUME, SEEKER, Desk, codes, desk, granted
from verifier.checks.reads import pace
from verifier.domain.aliases import AliasPool
from verifier.domain.permit import Answer
from verifier.domain.policy import Rule
from verifier.domain.read_errors import GrantOver
from verifier.domain.resume_read import Pace, ReadWish
from verifier.usecases.seeker_ports import Reader
from verifier.usecases.seekers.grants import withdraw
from verifier.usecases.seekers.marks import mark_text, trace_alias, trace_text
from verifier.usecases.seekers.reads import ask_read, tell_contact

READERS = 4
RACES = 6


@pytest.fixture
def here(store: Store) -> Desk:
    return desk(store)


def capped(here: Desk, most: int) -> Desk:
    """The same, with another cap on a recruiter's hour."""
    policy = here.ports.read_policy
    rule = policy.rules.rules[pace.NAME]
    low = dict(rule.thresholds) | {pace.HOUR_MAX: most, pace.HOUR_USUAL: most}
    rules = dict(policy.rules.rules) | {pace.NAME: Rule(rule.weight, rule.source, low)}
    ports = replace(here.ports, read_policy=replace(policy, rules=replace(policy.rules, rules=rules)))
    return replace(here, gate=replace(here.gate, world=replace(here.gate.world, ports=ports)))


def test_a_read_comes_back_as_it_was_answered_and_as_it_went_on(here: Desk) -> None:
    read = here.ask().read
    with here.ports.transaction() as tx:
        assert tx.resume_reads.get(here.tenant_id, read.id) == read
        assert tx.resume_reads.get("ten_other", read.id) is None
        tx.resume_reads.mark(here.tenant_id, read.id, MORNING, 400)
    contacted = tell_contact(here.ports, here.tenant_id, read.id)
    later = replace(contacted, marked_at=MORNING, marked_length=400)
    with here.ports.view() as tx:
        assert tx.resume_reads.get(here.tenant_id, read.id) == later
        assert [one.read_id for one in tx.resume_reads.marked(here.tenant_id, 400)] == [read.id]
        assert list(tx.resume_reads.marked(here.tenant_id, 401)) == []
        assert tx.resume_reads.of_grant(here.tenant_id, here.grant.id, 9) == (replace(later, findings=()),)
    assert tell_contact(here.ports, here.tenant_id, read.id) == later


def test_reads_are_counted_by_hour_day_week_and_night(here: Desk) -> None:
    recruiter_id, clock, firm = here.gate.recruiter.id, here.gate.world.clock, here.gate.employer.id
    first = here.ask().read
    tell_contact(here.ports, here.tenant_id, first.id)
    clock.tick(hours=2)
    here.ask()
    with here.ports.view() as tx:
        reads, now = tx.resume_reads, here.ports.clock.now()

        def paced(at: datetime) -> Pace:
            both = reads.paces(here.tenant_id, [recruiter_id, "rec_none"], at)
            assert both["rec_none"] == Pace()
            return both[recruiter_id]

        assert paced(now) == Pace(1, 2, 2, 1, 0)
        night = now.replace(hour=16)  # midnight in Beijing, ten hours later
        assert paced(night) == Pace(0, 2, 2, 1, 0)
        assert paced(night + timedelta(days=7)) == Pace()
        assert reads.of_employers(here.tenant_id, [firm, "emp_none"], now) == {firm: 1, "emp_none": 0}
        reader = Reader(here.grant.seeker_id, firm, recruiter_id)
        seekers = [here.grant.seeker_id, "skr_none"]
        assert reads.readers(here.tenant_id, seekers, [firm, "emp_none"], MORNING) == {reader}
        assert reads.readers(here.tenant_id, seekers, ["emp_none"], MORNING) == set()
        assert reads.readers(here.tenant_id, seekers, [firm], now + timedelta(days=1)) == set()


def test_reads_of_the_present_night_are_counted(here: Desk) -> None:
    here.gate.world.clock.tick(hours=13)  # past midnight in Beijing
    here.gate.show_face()
    here.ask()
    with here.ports.view() as tx:
        who, now = here.gate.recruiter.id, here.ports.clock.now()
        told = tx.resume_reads.paces(here.tenant_id, [who], now)
    assert told[who].night == 1


def test_a_grant_is_found_by_whose_resume_it_is_and_one_that_stands_goes_first(here: Desk) -> None:
    wish = here.wish(grant_id=None, seeker=SEEKER)
    withdraw(here.ports, here.tenant_id, here.grant.id)
    with here.ports.view() as tx:
        assert tx.grants.find(here.tenant_id, [wish]) == [here.grant.id]
    second = granted(here.gate)
    with here.ports.view() as tx:
        assert list(tx.grants.standing(here.tenant_id, second.seeker_id, 9)) == [second.id]
        assert list(tx.grants.standing(here.tenant_id, second.seeker_id, 0)) == []
        assert list(tx.grants.standing("ten_other", second.seeker_id, 9)) == []
        other = replace(wish, resume="resume-2")
        assert tx.grants.find(here.tenant_id, [other, wish, wish]) == [None, second.id, second.id]
        assert tx.grants.find("ten_other", [wish]) == [None]
        assert tx.grants.get(here.tenant_id, second.id) == second


def test_no_read_is_allowed_once_a_withdrawal_has_returned(here: Desk) -> None:
    """Readers ask all the while; whatever is begun after the withdrawal came back is refused."""
    for number in range(RACES):
        grant = granted(here.gate, resume=f"resume-{number}")
        wish = here.wish(grant_id=grant.id, resume=f"resume-{number}")
        begun = Barrier(READERS + 1)
        over: list[bool] = []

        def read(wish: ReadWish = wish, begun: Barrier = begun, over: list[bool] = over) -> list[str]:
            begun.wait()
            late = []
            for _ in range(4):
                was_over = bool(over)
                answered = ask_read(here.ports, here.tenant_id, wish).read
                if was_over and answered.answer is Answer.ALLOW:
                    late.append(answered.id)
            return late

        with ThreadPoolExecutor(READERS) as threads:
            asked = [threads.submit(read) for _ in range(READERS)]
            begun.wait()
            told = withdraw(here.ports, here.tenant_id, grant.id)
            over.append(True)
            assert [late for one in asked for late in one.result()] == []
        with here.ports.view() as tx:
            allowed = tx.resume_reads.of_grant(here.tenant_id, grant.id, 99)
        # What the withdrawal told of is all that ever was: nothing was allowed beside it or after it.
        assert [one.id for one in told.reads] == [one.id for one in allowed]
        assert codes(ask_read(here.ports, here.tenant_id, wish).read) == {"grant_withdrawn"}


def test_caps_are_exact_however_many_ask_at_once(here: Desk) -> None:
    """Two processes, whose groups know nothing of each other."""
    few = capped(here, 5)
    desks = [few, replace(few, gate=replace(few.gate, world=replace(few.gate.world, ports=_process(few))))]
    with ThreadPoolExecutor(8) as threads:
        reads = list(threads.map(lambda number: desks[number % 2].ask().read, range(16)))
    assert sum(one.answer is Answer.ALLOW for one in reads) == 5
    stopped = [one for one in reads if one.answer is not Answer.ALLOW]
    assert {code for one in stopped for code in codes(one)} == {"pace_recruiter_capped"}
    with here.ports.view() as tx:
        events = tx.events.page(here.tenant_id, after=None, kind=None, limit=100)
    assert [one.type for one in events].count("resume.read_stopped") == 1  # type: ignore[comparison-overlap]  # a StrEnum


def _process(here: Desk):  # type: ignore[no-untyped-def]
    """The ports of another process."""
    from verifier.usecases.gate.counter import Counter

    return replace(here.ports, counter=Counter())


def test_every_decision_is_on_the_chain_with_identifiers_alone(here: Desk) -> None:
    allowed = here.ask().read
    refused = here.ask(resume=RESUME + "-2").read
    with here.ports.view() as tx:
        entries = [one for one in tx.audit.entries(here.tenant_id) if one.action == "resume_read.asked"]
    assert [(one.subject, json.loads(one.details)["answer"]) for one in entries] == [
        (allowed.id, "allow"),
        (refused.id, "deny"),
    ]
    assert RESUME not in str(entries)
    assert SEEKER not in str(entries)


def test_grants_contacts_marks_and_traces_are_on_the_chain_and_an_alias_names_its_read(here: Desk) -> None:
    pool = AliasPool("alias.jobs.example", ("057100000000",))
    ports = replace(here.ports, aliases=pool)
    answered = ask_read(ports, here.tenant_id, here.wish())
    read, aliases = answered.read, answered.aliases
    assert aliases.mail is not None
    assert aliases.phone is not None
    tell_contact(ports, here.tenant_id, read.id)
    text = resume(1)
    done = mark_text(ports, here.tenant_id, read.id, text)
    (named,) = trace_text(ports, here.tenant_id, done.text).named
    assert named.read.id == read.id
    assert trace_text(ports, here.tenant_id, text).named == ()
    for alias in (aliases.mail.upper(), f" {aliases.phone} "):
        (traced,) = trace_alias(ports, alias)
        assert [one.read.id for one in traced.named] == [read.id]
    assert trace_alias(ports, "r-0@alias.jobs.example") == []
    withdraw(ports, here.tenant_id, here.grant.id)
    with pytest.raises(GrantOver):
        mark_text(ports, here.tenant_id, read.id, text)
    with here.ports.view() as tx:
        entries = list(tx.audit.entries(here.tenant_id))
    actions = [one.action for one in entries]
    expected = {
        "resume_grant.given": 1,
        "resume_read.contacted": 1,
        "resume_read.marked": 1,
        "leak.traced": 4,
    }
    assert {name: actions.count(name) for name in expected} == expected
    assert not any(part in str(entries) for part in (aliases.mail, aliases.phone, text[:12]))

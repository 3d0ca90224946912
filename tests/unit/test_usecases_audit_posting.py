"""What is done at the gate and on the recruiter's page is on the chain: by whom, once, and in no words."""

import json
from datetime import timedelta

import pytest

from tests import face_acts
from tests.gate_acts import WORD, Gate, employed, gate
from verifier import usecases
from verifier.domain.account_traits import TraitKind
from verifier.domain.api_key import ApiKey
from verifier.domain.audit_chain import Entry
from verifier.domain.employer import EmployerState, Ground
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.faces import recruiters, reviews, sessions, visits
from verifier.usecases.gate import blocks, employers, links, members, permits
from verifier.usecases.gate.signing import rotate_signing_key


@pytest.fixture
def here() -> Gate:
    return gate()


@pytest.fixture
def key(here: Gate) -> ApiKey:
    return usecases.create_key(here.ports, here.tenant_id, "board")[0]


def recorded(here: Gate) -> list[Entry]:
    (chain,) = inspect_chains(here.ports, tenant_id=here.tenant_id)
    assert not chain.faults
    with here.ports.view() as tx:
        return list(tx.audit.entries(here.tenant_id))


def since(here: Gate, before: int) -> list[tuple[str, str, str]]:
    return [(entry.action, entry.actor_kind, entry.subject) for entry in recorded(here)[before:]]


def test_an_employers_life_is_recorded_by_the_key_that_asked(here: Gate, key: ApiKey) -> None:
    ports, tenant, before = here.ports, here.tenant_id, len(recorded(here))
    one = here.employer.id
    members.leave(ports, tenant, one, here.recruiter.id, by=key)
    members.join(ports, tenant, one, here.recruiter.id, by=key)
    members.join(ports, tenant, one, here.recruiter.id, by=key)  # changes nothing
    employers.reopen_employer(ports, tenant, one, ground=Ground.CASE_REJECTED, by=key)
    employers.stop_employer(ports, tenant, one, state=EmployerState.SUSPENDED, word=WORD, by=key)
    employers.appeal_employer(ports, tenant, one, words="请再看一次。", by=key)
    employers.restore_employer(ports, tenant, one, word=WORD, by=key)
    links.clear_links(ports, tenant, one, word=WORD, by=key)
    assert since(here, before) == [
        (action, "key", one)
        for action in (
            "member.left",
            "member.joined",
            "employer.reopened",
            "employer.stopped",
            "employer.appealed",
            "employer.restored",
            "employer.links_cleared",
        )
    ]
    assert {entry.actor_id for entry in recorded(here)[before:]} == {key.id}
    stopped = next(entry for entry in recorded(here) if entry.action == "employer.stopped")
    assert json.loads(stopped.details) == {"state": "suspended"}


def test_an_account_that_is_opened_is_recorded_without_what_the_site_calls_it(
    here: Gate, key: ApiKey
) -> None:
    opened = employed(here.ports, here.tenant_id, "planted", by=key)
    last = recorded(here)[-1]
    assert (last.action, last.actor_id, last.subject) == ("employer.opened", key.id, opened.id)
    assert "planted" not in last.details


def test_permits_are_recorded_with_their_answer(here: Gate, key: ApiKey) -> None:
    ports, tenant, before = here.ports, here.tenant_id, len(recorded(here))
    first = permits.ask_permit(ports, tenant, here.wish(), by=key).permit
    permits.redeem_permit(ports, tenant, first.id, by=key)
    permits.clear_text(ports, tenant, first.id, word=WORD, by=key)
    here.show_face()
    between = len(recorded(here))
    second = permits.ask_permit(ports, tenant, here.wish(), by=key).permit
    permits.revoke_permit(ports, tenant, second.id, by=key)
    assert since(here, before)[:3] == [
        ("permit.asked", "key", first.id),
        ("permit.redeemed", "key", first.id),
        ("permit.text_cleared", "key", first.id),
    ]
    assert since(here, between) == [("permit.asked", "key", second.id), ("permit.revoked", "key", second.id)]
    asked = json.loads(recorded(here)[before].details)
    assert (asked["answer"], asked["employer_id"]) == ("allow", here.employer.id)


def test_a_wish_for_somebody_who_is_not_there_is_recorded_without_the_sites_words(here: Gate) -> None:
    refused = here.ask(employer_id="张三 是 谁", recruiter_id="李四 的 公司").permit
    last = recorded(here)[-1]
    assert (last.action, last.subject) == ("permit.asked", refused.id)
    assert json.loads(last.details).keys() == {"answer", "policy_version"}


def test_blocks_are_recorded_without_their_reason_and_reviewer(here: Gate, key: ApiKey) -> None:
    ports, tenant, before = here.ports, here.tenant_id, len(recorded(here))
    why = blocks.Blocking("zhangsan", ports.clock.now() + timedelta(days=30), "reviewer-77")
    one = blocks.block_value(ports, tenant, TraitKind.PHONE, "13900000000", why, by=key)
    blocks.appeal_block(ports, tenant, one.id, by=key)
    blocks.appeal_block(ports, tenant, one.id, by=key)  # changes nothing
    blocks.uphold_block(ports, tenant, one.id, word=WORD, by=key)
    blocks.lift_block(ports, tenant, one.id, word=WORD, by=key)
    listed = blocks.block_employer(ports, tenant, here.employer.id, why, by=key)
    assert listed
    assert since(here, before) == [
        ("block.added", "key", one.id),
        ("block.appealed", "key", one.id),
        ("block.upheld", "key", one.id),
        ("block.lifted", "key", one.id),
        ("employer.blocked", "key", here.employer.id),
        *(("block.added", "key", block.id) for block in listed),
    ]
    written = "".join(entry.details + entry.subject + entry.actor_id for entry in recorded(here))
    assert not [word for word in ("zhangsan", "reviewer-77", WORD.reviewer) if word in written]


def test_a_new_signing_key_is_recorded_with_every_tenant(here: Gate) -> None:
    other = usecases.create_tenant(here.ports, "Bob's site")[0].id
    fresh = rotate_signing_key(here.ports, at_once=True)
    with here.ports.view() as tx:
        for tenant in (here.tenant_id, other):
            last = list(tx.audit.entries(tenant))[-1]
            assert (last.action, last.actor_kind, last.subject) == (
                "signing_key.rotated",
                "operator",
                fresh.id,
            )


def test_what_a_recruiter_does_on_the_page_is_recorded_as_theirs_and_the_film_as_the_policys(
    here: Gate,
) -> None:
    ports, tenant, before = here.ports, here.tenant_id, len(recorded(here))
    person = face_acts.recruited(ports, tenant, "recruiter-2")
    link = face_acts.active(ports, person)
    face_acts.read(ports, face_acts.finished(ports, link, seed=90))
    visits.withdraw(ports, *link.place)
    assert since(here, before) == [
        ("recruiter.added", "operator", person.id),
        ("portrait.added", "operator", person.id),
        ("face_session.asked", "operator", link.session.id),
        ("consent.given", "recruiter", link.session.id),
        ("face_session.decided", "policy", link.session.id),
        ("face.withdrawn", "recruiter", person.id),
    ]
    asked, agreed, decided, _ = recorded(here)[before + 2 :]
    assert json.loads(asked.details) == {"recruiter_id": person.id, "purpose": "enrol"}
    assert (agreed.actor_id, json.loads(agreed.details)["keeps_frames"]) == (person.id, "no")
    assert json.loads(decided.details)["outcome"] == "verified"
    assert decided.actor_id == ports.face_policy.version


def test_another_way_and_a_persons_word_are_recorded_without_the_word(here: Gate, key: ApiKey) -> None:
    ports, tenant = here.ports, here.tenant_id
    link = face_acts.asked(ports, face_acts.recruited(ports, tenant, "recruiter-2"))
    before = len(recorded(here))
    visits.take_other_way(ports, *link.place, next(iter(OtherWay)))
    words = {"outcome": FaceOutcome.REJECTED, "reviewer": "reviewer-77", "words": "Nobody came."}
    reviews.decide_session(ports, tenant, link.session.id, **words, by=key)  # type: ignore[arg-type]
    sessions.read_session(ports, tenant, link.session.id, by=key)
    sessions.read_session(ports, tenant, link.session.id, by=key)  # within the hour
    assert since(here, before) == [
        ("face_session.decided", "policy", link.session.id),
        ("other_way.taken", "recruiter", link.session.id),
        ("face_session.reviewed", "key", link.session.id),
        ("face_session.read", "key", link.session.id),
    ]
    reviewed = recorded(here)[before + 2]
    assert json.loads(reviewed.details).keys() == {"decision_id", "outcome"}


def test_a_withdrawal_at_the_sites_word_is_recorded_by_its_key(here: Gate, key: ApiKey) -> None:
    recruiters.withdraw_face(here.ports, here.tenant_id, here.recruiter.id, by=key)
    last = recorded(here)[-1]
    assert (last.action, last.actor_id, last.subject) == ("face.withdrawn", key.id, here.recruiter.id)

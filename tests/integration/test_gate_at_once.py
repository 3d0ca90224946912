"""What must come out right at the gate when processes meet: real ones, on SQLite and on PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests import face_acts
from tests.crowds import all_at_once, store_on
from tests.fakes import World
from tests.gate_acts import JOB, OTHER_FIRM, WORD, Gate, codes, employed, gate, gate_policy, verified
from verifier import usecases
from verifier.domain.account_traits import TraitKind
from verifier.domain.employer import EmployerState
from verifier.domain.errors import VerifierError
from verifier.domain.permit import Answer
from verifier.usecases.gate.blocks import Blocking, block_value
from verifier.usecases.gate.employers import list_employers, read_employer, restore_employer, stop_employer
from verifier.usecases.gate.links import read_links
from verifier.usecases.gate.members import join
from verifier.usecases.gate.permits import ask_permit, read_permit, redeem_permit
from verifier.usecases.gate.recording import read_timeline
from verifier.usecases.gate.signing import key_set

ROUNDS = 8  # a race that is lost once in so many is lost


@pytest.fixture
def here(database_url: str) -> Gate:
    return gate(store_on(database_url))


def guarded(here: World) -> World:
    return replace(here, ports=replace(here.ports, gate_policy=gate_policy()))


def met(act: Callable[[], Any]) -> Any:
    """What it returned, or the code of the error."""
    try:
        return act()
    except VerifierError as error:
        return error.code


def test_a_second_account_with_the_same_licence_and_face_is_stepped_up_and_after_expiry_nobody_posts(
    here: Gate,
) -> None:
    first = here.ask().permit
    assert first.answer is Answer.ALLOW
    redeem_permit(here.ports, here.tenant_id, first.id)
    assert read_permit(here.ports, here.tenant_id, first.id).redeemed_at is not None
    here.world.clock.tick(days=1)
    second = verified(here.ports, here.tenant_id, "account-2")
    join(here.ports, here.tenant_id, second.id, here.recruiter.id)
    here.show_face()
    assert codes(here.ask(employer_id=second.id).permit) == {"links_strong"}
    tied = {one.kind for one in read_links(here.ports, here.tenant_id, second.id)}
    assert tied >= {TraitKind.CODE, TraitKind.FACE}
    assert here.ask().permit.answer is Answer.ALLOW
    here.world.clock.tick(days=180)
    here.show_face()
    assert codes(here.ask().permit) == {"verification_lapsed"}


def test_of_many_who_use_a_permit_at_once_one_does(here: Gate, database_url: str) -> None:
    for _ in range(ROUNDS):
        permit = here.ask().permit
        used = all_at_once(
            database_url,
            lambda world, _, permit=permit: met(  # type: ignore[misc]
                lambda: redeem_permit(world.ports, permit.tenant_id, permit.id).id
            ),
            crowd=4,
        )
        assert sorted(used) == sorted([permit.id, *["permit_spent"] * 3])


def test_stopping_an_employer_leaves_no_permit_of_a_wish_that_came_at_the_same_moment(
    here: Gate, database_url: str
) -> None:
    wish, tenant_id, employer_id = here.wish(), here.tenant_id, here.employer.id

    def act(world: World, number: int) -> str:
        world = guarded(world)
        if number == 0:
            state = EmployerState.SUSPENDED
            return stop_employer(world.ports, tenant_id, employer_id, state=state, word=WORD).id
        return ask_permit(world.ports, tenant_id, wish).permit.id

    for _ in range(ROUNDS):
        _, *asked = all_at_once(database_url, act, crowd=4)
        permits = [read_permit(here.ports, tenant_id, permit_id) for permit_id in asked]
        now = here.ports.clock.now()
        assert not any(permit.holds_at(now) for permit in permits)
        assert len(permits) == 3
        restore_employer(here.ports, tenant_id, employer_id, word=WORD)


def test_blocking_a_value_leaves_no_permit_of_a_wish_that_came_at_the_same_moment(
    here: Gate, database_url: str
) -> None:
    wish, tenant_id = here.wish(), here.tenant_id
    until = here.ports.clock.now().replace(year=2030)

    def act(world: World, number: int) -> str:
        world = guarded(world)
        if number == 0:
            why = Blocking("forged_licence", until, "reviewer-1")
            return block_value(world.ports, tenant_id, TraitKind.PHONE, "13800000000", why).id
        return ask_permit(world.ports, tenant_id, wish).permit.id

    _, *asked = all_at_once(database_url, act, crowd=5)
    permits = [read_permit(here.ports, tenant_id, permit_id) for permit_id in asked]
    assert not any(permit.holds_at(here.ports.clock.now()) for permit in permits)


def test_of_many_who_open_an_account_of_one_reference_at_once_one_does(here: Gate, database_url: str) -> None:
    tenant_id = here.tenant_id
    opened = all_at_once(
        database_url,
        lambda world, _: met(lambda: employed(world.ports, tenant_id, "account-9").id),
        crowd=4,
    )
    assert opened.count("employer_known") == 3
    assert len(list_employers(here.ports, tenant_id).employers) == 2


def test_processes_that_ask_at_once_all_get_a_token_that_the_published_keys_verify(
    here: Gate, database_url: str
) -> None:
    import jwt

    wish, tenant_id = here.wish(), here.tenant_id
    tokens = all_at_once(
        database_url,
        lambda world, _: ask_permit(guarded(world).ports, tenant_id, wish).token,
        crowd=4,
    )
    keys = jwt.PyJWKSet.from_dict(dict(key_set(here.ports)))
    for token in tokens:
        key = keys[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token,
            key,
            algorithms=["EdDSA"],
            audience=tenant_id,
            options={"verify_exp": False, "verify_iat": False},
        )
        assert claims["employer"] == here.employer.id


def test_the_record_is_in_order_whoever_writes_in_it_at_once(here: Gate, database_url: str) -> None:
    tenant_id, employer_id = here.tenant_id, here.employer.id
    people = [face_acts.recruited(here.ports, tenant_id, f"r{number}").id for number in range(4)]
    all_at_once(
        database_url,
        lambda world, number: met(
            lambda: join(world.ports, tenant_id, employer_id, people[number]).recruiter_id
        ),
        crowd=4,
    )
    entries = read_timeline(here.ports, tenant_id, employer_id, limit=100).entries
    assert len(entries) == len({one.id for one in entries}) == 3 + 4
    assert set(read_employer(here.ports, tenant_id, employer_id).recruiters) == {*people, here.recruiter.id}


def test_no_value_and_no_text_is_in_the_tables_of_the_gate(here: Gate) -> None:
    from sqlalchemy import text

    permit = here.ask(job=replace(JOB, text="一段秘密的文字")).permit
    redeem_permit(here.ports, here.tenant_id, permit.id)
    other = verified(here.ports, here.tenant_id, "account-2", OTHER_FIRM)
    until = here.ports.clock.now().replace(year=2030)
    why = Blocking("forged_licence", until, "reviewer-1")
    block_value(here.ports, here.tenant_id, TraitKind.BANK_ACCOUNT, "6222000000000001", why)
    with here.ports.view() as tx:
        connection = tx.employers._connection  # type: ignore[attr-defined]
        kept = "".join(
            str(connection.execute(text(f"SELECT * FROM {table}")).all())
            for table in ("permits", "account_traits", "blocks", "employers", "employer_entries", "events")
        )
    assert other.id in kept
    for secret in ("一段秘密的文字", "fingerprint-1", "6222000000000001", "13900000000", "例子人"):
        assert secret not in kept
    assert usecases.list_events(here.ports, here.tenant_id).events

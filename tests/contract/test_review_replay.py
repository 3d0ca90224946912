"""Trying a policy on past cases, on memory and on both databases: who would change, and nothing does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.acts import claimed, submitted
from tests.licences import licence
from tests.review_acts import BROKEN, MUST_BE_READ, Desk, desk, says
from verifier import usecases
from verifier.domain.case import Case
from verifier.domain.policy import Policy, Rule, Weight
from verifier.domain.reading import Reading
from verifier.store.transaction import SqlStore
from verifier.usecases.retention.erasing import erase_case
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.replaying import BATCH, Effect, replay
from verifier.usecases.review.reviewer import Reviewer

SOFT = Rule(Weight.SOFT, "test", {})
HARD = Rule(Weight.HARD, "test", {})
COMPARED = Rule(Weight.HARD, "test", {"score_min": 0.5})
LAX = replace(MUST_BE_READ, version="lax", rules={"readable": SOFT})
DECLARED = replace(MUST_BE_READ, version="declared", rules={"readable": HARD, "declared": COMPARED})


@pytest.fixture
def here(store: object) -> Desk:
    return desk(store)


def verified(here: Desk) -> Case:
    """A case whose licence was read; its person is another than was declared, which nobody compared."""
    case, (task_id,) = submitted(here.ports, here.tenant.id)
    claim = claimed(here.ports, task_id)
    body = licence({"person": "李证据"})
    usecases.record_reading(
        here.ports, claim, Reading(claim.evidence.id, claim.task.reader, "none", "0", 1, body)
    )
    assert here.state(case) == "verified"
    return case


def effects(here: Desk, policy: Policy, **more: object) -> Mapping[Effect, int]:
    return dict(replay(here.ports, policy, **more).effects)  # type: ignore[arg-type]  # as its keywords


def test_the_policy_in_force_changes_nobody(here: Desk) -> None:
    verified(here)
    here.escalated()
    made = replay(here.ports, MUST_BE_READ)
    assert (made.n, made.effects[Effect.SAME], made.drifted, made.sample) == (2, 2, 0, [])


def test_a_stricter_policy_names_who_would_be_escalated_and_why(here: Desk) -> None:
    case = verified(here)
    here.escalated()
    made = replay(here.ports, DECLARED)
    assert made.effects == {Effect.ESCALATED: 1, Effect.OTHER_REASONS: 1}
    (changed,) = (one for one in made.sample if one.effect is Effect.ESCALATED)
    assert changed.case_id == case.id
    assert "person_differs" in changed.came
    assert made.came["person_differs"] == 1
    assert "李证据" not in repr(made)


def test_a_laxer_policy_names_who_would_be_verified_whatever_people_said_since(here: Desk) -> None:
    case, escalation = here.escalated()
    decide_case(here.ports, escalation.id, says(), seen=1, me=Reviewer("stf_anna"))
    made = replay(here.ports, LAX)
    (changed,) = made.sample
    assert (changed.case_id, changed.effect, changed.went) == (case.id, Effect.VERIFIED, (BROKEN.code,))


def test_what_the_policy_in_force_would_not_repeat_is_counted_apart(here: Desk) -> None:
    here.escalated()
    changed = replace(here, ports=replace(here.ports, policy=LAX))
    made = replay(changed.ports, LAX)
    assert (made.effects[Effect.SAME], made.drifted) == (1, 1)


def test_only_the_asked_for_cases_are_judged(here: Desk) -> None:
    for _ in range(3):
        verified(here)
        here.world.clock.tick(days=1)
    submitted(here.ports, here.tenant.id)  # nobody decided it
    assert effects(here, LAX) == {Effect.SAME: 3}
    assert effects(here, LAX, limit=2) == {Effect.SAME: 2}
    assert effects(here, LAX, since=here.world.clock.now() - timedelta(days=2)) == {Effect.SAME: 2}
    assert effects(here, LAX, tenants=frozenset({"ten_other"})) == {}


def test_it_ends_when_its_time_is_up_and_says_so() -> None:
    here = desk()
    for _ in range(BATCH + 1):
        here.escalated()
    made = replay(here.ports, LAX, within=timedelta(0))
    assert (made.n, made.cut) == (BATCH, True)
    assert replay(here.ports, LAX).n == BATCH + 1


def test_a_case_that_was_erased_is_counted_apart_and_not_taken_for_unread(sql_store: SqlStore) -> None:
    here = desk(sql_store)
    case = verified(here)
    erase_case(here.ports, case.tenant_id, case.id)
    made = replay(here.ports, MUST_BE_READ)
    assert (made.n, made.gone, made.sample) == (0, 1, [])


def test_nothing_is_written(here: Desk) -> None:
    here.escalated()
    refusing = replace(here.ports, transaction=None)  # type: ignore[arg-type]  # nobody may begin one
    assert replay(refusing, DECLARED).n == 1

"""What the reviewers' repositories promise, in memory and on each engine."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes import MORNING, MemoryStore
from tests.rows import CASE, OTHER_TENANT, TENANT
from verifier.domain.case import AccountType, CaseState, Declared
from verifier.domain.escalation import DecisionGround, Escalation, FirstWord, Risk, Said, Verdict
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused
from verifier.usecases.review_ports import Place, SavedView, Wanted, Whose

Store = MemoryStore | SqlStore
HOUR = timedelta(hours=1)
SAID = Said(Verdict.VERIFY, (DecisionGround.PAPERS_IN_ORDER,), "For you.", "In order.")
ALL = Wanted()
ANNA, BERT = "stf_anna", "stf_bert"


@pytest.fixture
def shelf(store: Store) -> Store:
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
    return store


class Rows:
    """Puts escalations with their cases into a store, numbered from 1."""

    def __init__(self, store: Store) -> None:
        self.store, self._numbers = store, itertools.count(1)

    def add(self, *, case: dict[str, Any] | None = None, **more: Any) -> Escalation:
        number = next(self._numbers)
        ended = more.get("ended_at") is not None
        of = replace(
            CASE,
            id=f"case_{number}",
            tenant_id=more.get("tenant_id", TENANT.id),
            state=CaseState.VERIFIED if ended else CaseState.ESCALATED,
            submitted_at=MORNING,
            reference=f"employer-{number}",
        )
        of = replace(of, **(case or {}))
        escalation = replace(
            Escalation(
                id=f"esc_{number}",
                tenant_id=of.tenant_id,
                case_id=of.id,
                account_type=of.account_type,
                risk=Risk.NORMAL,
                reasons=("name_differs",),
                opened_at=MORNING,
                due_at=MORNING + number * HOUR,
            ),
            **more,
        )
        with self.store.transaction() as tx:
            tx.cases.add(of)
            tx.escalations.add(escalation)
        return escalation

    def page(self, wanted: Wanted = ALL, **more: Any) -> list[str]:
        asked = {"me": ANNA, "now": MORNING, "after": None, "limit": 100} | more
        with self.store.view() as tx:
            return [one.escalation.id for one in tx.escalations.page(wanted, **asked)]


@pytest.fixture
def rows(shelf: Store) -> Rows:
    return Rows(shelf)


FIT: dict[str, Any] = {
    "risk": Risk.HIGH,
    "reasons": ("traces_found", "name_differs"),
    "account_type": AccountType.HR_AGENCY,
    "assignee": BERT,
    "claimed_until": MORNING + HOUR,
    "opened_at": MORNING - 30 * HOUR,
    "due_at": MORNING - HOUR,
    "first_word": FirstWord(BERT, MORNING, SAID),
}
FILTERS = {
    "tenants": Wanted(tenants=frozenset({OTHER_TENANT.id})),
    "tenant": Wanted(tenant_id=OTHER_TENANT.id),
    "account type": Wanted(account_type=AccountType.HR_AGENCY),
    "reason": Wanted(reason="traces_found"),
    "risk": Wanted(risk=Risk.HIGH),
    "assignee": Wanted(assignee=BERT),
    "overdue": Wanted(overdue=True),
    "second word": Wanted(second_word=True),
    "age": Wanted(opened_before=MORNING - 24 * HOUR),
    "name": Wanted(text="灯塔"),
    "name, in small letters": Wanted(text="lantern t"),
    "code": Wanted(text="91330100ma00lantrn"),
    "case": Wanted(text="CASE_1"),
    "reference": Wanted(text="employer-1"),
    "two at once": Wanted(reason="traces_found", tenant_id=OTHER_TENANT.id),
    "reason and text": Wanted(reason="name_differs", text="灯塔"),
}
LANTERN = {"declared": Declared("北京灯塔贸易有限公司 Lantern Trade", "91330100MA00LANTRN", "样本人")}


def test_each_filter_leaves_what_fits_and_nothing_else(rows: Rows) -> None:
    fits = rows.add(case=LANTERN, tenant_id=OTHER_TENANT.id, **FIT)
    rows.add()
    for name, wanted in FILTERS.items():
        assert rows.page(wanted) == [fits.id], name
        with rows.store.view() as tx:
            assert tx.escalations.ageing(wanted, now=MORNING).waiting == 1, name


def test_nothing_fits_what_is_wanted_of_a_tenant_that_may_not_be_seen(rows: Rows) -> None:
    rows.add()
    for wanted in (Wanted(tenant_id=TENANT.id), Wanted(text="样本"), Wanted(reason="name_differs")):
        assert rows.page(wanted)
        assert not rows.page(replace(wanted, tenants=frozenset({OTHER_TENANT.id})))
        assert not rows.page(replace(wanted, tenants=frozenset()))


def test_a_text_is_no_pattern_and_part_of_a_code_is_none(rows: Rows) -> None:
    rows.add()
    for text in ("%", "_", "\\", "'", "杭州%公司", "9133", "case_"):
        assert rows.page(Wanted(text=text)) == [], text


def test_mine_and_nobodys_follow_the_claim_until_it_lapses(rows: Rows) -> None:
    mine = rows.add(assignee=ANNA, claimed_until=MORNING + HOUR)
    theirs = rows.add(assignee=BERT, claimed_until=MORNING + HOUR)
    free = rows.add()
    assert rows.page(Wanted(whose=Whose.MINE)) == [mine.id]
    assert rows.page(Wanted(whose=Whose.NOBODY)) == [free.id]
    assert rows.page(Wanted(assignee=BERT)) == [theirs.id]
    later = MORNING + HOUR
    assert rows.page(Wanted(assignee=BERT), now=later) == []
    assert rows.page(Wanted(whose=Whose.MINE), now=later) == []
    assert rows.page(Wanted(whose=Whose.NOBODY), now=later) == [mine.id, theirs.id, free.id]
    with rows.store.view() as tx:
        assert tx.escalations.ageing(Wanted(whose=Whose.MINE), now=MORNING, me=ANNA).waiting == 1


ORDERS: dict[str, Callable[[int], dict[str, Any]]] = {
    "by due time": lambda number: {"due_at": MORNING + (number * 7 % 11) * HOUR},
    "by risk where due at once": lambda number: {"due_at": MORNING, "risk": Risk(1 + number % 3)},
    "by id where all else is alike": lambda _: {"due_at": MORNING},
}


@pytest.mark.parametrize("spread", ORDERS.values(), ids=ORDERS)
def test_pages_have_no_gaps_and_no_doubles(rows: Rows, spread: Callable[[int], dict[str, Any]]) -> None:
    added = [rows.add(**spread(number)) for number in range(11)]
    ordered = sorted(added, key=lambda one: (one.due_at, one.risk, one.id))
    for wanted in (Wanted(), Wanted(reason="name_differs")):
        assert list(_paged(rows, wanted)) == [one.id for one in ordered]


def test_what_ended_comes_the_latest_first_and_only_when_it_is_wanted(rows: Rows) -> None:
    ended = [rows.add(ended_at=MORNING, ended_by=BERT) for _ in range(5)]
    waits = rows.add()
    assert list(_paged(rows, Wanted(ended=True))) == [one.id for one in reversed(ended)]
    assert rows.page() == [waits.id]
    assert rows.page(Wanted(ended=True, text="样本")) == [one.id for one in reversed(ended)]


def _paged(rows: Rows, wanted: Wanted) -> Iterator[str]:
    after: Place | None = None
    while True:
        with rows.store.view() as tx:
            found = tx.escalations.page(wanted, me=ANNA, now=MORNING, after=after, limit=2)
        if not found:
            return
        yield from (one.escalation.id for one in found)
        last = found[-1].escalation
        after = Place(last.due_at, last.risk, last.id)


def test_a_line_brings_its_own_case(rows: Rows) -> None:
    first, second = rows.add(), rows.add(case=LANTERN)
    with rows.store.view() as tx:
        found = tx.escalations.page(Wanted(), me=ANNA, now=MORNING, after=None, limit=9)
    assert [(one.escalation, one.case.id) for one in found] == [
        (first, first.case_id),
        (second, second.case_id),
    ]
    assert found[1].case.declared == LANTERN["declared"]


def test_the_next_case_is_the_first_that_is_free_and_waits_for_ones_word(rows: Rows) -> None:
    rows.add(assignee=BERT, claimed_until=MORNING + HOUR)
    rows.add(first_word=FirstWord(ANNA, MORNING, SAID))
    rows.add(ended_at=MORNING, ended_by=BERT)
    free, _ = rows.add(reasons=("traces_found",)), rows.add()
    with rows.store.view() as tx:
        for wanted in (Wanted(), Wanted(reason="traces_found")):
            assert tx.escalations.next_free(wanted, me=ANNA, now=MORNING) == free
        assert tx.escalations.next_free(Wanted(reason="seal_absent"), me=ANNA, now=MORNING) is None


def test_counts_and_ages_add_up(rows: Rows) -> None:
    for hours in (1, 5, 30, 100, 1000):
        rows.add(opened_at=MORNING - hours * HOUR)
    rows.add(**FIT)
    rows.add(ended_at=MORNING, ended_by=BERT)
    with rows.store.view() as tx:
        ageing = tx.escalations.ageing(Wanted(), now=MORNING)
        nothing = tx.escalations.ageing(Wanted(reason="seal_absent"), now=MORNING)
    assert (ageing.waiting, ageing.overdue, ageing.claimed, ageing.second_word) == (6, 1, 1, 1)
    assert ageing.by_risk == {Risk.HIGH: 1, Risk.NORMAL: 5, Risk.LOW: 0}
    assert ageing.by_age == {"4": 1, "24": 1, "72": 2, "168": 1, "older": 1}
    assert ageing.oldest == MORNING - 1000 * HOUR
    assert (nothing.waiting, nothing.oldest, set(nothing.by_age.values())) == (0, None, {0})


def test_reasons_are_of_what_waits_and_may_be_seen(rows: Rows) -> None:
    rows.add(reasons=("name_differs", "seal_absent", "name_differs"))
    rows.add(reasons=("name_differs",), tenant_id=OTHER_TENANT.id)
    ending = rows.add(reasons=("traces_found",))
    with rows.store.transaction() as tx:
        assert ("traces_found", 1) in tx.escalations.reasons(tenants=None)
        assert tx.escalations.keep(replace(ending, ended_at=MORNING, ended_by=BERT, version=2), seen=1)
    with rows.store.view() as tx:
        assert list(tx.escalations.reasons(tenants=None)) == [("name_differs", 2), ("seal_absent", 1)]
        theirs = tx.escalations.reasons(tenants=frozenset({OTHER_TENANT.id}))
    assert list(theirs) == [("name_differs", 1)]
    assert rows.page(Wanted(reason="traces_found")) == []


def test_a_case_waits_once_and_again_only_after_the_first_time_ended(rows: Rows) -> None:
    first = rows.add()
    again = replace(first, id="esc_again")
    with pytest.raises(RowRefused), rows.store.transaction() as tx:
        tx.escalations.add(again)
    with rows.store.transaction() as tx:
        assert tx.escalations.keep(replace(first, ended_at=MORNING, ended_by=ANNA), seen=1)
        tx.escalations.add(again)
    with rows.store.view() as tx:
        assert tx.escalations.waiting_of(TENANT.id, first.case_id) == again
        assert [one.id for one in tx.escalations.of_case(TENANT.id, first.case_id)] == ["esc_1", "esc_again"]


def test_an_escalation_of_another_tenants_case_is_refused(rows: Rows) -> None:
    first = rows.add()
    strange = replace(first, id="esc_x", tenant_id=OTHER_TENANT.id, ended_at=MORNING, ended_by=ANNA)
    with pytest.raises(RowRefused), rows.store.transaction() as tx:
        tx.escalations.add(strange)
    with rows.store.view() as tx:
        assert tx.escalations.get(OTHER_TENANT.id, first.id) is None
        assert tx.escalations.find(first.id, tenants=frozenset({OTHER_TENANT.id})) is None
        assert tx.escalations.find(first.id, tenants=None) == first


def test_whoever_saw_an_older_version_writes_nothing(rows: Rows) -> None:
    first = rows.add()
    newer = replace(first, assignee=ANNA, claimed_until=MORNING + HOUR, version=2)
    with rows.store.transaction() as tx:
        assert tx.escalations.keep(newer, seen=1)
        assert not tx.escalations.keep(replace(first, ended_at=MORNING, ended_by=BERT), seen=1)
        assert not tx.escalations.keep(replace(newer, id="esc_none"), seen=2)
    with rows.store.view() as tx:
        assert tx.escalations.get(TENANT.id, first.id) == newer
    assert rows.page(Wanted(reason="name_differs")) == [first.id]  # nothing of the refused write stayed


def test_the_same_person_never_says_both_words(rows: Rows) -> None:
    first = rows.add(first_word=FirstWord(ANNA, MORNING, SAID))
    with pytest.raises(RowRefused), rows.store.transaction() as tx:
        tx.escalations.keep(replace(first, ended_at=MORNING, ended_by=ANNA), seen=1)
    with rows.store.transaction() as tx:
        assert tx.escalations.keep(replace(first, ended_at=MORNING, ended_by=BERT), seen=1)
    with rows.store.view() as tx:
        kept = tx.escalations.get(TENANT.id, first.id)
    assert kept is not None
    assert kept.first_word == FirstWord(ANNA, MORNING, SAID)


def test_saved_views_are_their_owners_and_one_a_name(shelf: Store) -> None:
    view = SavedView("view_1", ANNA, "Mine", "who=me")
    with shelf.transaction() as tx:
        tx.saved_views.keep(view)
        tx.saved_views.keep(SavedView("view_2", BERT, "Mine", "who=me"))
        tx.saved_views.keep(newer := SavedView("view_3", ANNA, "Mine", "who=me&risk=1"))
        tx.saved_views.remove(BERT, newer.id)  # not Bert's
    with shelf.view() as tx:
        assert list(tx.saved_views.of(ANNA)) == [newer]
    with shelf.transaction() as tx:
        tx.saved_views.remove(ANNA, newer.id)
    with shelf.view() as tx:
        assert (len(tx.saved_views.of(ANNA)), len(tx.saved_views.of(BERT))) == (0, 1)


def test_tenants_are_listed_by_name(shelf: Store) -> None:
    with shelf.view() as tx:
        assert [one.id for one in tx.tenants.every()] == [TENANT.id, OTHER_TENANT.id]

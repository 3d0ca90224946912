"""What every store does with keys, events, webhooks and deliveries: the fake, SQLite and PostgreSQL alike."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from tests.fakes import MORNING, MemoryStore
from tests.rows import DELIVERY, EVENT, KEY, OTHER_TENANT, TENANT, WEBHOOK
from verifier.domain.event import EventType
from verifier.domain.webhook import Delivery, DeliveryState, Met, Trouble
from verifier.store.engine import for_writing
from verifier.store.sealing import Broken
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore
SECRET, NEXT_SECRET = b"s" * 32, b"n" * 32
OTHER = OTHER_TENANT.id
LATER = MORNING + timedelta(minutes=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two tenants; the first with an event, an endpoint and a delivery between them."""
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
        tx.keys.add(KEY, "a" * 64)
        tx.events.add(EVENT)
        tx.webhooks.add(WEBHOOK, SECRET)
        tx.deliveries.add(DELIVERY)
    return store


def test_a_tenant_is_found_and_held(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.tenants.hold(TENANT.id)
        tx.tenants.hold("ten_none")
        assert tx.tenants.get(TENANT.id) == TENANT
        assert tx.tenants.get("ten_none") is None


def test_a_key_comes_back_as_it_was_by_its_hash_and_by_its_tenant(filled: Store) -> None:
    ending = replace(KEY, id="key_2", expires_at=LATER)
    with filled.transaction() as tx:
        tx.keys.add(ending, "b" * 64)
    with filled.view() as tx:
        assert tx.keys.by_hash("a" * 64) == tx.keys.get(TENANT.id, KEY.id) == KEY
        assert tx.keys.by_hash("b" * 64) == ending
        assert tx.keys.by_hash("c" * 64) is None
        assert tx.keys.of_tenant(TENANT.id) == (KEY, ending)


def test_a_hash_and_an_identifier_belong_to_one_key(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.keys.add(replace(KEY, id="key_2", tenant_id=OTHER), "a" * 64)
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.keys.add(replace(KEY, tenant_id=OTHER), "b" * 64)
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.keys.add(replace(KEY, id="key_2", tenant_id="ten_none"), "b" * 64)


def test_a_key_is_ended_and_removed_by_its_tenant_only(filled: Store) -> None:
    with filled.transaction() as tx:
        assert not tx.keys.expire(OTHER, KEY.id, at=LATER)
        assert not tx.keys.remove(OTHER, KEY.id)
        assert tx.keys.expire(TENANT.id, KEY.id, at=LATER)
        assert tx.keys.get(TENANT.id, KEY.id) == replace(KEY, expires_at=LATER)
        assert tx.keys.remove(TENANT.id, KEY.id)
        assert not tx.keys.remove(TENANT.id, KEY.id)
        assert tx.keys.by_hash("a" * 64) is None


def test_a_keys_use_is_noted_unless_it_was_since(filled: Store) -> None:
    with filled.transaction() as tx:
        assert tx.keys.note_use(KEY.id, at=MORNING, unless_since=MORNING)
        assert not tx.keys.note_use(KEY.id, at=LATER, unless_since=MORNING)
        assert tx.keys.note_use(KEY.id, at=LATER, unless_since=MORNING + timedelta(microseconds=1))
        assert tx.keys.get(TENANT.id, KEY.id) == replace(KEY, last_used_at=LATER)
        assert not tx.keys.note_use("key_none", at=LATER, unless_since=LATER)


def test_events_come_back_oldest_first_after_a_cursor_and_by_type(filled: Store) -> None:
    second = replace(EVENT, id="evt_2", type=EventType.CASE_VERIFIED)
    third = replace(EVENT, id="evt_3")
    with filled.transaction() as tx:
        assert tx.events.last_id(OTHER) is None
        tx.events.add(third)
        tx.events.add(second)
        tx.events.add(replace(EVENT, id="evt_4", tenant_id=OTHER))
    with filled.view() as tx:
        assert tx.events.page(TENANT.id, after=None, kind=None, limit=9) == (EVENT, second, third)
        assert tx.events.page(TENANT.id, after="evt_1", kind=None, limit=1) == (second,)
        assert tx.events.page(TENANT.id, after=None, kind=EVENT.type, limit=9) == (EVENT, third)
        assert tx.events.last_id(TENANT.id) == third.id
        assert tx.events.get(TENANT.id, second.id) == second


def test_an_event_is_written_once_and_for_a_tenant_that_is_there(filled: Store) -> None:
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.events.add(EVENT)
    with pytest.raises(RowRefused), filled.transaction() as tx:
        tx.events.add(replace(EVENT, id="evt_2", tenant_id="ten_none"))


def test_a_webhook_comes_back_as_it_was_and_as_it_was_changed(filled: Store) -> None:
    changed = replace(WEBHOOK, url="https://elsewhere.example/", types=(), enabled=False, gone=True)
    with filled.transaction() as tx:
        assert tx.webhooks.get(TENANT.id, WEBHOOK.id) == WEBHOOK
        assert tx.webhooks.change(changed)
        assert not tx.webhooks.change(replace(changed, tenant_id=OTHER))
    with filled.view() as tx:
        assert tx.webhooks.of_tenant(TENANT.id) == (changed,)
        assert tx.webhooks.secrets(TENANT.id, WEBHOOK.id, now=MORNING) == (SECRET,)


def test_a_rotated_secret_stays_in_force_until_its_end(filled: Store) -> None:
    with filled.transaction() as tx:
        assert not tx.webhooks.rotate(OTHER, WEBHOOK.id, NEXT_SECRET, until=LATER)
        assert tx.webhooks.rotate(TENANT.id, WEBHOOK.id, NEXT_SECRET, until=LATER)
    with filled.view() as tx:
        before = LATER - timedelta(microseconds=1)
        assert tx.webhooks.secrets(TENANT.id, WEBHOOK.id, now=before) == (NEXT_SECRET, SECRET)
        assert tx.webhooks.secrets(TENANT.id, WEBHOOK.id, now=LATER) == (NEXT_SECRET,)


def test_a_removed_webhook_takes_its_deliveries_along_and_no_others(filled: Store) -> None:
    other = replace(WEBHOOK, id="whk_2")
    with filled.transaction() as tx:
        tx.webhooks.add(other, SECRET)
        tx.deliveries.add(replace(DELIVERY, id="dlv_2", webhook_id=other.id))
        assert not tx.webhooks.remove(OTHER, WEBHOOK.id)
        assert tx.webhooks.remove(TENANT.id, WEBHOOK.id)
        assert not tx.webhooks.remove(TENANT.id, WEBHOOK.id)
    with filled.view() as tx:
        assert tx.deliveries.get(TENANT.id, DELIVERY.id) is None
        assert tx.deliveries.get(TENANT.id, "dlv_2") is not None
        assert tx.events.get(TENANT.id, EVENT.id) == EVENT


def test_another_tenant_reaches_nothing_of_it(filled: Store) -> None:
    with filled.transaction() as tx:
        assert tx.keys.get(OTHER, KEY.id) is None
        assert tx.keys.of_tenant(OTHER) == ()
        assert tx.events.get(OTHER, EVENT.id) is None
        assert tx.events.page(OTHER, after=None, kind=None, limit=9) == ()
        assert tx.webhooks.get(OTHER, WEBHOOK.id) is None
        assert tx.webhooks.of_tenant(OTHER) == ()
        assert tx.webhooks.secrets(OTHER, WEBHOOK.id, now=MORNING) == ()
        assert tx.deliveries.get(OTHER, DELIVERY.id) is None
        assert tx.deliveries.page(OTHER, WEBHOOK.id, before=None, state=None, limit=9) == ()
        assert not tx.deliveries.hasten(OTHER, DELIVERY.id, now=MORNING)


def test_no_delivery_names_another_tenants_event_or_endpoint(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.events.add(replace(EVENT, id="evt_2", tenant_id=OTHER))
        tx.webhooks.add(replace(WEBHOOK, id="whk_2", tenant_id=OTHER), SECRET)
    for wrong in ({"event_id": "evt_2"}, {"webhook_id": "whk_2"}, {"tenant_id": OTHER}):
        with pytest.raises(RowRefused), filled.transaction() as tx:
            tx.deliveries.add(replace(DELIVERY, id="dlv_2", **wrong))


def test_deliveries_come_back_newest_first_by_page_and_by_state(filled: Store) -> None:
    dead = replace(DELIVERY, id="dlv_2", state=DeliveryState.DEAD, status=500, attempts=10)
    newest = replace(DELIVERY, id="dlv_3")
    with filled.transaction() as tx:
        tx.deliveries.add(dead)
        tx.deliveries.add(newest)
    with filled.view() as tx:
        assert tx.deliveries.page(TENANT.id, WEBHOOK.id, before=None, state=None, limit=2) == (newest, dead)
        assert tx.deliveries.page(TENANT.id, WEBHOOK.id, before=dead.id, state=None, limit=9) == (DELIVERY,)
        found = tx.deliveries.page(TENANT.id, WEBHOOK.id, before=None, state=DeliveryState.DEAD, limit=9)
        assert found == (dead,)


def test_what_was_told_of_a_case_comes_back_with_its_events(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.events.add(replace(EVENT, id="evt_other", subject="case_other"))
        tx.deliveries.add(replace(DELIVERY, id="del_other", event_id="evt_other"))
        assert tx.deliveries.about(TENANT.id, EVENT.subject, limit=9) == ((EVENT, DELIVERY),)
        assert not tx.deliveries.about(OTHER, EVENT.subject, limit=9)
        assert not tx.deliveries.about(TENANT.id, EVENT.subject, limit=0)


def due(store: Store, now: datetime, without: Iterable[str] = (), limit: int = 9) -> list[str]:
    with store.view() as tx:
        return [item.id for item in tx.deliveries.due(now=now, without=tuple(without), limit=limit)]


def claim(store: Store, now: datetime = MORNING, until: datetime = LATER) -> Delivery | None:
    with store.transaction() as tx:
        return tx.deliveries.claim(DELIVERY.id, now=now, until=until)


def test_what_is_due_is_the_oldest_of_each_endpoint(filled: Store) -> None:
    other = replace(WEBHOOK, id="whk_2")
    with filled.transaction() as tx:
        tx.webhooks.add(other, SECRET)
        tx.deliveries.add(replace(DELIVERY, id="dlv_2", due_at=MORNING - timedelta(seconds=1)))
        tx.deliveries.add(replace(DELIVERY, id="dlv_3", webhook_id=other.id))
        tx.deliveries.add(replace(DELIVERY, id="dlv_4", webhook_id=other.id, due_at=LATER))
    assert due(filled, MORNING) == ["dlv_2", "dlv_3"]
    assert due(filled, MORNING, limit=1) == ["dlv_2"]
    assert due(filled, MORNING, without=[WEBHOOK.id]) == ["dlv_3"]
    assert due(filled, MORNING - timedelta(seconds=2)) == []


def test_a_delivery_is_claimed_once_until_its_lease_runs_out(filled: Store) -> None:
    first = claim(filled)
    assert first == replace(
        DELIVERY, state=DeliveryState.CLAIMED, attempts=1, attempted_at=MORNING, lease_until=LATER
    )
    assert claim(filled, LATER) is None
    assert due(filled, LATER) == []
    after = LATER + timedelta(microseconds=1)
    assert due(filled, after) == [DELIVERY.id]
    second = claim(filled, after, after + timedelta(minutes=1))
    assert second is not None
    assert second.attempts == 2


def test_a_delivery_is_not_claimed_before_it_is_due_nor_once_it_ended(filled: Store) -> None:
    assert claim(filled, MORNING - timedelta(microseconds=1)) is None
    assert claim(filled) is not None
    with filled.transaction() as tx:
        assert tx.deliveries.settle(DELIVERY.id, attempt=1, state=DeliveryState.DELIVERED, met=Met(204))
    assert claim(filled, LATER + timedelta(days=1)) is None
    assert due(filled, LATER + timedelta(days=1)) == []


def test_an_attempt_is_settled_by_the_one_that_holds_it(filled: Store) -> None:
    waiting = DeliveryState.WAITING
    with filled.transaction() as tx:
        assert not tx.deliveries.settle(DELIVERY.id, attempt=0, state=waiting, met=Met(500), due_at=LATER)
    claim(filled)
    with filled.transaction() as tx:
        assert not tx.deliveries.settle(DELIVERY.id, attempt=2, state=waiting, met=Met(500), due_at=LATER)
        met = Met(trouble=Trouble.TLS_FAILED)
        assert tx.deliveries.settle(DELIVERY.id, attempt=1, state=waiting, met=met, due_at=LATER)
        assert not tx.deliveries.settle(DELIVERY.id, attempt=1, state=waiting, met=Met(200))
        settled = tx.deliveries.get(TENANT.id, DELIVERY.id)
    assert settled == replace(
        DELIVERY, attempts=1, attempted_at=MORNING, due_at=LATER, trouble=Trouble.TLS_FAILED
    )


def test_only_what_waits_can_be_hastened(filled: Store) -> None:
    with filled.transaction() as tx:
        tx.deliveries.add(replace(DELIVERY, id="dlv_2", due_at=LATER))
        assert tx.deliveries.hasten(TENANT.id, "dlv_2", now=MORNING)
    assert claim(filled) is not None
    with filled.transaction() as tx:
        assert not tx.deliveries.hasten(TENANT.id, DELIVERY.id, now=MORNING)
    assert due(filled, MORNING) == ["dlv_2"]


def test_a_secret_lies_in_the_database_sealed_and_bound_to_its_endpoint(sql_store: SqlStore) -> None:
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.webhooks.add(WEBHOOK, SECRET)
        tx.webhooks.add(replace(WEBHOOK, id="whk_2"), SECRET)
    with for_writing(sql_store.engine).begin() as connection:
        stored = bytes(connection.execute(text("SELECT secret FROM webhooks LIMIT 1")).scalar_one())
        assert SECRET not in stored
        connection.execute(
            text("UPDATE webhooks SET secret = (SELECT secret FROM webhooks WHERE id = 'whk_2')")
        )
    with sql_store.view() as tx, pytest.raises(Broken):
        tx.webhooks.secrets(TENANT.id, WEBHOOK.id, now=MORNING)

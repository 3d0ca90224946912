"""What every store does with kept responses: the fake, SQLite and PostgreSQL alike."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.fakes import MORNING, MemoryStore
from tests.rows import OTHER_TENANT, TENANT
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import Reply, StoredResponse

Store = MemoryStore | SqlStore
SOON = MORNING + timedelta(seconds=60)
TOMORROW = MORNING + timedelta(hours=24)
RESPONSE = StoredResponse(201, {"Location": "/v1/cases/case_1"}, '{"name": "样本"}')


@pytest.fixture
def filled(store: Store) -> Store:
    with store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.tenants.add(OTHER_TENANT)
    return store


def begin(store: Store, tenant_id: str = TENANT.id, **changes: object) -> bool:
    values = {"fingerprint": "f1", "now": MORNING, "until": SOON} | changes
    with store.transaction() as tx:
        return tx.replies.begin(tenant_id, "key", **values)  # type: ignore[arg-type]  # the changes fit


def test_a_request_begins_once(filled: Store) -> None:
    assert begin(filled)
    assert not begin(filled, fingerprint="f2")
    with filled.view() as tx:
        assert tx.replies.get(TENANT.id, "key") == Reply("f1", None)


def test_the_same_key_of_another_tenant_is_another_request(filled: Store) -> None:
    assert begin(filled)
    assert begin(filled, OTHER_TENANT.id, fingerprint="f2")
    with filled.transaction() as tx:
        tx.replies.finish(TENANT.id, "key", RESPONSE, until=TOMORROW)
        assert tx.replies.get(OTHER_TENANT.id, "key") == Reply("f2", None)


def test_a_response_comes_back_as_it_was_and_is_never_replaced(filled: Store) -> None:
    begin(filled)
    with filled.transaction() as tx:
        assert tx.replies.finish(TENANT.id, "key", RESPONSE, until=TOMORROW)
        assert not tx.replies.finish(TENANT.id, "key", StoredResponse(500, {}, ""), until=TOMORROW)
        tx.replies.abandon(TENANT.id, "key")
    with filled.view() as tx:
        assert tx.replies.get(TENANT.id, "key") == Reply("f1", RESPONSE)


def test_many_requests_begin_and_end_at_once_but_those_that_are_known(filled: Store) -> None:
    assert begin(filled)
    asked = {"key": "f2", "b": "f3", "a": "f4"}
    with filled.transaction() as tx:
        assert tx.replies.begin_all(TENANT.id, asked, now=MORNING, until=SOON) == {"a", "b"}
        tx.replies.finish_all(TENANT.id, {"a": RESPONSE}, until=TOMORROW)
        tx.replies.finish_all(TENANT.id, {}, until=TOMORROW)
    with filled.view() as tx:
        kept = {key: tx.replies.get(TENANT.id, key) for key in asked}
    assert kept == {"key": Reply("f1", None), "b": Reply("f3", None), "a": Reply("f4", RESPONSE)}


def test_a_key_that_expired_begins_anew_and_forgets_the_response(filled: Store) -> None:
    assert begin(filled)
    with filled.transaction() as tx:
        assert tx.replies.finish(TENANT.id, "key", RESPONSE, until=SOON)
    assert not begin(filled, fingerprint="f2", now=SOON - timedelta(microseconds=1), until=TOMORROW)
    assert begin(filled, fingerprint="f2", now=SOON, until=TOMORROW)
    with filled.view() as tx:
        assert tx.replies.get(TENANT.id, "key") == Reply("f2", None)


def test_a_response_to_a_request_that_never_began_is_not_kept(filled: Store) -> None:
    with filled.transaction() as tx:
        assert not tx.replies.finish(TENANT.id, "key", RESPONSE, until=TOMORROW)
        assert tx.replies.get(TENANT.id, "key") is None


def test_an_abandoned_request_may_begin_again(filled: Store) -> None:
    begin(filled)
    with filled.transaction() as tx:
        tx.replies.abandon(TENANT.id, "key")
    assert begin(filled, fingerprint="f2")


def test_an_expired_request_may_begin_again_under_another_fingerprint(filled: Store) -> None:
    begin(filled)
    just_before = SOON - timedelta(microseconds=1)
    assert not begin(filled, fingerprint="f2", now=just_before, until=TOMORROW)
    assert begin(filled, fingerprint="f2", now=SOON, until=TOMORROW)


def test_expired_responses_are_forgotten_a_few_at_a_time(filled: Store) -> None:
    with filled.transaction() as tx:
        for number in range(5):
            tx.replies.begin(TENANT.id, f"k{number}", fingerprint="f", now=MORNING, until=SOON)
        tx.replies.begin(TENANT.id, "key", fingerprint="f", now=MORNING, until=TOMORROW)
    with filled.transaction() as tx:
        assert tx.replies.forget_expired(now=MORNING, limit=9) == 0
        assert tx.replies.forget_expired(now=SOON, limit=3) == 3
        assert tx.replies.forget_expired(now=SOON, limit=3) == 2
        assert tx.replies.get(TENANT.id, "key") is not None


def test_a_response_lies_in_the_database_encrypted(sql_store: SqlStore) -> None:
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.replies.begin(TENANT.id, "key", fingerprint="f", now=MORNING, until=SOON)
        tx.replies.finish(TENANT.id, "key", RESPONSE, until=TOMORROW)
    with sql_store.engine.connect() as connection:
        stored = bytes(connection.execute(text("SELECT response FROM replies")).scalar_one())
    assert "样本".encode() not in stored
    assert b"case_1" not in stored

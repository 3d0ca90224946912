"""What every store does with messages to mailboxes: the fake, SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.fakes import MORNING, MemoryStore
from tests.mail_acts import Desk, desk
from verifier.addresses.reading import read_address
from verifier.domain.mail import MailMessage, MessageState, TakesMail
from verifier.store.engine import for_reading
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused

Store = MemoryStore | SqlStore


@pytest.fixture
def here(store: Store) -> Desk:
    return desk(store)


def message(here: Desk, name: str = "1", **changes: object) -> MailMessage:
    made = MailMessage(
        id=f"mml_{name:0>26}",
        tenant_id=here.tenant_id,
        proof_id=here.proof.id,
        address=read_address("planted.person@sample-firm.cn"),
        state=MessageState.WAITING,
        made_at=MORNING,
        expires_at=MORNING + timedelta(minutes=30),
    )
    return replace(made, **changes)


def test_a_message_comes_back_as_it_was_and_as_it_was_changed(here: Desk) -> None:
    one, two = message(here), message(here, "2")
    changed = replace(
        one,
        state=MessageState.SPENT,
        wrong=5,
        takes_mail=TakesMail.YES,
        settled_at=MORNING,
        expires_at=MORNING + timedelta(hours=1),
    )
    with here.ports.transaction() as tx:
        tx.mails.add(one)
        tx.mails.add(two)
        assert tx.mails.find(one.id) == one
        tx.mails.keep(changed)
    with here.ports.view() as tx:
        assert tx.mails.of_proof(here.tenant_id, here.proof.id) == (two, changed)
        assert tx.mails.of_proof("ten_other", here.proof.id) == ()
        assert tx.mails.find("mml_none") is None
        assert [one.message_id for one in tx.mails.due(now=MORNING, limit=9)] == [two.id]
        assert tx.mails.secrets(one) == tx.mails.secrets(changed) != tx.mails.secrets(two)


def test_a_message_belongs_to_a_proof_of_its_tenant_and_is_written_once(here: Desk) -> None:
    with here.ports.transaction() as tx:
        tx.mails.add(message(here))
    for refused in (
        message(here),
        message(here, "2", proof_id="prf_none"),
        message(here, "3", tenant_id="t"),
    ):
        with pytest.raises(RowRefused), here.ports.transaction() as tx:
            tx.mails.add(refused)


def test_messages_are_counted_by_address_employer_and_tenant(here: Desk) -> None:
    other = here.other()
    before = MORNING - timedelta(seconds=1)
    with here.ports.transaction() as tx:
        tx.mails.add(message(here))
        tx.mails.add(message(here, "2", address=read_address("Planted.Person@SAMPLE-firm.cn")))
        tx.mails.add(message(other, "3", address=read_address("he@sample-firm.cn")))
    with here.ports.view() as tx:
        assert tx.mails.times(message(here).address, since=before) == 2
        assert tx.mails.times(message(here).address, since=MORNING) == 0
        assert tx.mails.of_employer(here.tenant_id, here.employer.id, since=before) == 2
        assert tx.mails.of_tenant(here.tenant_id, since=before) == 3
        assert tx.mails.of_tenant("ten_other", since=before) == 0
        assert not tx.mails.is_disowned(message(here).address)
    with here.ports.transaction() as tx:
        tx.mails.keep(message(here).ended(MessageState.DISOWNED, MORNING))
        assert tx.mails.is_disowned(message(here).address)


def test_domains_that_others_have_proven_are_told(here: Desk) -> None:
    other = here.other()
    here.confirmed("li@first-firm.cn")
    other.confirmed("he@second-firm.com.cn")
    with here.ports.view() as tx:
        told = tx.mails.proven_domains(here.tenant_id, but=other.employer.id, limit=9)
        assert told == ("first-firm.cn",)
        assert set(tx.mails.proven_domains(here.tenant_id, but="emp_none", limit=9)) == {
            "first-firm.cn",
            "second-firm.com.cn",
        }
        assert tx.mails.proven_domains("ten_other", but="emp_none", limit=9) == ()


def test_of_two_couriers_one_has_the_message_until_its_lease_runs_out(here: Desk) -> None:
    until = MORNING + timedelta(minutes=5)
    later = until + timedelta(seconds=1)
    with here.ports.transaction() as tx:
        tx.mails.add(message(here))
        first = tx.mails.claim(message(here).id, now=MORNING, until=until)
        assert first is not None
        assert tx.mails.claim(first.message_id, now=MORNING, until=until) is None
        second = tx.mails.claim(first.message_id, now=later, until=later + timedelta(minutes=5))
        assert second is not None
        assert (first.attempts, second.attempts) == (1, 2)
        assert not tx.mails.put_off(first, until=later)
        assert not tx.mails.drop(first)
        assert tx.mails.put_off(second, until=later + timedelta(seconds=5))
        assert tx.mails.due(now=later, limit=9) == ()
        assert not tx.mails.drop(second)
        third = tx.mails.claim(first.message_id, now=later + timedelta(seconds=5), until=later)
        assert third is not None
        assert tx.mails.drop(third)
        assert tx.mails.claim(first.message_id, now=later + timedelta(days=1), until=later) is None


def test_an_address_is_nowhere_in_the_database(here: Desk, store: Store) -> None:
    if not isinstance(store, SqlStore):
        pytest.skip("the fake has no columns")
    code = here.secrets(here.sent("planted.person@sample-firm.cn")).code
    with for_reading(store.engine).begin() as connection:
        rows = [
            repr(row)
            for table in ("mail_messages", "mail_outbox", "proofs", "audit", "events")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        ]
    assert len(rows) > 3
    assert not [row for row in rows if "planted" in row or code in row]

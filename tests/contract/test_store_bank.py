"""What every store does with bank payments, batches and rows of statements."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import databases
from tests.bank_acts import FIRM, NUMBER, Firm, firm, imported
from tests.fake_bank import OURS
from tests.fakes import MORNING, MemoryStore, world
from tests.rows import OTHER_TENANT
from verifier.domain.bank import account_name
from verifier.domain.bank_proof import PaymentState, SeenPayment
from verifier.domain.money import Money
from verifier.domain.proof import ProofState
from verifier.domain.statement import BadRow, Direction, FileFlaw, KnownRow, RowFlaw, StatementRow, known
from verifier.store import rotation, tables
from verifier.store.proofs import bank_tables
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.bank_ports import EntryState, Matched, Statement
from verifier.usecases.ports import RowRefused
from verifier.usecases.proofs.bank.exporting import next_batch
from verifier.usecases.proofs.bank.following import Followed, follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows
from workers.main import sweep_once

Store = MemoryStore | SqlStore


def here(store: Store, number: int = 1) -> Firm:
    return firm(world(store=store), number=number)


def rows(count: int) -> list[KnownRow]:
    return list(
        known(
            StatementRow(n, OURS.number, f"E{n}", Direction.IN, Money(37), MORNING.date(), "样本", NUMBER)
            for n in range(count)
        )
    )


def test_a_payment_is_kept_as_it_is(store: Store) -> None:
    one = here(store)
    payment = one.we_pay()
    seen = SeenPayment("样本", NUMBER, Money(12), MORNING.date(), by_reference=False)
    changed = replace(payment, wrong=2, seen=seen, booked_on=MORNING.date(), state=PaymentState.SENT)
    with store.transaction() as tx:
        assert tx.payments.hold(one.tenant_id, [payment.id, "bpy_none"]) == {payment.id: payment}
        assert tx.payments.hold(OTHER_TENANT.id, [payment.id]) == {}
        tx.payments.keep(changed)
        tx.payments.keep(replace(changed, tenant_id=OTHER_TENANT.id, wrong=3))
    with store.view() as tx:
        assert tx.payments.of_proof(one.tenant_id, one.proof.id) == (changed,)
        assert tx.payments.of_proof(OTHER_TENANT.id, one.proof.id) == ()
        assert tx.payments.by_references([payment.reference, "BF"]) == {payment.reference: changed}
        assert tx.payments.count_ours(one.tenant_id, one.employer.id, MORNING) == 1
        assert tx.payments.count_ours(one.tenant_id, one.employer.id, MORNING + timedelta(seconds=1)) == 0
        assert tx.payments.count_ours(OTHER_TENANT.id, one.employer.id, MORNING) == 0


def test_a_reference_is_one_payments_alone(store: Store) -> None:
    one = here(store)
    payment = one.they_pay()
    with pytest.raises(RowRefused), store.transaction() as tx:
        tx.payments.add(replace(payment, id="bpy_other"))


def test_payments_that_wait_are_found_by_the_firms_name_and_no_others(store: Store) -> None:
    one = here(store)
    payment = one.they_pay()
    name = account_name(FIRM.name)
    with store.transaction() as tx:
        found = tx.payments.awaited_from([name, "样本"])
        assert {key: tuple(payments) for key, payments in found.items()} == {name: (payment,)}
        tx.payments.keep(payment.credited(SeenPayment(FIRM.name, NUMBER, Money(1), MORNING.date())))
        assert tx.payments.awaited_from([name]) == {}


def test_of_two_batches_each_takes_other_payments_and_both_stay(store: Store) -> None:
    one = here(store)
    payment = one.we_pay()
    with store.transaction() as tx:
        first = tx.batches.make("bat_1", now=MORNING, most=10)
        assert first is not None
        assert (first.count, first.written_at) == (1, None)
        assert tx.batches.make("bat_2", now=MORNING, most=10) is None
        assert tx.batches.unwritten() == first
        tx.batches.written("bat_1", MORNING)
        tx.batches.written("bat_1", MORNING + timedelta(days=1))
    with store.view() as tx:
        assert tx.batches.unwritten() is None
        assert tx.batches.get("bat_1") == replace(first, written_at=MORNING)
        assert tx.batches.get("bat_2") is None
        assert tx.batches.payments("bat_1") == (payment.exported("bat_1"),)
        assert [batch.id for batch in tx.batches.newest(5)] == ["bat_1"]


def test_a_row_is_new_once_known_ever_after_and_altered_when_it_says_otherwise(store: Store) -> None:
    three = rows(3)
    other = replace(three[1], content=("other",))
    with store.transaction() as tx:
        states = [one.state for one in tx.statement_entries.note([*three[:2], other], MORNING)]
        assert states == [EntryState.NEW, EntryState.NEW, EntryState.ALTERED]
    with store.transaction() as tx:
        states = [one.state for one in tx.statement_entries.note([three[2], other, *three[::-1]], MORNING)]
    assert states == [
        EntryState.NEW, EntryState.ALTERED, EntryState.KNOWN, EntryState.KNOWN, EntryState.KNOWN,
    ]  # fmt: skip


def test_a_match_is_told_until_somebody_settles_it(store: Store) -> None:
    one = here(store)
    payment = one.they_pay()
    with store.transaction() as tx:
        (noted,) = tx.statement_entries.note(rows(1), MORNING)
        matched = Matched(
            noted.entry_id, one.tenant_id, one.employer.id, one.proof.id, payment.id, noted.row, False
        )
        tx.statement_entries.match([matched])
        assert tx.statement_entries.unsettled(5) == (matched,)
        assert tx.statement_entries.count_unsettled() == 1
        assert list(tx.statement_entries.settle([noted.entry_id, "none"])) == [noted.entry_id]
        assert not tx.statement_entries.settle([noted.entry_id])
        assert tx.statement_entries.unsettled(5) == ()


def test_a_statement_that_was_handed_in_is_kept_as_it_is(store: Store) -> None:
    refusals = (BadRow(3, RowFlaw.ALTERED, "S3"), BadRow(4, RowFlaw.DATE))
    broken = Statement(
        "stm_1", "五月.csv", MORNING, "stf_1", 5, 4, 3, 2, 1, 2, refusals, FileFlaw.XML_BROKEN, 9, "cut off"
    )
    sound = replace(broken, id="stm_2", flaw=None, flaw_row=None, hint="", refusals=(), refused=0)
    with store.transaction() as tx:
        tx.statements.add(broken)
        tx.statements.add(sound)
    with store.view() as tx:
        assert tx.statements.get("stm_1") == broken
        assert tx.statements.get("stm_3") is None
        assert tx.statements.newest(5) == (sound, broken)
        assert tx.statements.newest(1) == (sound,)


def test_what_waits_is_what_the_next_batch_takes(store: Store) -> None:
    here_ = world(store=store)
    firms = [firm(here_, number=number) for number in (1, 2)]
    payments = sorted((one.we_pay() for one in firms), key=lambda one: one.id)
    with store.view() as tx:
        assert tx.batches.waiting(now=MORNING, most=5) == tuple(payments)
        assert tx.batches.waiting(now=MORNING, most=1) == (payments[0],)
        assert tx.batches.count_waiting(MORNING) == 2
        assert tx.batches.count_waiting(MORNING + timedelta(days=30)) == 0
    with store.transaction() as tx:
        tx.batches.make("bat_1", now=MORNING, most=5)
        assert tx.batches.count_waiting(MORNING) == 0


def test_two_imports_at_once_credit_once(sql_store: SqlStore) -> None:
    one = here(sql_store)
    rest = rows(200)
    paid = one.row(one.they_pay())
    statement = [*(row.row for row in rest), paid]
    barrier = threading.Barrier(2)
    counts: list[Any] = []

    def work(mine: list[StatementRow]) -> None:
        barrier.wait()
        done = import_rows(one.ports, mine, Imported())
        counts.append((done.counts, follow_up(one.ports)))

    threads = [threading.Thread(target=work, args=(mine,)) for mine in (statement, statement[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(count[EntryState.NEW] for count, _ in counts) == 201
    assert sum(count[EntryState.KNOWN] for count, _ in counts) == 201
    assert sum(followed[Followed.PROVEN] for _, followed in counts) == 1
    assert one.now().state is ProofState.PROVEN
    with sql_store.view() as tx:
        settled = tx.events.page(one.tenant_id, after=None, kind=None, limit=50)
    assert [event.told["state"] for event in settled if event.told.get("state") == "proven"] == ["proven"]


def test_two_clerks_at_once_take_every_payment_once(sql_store: SqlStore) -> None:
    here_ = world(store=sql_store)
    firms = [firm(here_, number=number) for number in range(1, 5)]
    for one in firms:
        one.we_pay()
    barrier = threading.Barrier(2)
    taken: list[str] = []

    def work() -> None:
        barrier.wait()
        leaving = next_batch(here_.ports)
        if leaving is not None and not leaving.again:
            taken.extend(payment.id for payment in leaving.payments)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(one.payment().id for one in firms)


def test_nothing_is_kept_in_the_clear_and_new_keys_open_it(sql_store: SqlStore) -> None:
    one = here(sql_store)
    one.we_pay()
    other = here(sql_store, 2)
    paid = other.row(other.they_pay())
    import_rows(other.ports, [paid], Imported())
    with sql_store.engine.connect() as connection:
        every = [
            row
            for table in (tables.metadata.tables["bank_payments"], bank_tables.statement_matches,
                          bank_tables.statement_entries, bank_tables.bank_books)
            for row in connection.execute(select(table))
        ]  # fmt: skip
    said = repr(every)
    for secret in (NUMBER, FIRM.name, str(one.payment().amount), str(paid.amount)):
        assert secret not in said
    before = one.payment()
    master = Seal(b"another key of 32 bytes for this", [databases.KEY])
    moved = SqlStore(sql_store.engine, master, Seal(databases.FACE_KEY))
    rotation.rewrap(moved, master, MORNING)
    rotation.new_data_keys(moved, MORNING)
    assert rotation.renew_columns(moved).unopened == []
    alone = SqlStore(sql_store.engine, Seal(b"another key of 32 bytes for this"), Seal(databases.FACE_KEY))
    with alone.view() as tx:
        assert tx.payments.of_proof(one.tenant_id, one.proof.id) == (before,)
    with alone.transaction() as tx:  # the marks are made as before: the row is known again
        assert [n.state for n in tx.statement_entries.note(list(known([paid])), MORNING)] == [
            EntryState.KNOWN
        ]


def test_a_statement_is_followed_up_by_whoever_comes_next(sql_store: SqlStore) -> None:
    one = here(sql_store)
    import_rows(one.ports, [one.row(one.they_pay())], Imported())
    assert one.now().state is ProofState.PENDING  # killed before it was followed up
    assert follow_up(one.ports, 0) == {}
    one.world.clock.tick(days=11)
    sweep_once(one.ports)  # and expires no proof that was paid for
    assert one.now().state is ProofState.PROVEN
    assert imported(one.ports)[1] == {}

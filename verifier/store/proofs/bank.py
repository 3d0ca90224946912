"""Bank payments, batches and statements in SQL: what is personal sealed, what is searched by as marks."""

import json
import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from verifier.domain.bank import BankAccount, account_name
from verifier.domain.bank_proof import BankWay, Payment, PaymentState, ReturnReason, SeenPayment
from verifier.domain.money import Money
from verifier.domain.proof import RUNNING
from verifier.domain.statement import Direction, KnownRow, StatementRow
from verifier.store.envelope import Envelope
from verifier.store.proofs import bank_tables as tables
from verifier.store.proofs.tables import proofs
from verifier.store.rows import add, add_if_absent, change, change_all
from verifier.store.sealing import KEY_BYTES, mark_of
from verifier.usecases.bank_ports import (
    Batch,
    Batches,
    EntryState,
    Matched,
    Noted,
    Payments,
    StatementEntries,
)

_payment = tables.bank_payments.c
_batch = tables.bank_batches.c
_entry = tables.statement_entries.c
_match = tables.statement_matches.c
_proof = proofs.c

PAYMENT: Final = "bank payment"
ROW: Final = "statement row"
_KEEP: Final = update(tables.bank_payments).where(
    _payment.tenant_id == bindparam("of"), _payment.id == bindparam("kept")
)
BOOKS: Final = "bank books"
MARKS: Final = "marks"  # the one row of the books
NAME: Final = "name"
CONTENT: Final = "content"
MARK_BYTES: Final = 16  # among a thousand million rows two that differ meet with a chance of 10^-21


class Books:
    """The key by which names and rows are known again, made when it is first needed; the master seals it."""

    def __init__(self, connection: Connection, seal: Envelope) -> None:
        self._connection = connection
        self._seal = seal

    def mark(self, *parts: str) -> bytes:
        return mark_of(self._key, parts)[:MARK_BYTES]

    @cached_property
    def _key(self) -> bytes:
        kept = self._kept()
        if kept is None:
            sealed = self._seal.master.close(secrets.token_bytes(KEY_BYTES), BOOKS, MARKS)
            add_if_absent(self._connection, tables.bank_books, id=MARKS, sealed=sealed)
            kept = self._kept()
        assert kept is not None, "it was added, by us or just before"
        return self._seal.master.open(kept, BOOKS, MARKS)

    def _kept(self) -> bytes | None:
        query = select(tables.bank_books.c.sealed).where(tables.bank_books.c.id == MARKS)
        kept = self._connection.execute(query).scalar_one_or_none()
        return None if kept is None else bytes(kept)


class SqlPayments(Payments):
    def __init__(self, connection: Connection, seal: Envelope) -> None:
        self._connection = connection
        self._seal = seal
        self._books = Books(connection, seal)

    def add(self, payment: Payment) -> None:
        add(
            self._connection,
            tables.bank_payments,
            id=payment.id,
            tenant_id=payment.tenant_id,
            employer_id=payment.employer_id,
            proof_id=payment.proof_id,
            way=payment.way,
            reference=payment.reference,
            made_at=payment.made_at,
            due_at=payment.due_at,
            name_mark=self._books.mark(NAME, account_name(payment.payee)),
            **self._changing(payment),
        )

    def keep(self, *payments: Payment) -> None:
        rows = [{"of": one.tenant_id, "kept": one.id, **self._changing(one)} for one in payments]
        change_all(self._connection, _KEEP, rows)

    def hold(self, tenant_id: str, payment_ids: Collection[str]) -> Mapping[str, Payment]:
        mine = (_payment.tenant_id == tenant_id, _payment.id.in_(payment_ids))
        query = select(tables.bank_payments).where(*mine).order_by(_payment.id).with_for_update()
        return {one.id: one for one in self._all(query)}

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[Payment]:
        mine = (_payment.tenant_id == tenant_id, _payment.proof_id == proof_id)
        return self._all(select(tables.bank_payments).where(*mine).order_by(_payment.id.desc()))

    def count_ours(self, tenant_id: str, employer_id: str, since: datetime) -> int:
        query = select(func.count()).where(
            _payment.tenant_id == tenant_id,
            _payment.employer_id == employer_id,
            _payment.way == BankWay.WE_PAY,
            _payment.made_at >= since,
        )
        return int(self._connection.execute(query).scalar_one())

    def by_references(self, references: Sequence[str]) -> Mapping[str, Payment]:
        query = select(tables.bank_payments).where(_payment.reference.in_(references))
        return {one.reference: one for one in self._all(query)}

    def awaited_from(self, names: Sequence[str]) -> Mapping[str, Sequence[Payment]]:
        marks = {self._books.mark(NAME, name): name for name in names}
        query = select(tables.bank_payments).where(
            _payment.name_mark.in_(list(marks)), _payment.state == PaymentState.AWAITED
        )
        found: dict[str, list[Payment]] = {}
        for row in self._connection.execute(query.order_by(_payment.id)):
            found.setdefault(marks[bytes(row.name_mark)], []).append(to_payment(row, self._seal))
        return found

    def _all(self, query: Select[Any]) -> Sequence[Payment]:
        return tuple(to_payment(row, self._seal) for row in self._connection.execute(query))

    def _changing(self, payment: Payment) -> dict[str, Any]:
        return {
            "state": payment.state,
            "wrong": payment.wrong,
            "batch_id": payment.batch_id,
            "booked_on": payment.booked_on,
            "reason": payment.reason,
            "named_at": payment.named_at,
            "sealed": self._seal.close(_secrets(payment), PAYMENT, payment.tenant_id, payment.id),
        }


class SqlBatches(Batches):
    def __init__(self, connection: Connection, seal: Envelope) -> None:
        self._connection = connection
        self._seal = seal

    def make(self, batch_id: str, *, now: datetime, most: int) -> Batch | None:
        waiting = _waiting(select(_payment.id), now).order_by(_payment.id).limit(most)
        locked = waiting.with_for_update(of=tables.bank_payments, skip_locked=True)
        ids = list(self._connection.execute(locked).scalars())
        if not ids:
            return None
        batch = Batch(batch_id, now, len(ids))
        add(self._connection, tables.bank_batches, id=batch.id, made_at=now, size=batch.count)
        leaving = update(tables.bank_payments).where(_payment.id.in_(ids))
        change(self._connection, leaving.values(state=PaymentState.EXPORTED, batch_id=batch.id))
        return batch

    def waiting(self, *, now: datetime, most: int) -> Sequence[Payment]:
        query = _waiting(select(tables.bank_payments), now).order_by(_payment.id).limit(most)
        return tuple(to_payment(row, self._seal) for row in self._connection.execute(query))

    def count_waiting(self, now: datetime) -> int:
        query = _waiting(select(func.count()).select_from(tables.bank_payments), now)
        return int(self._connection.execute(query).scalar_one())

    def get(self, batch_id: str) -> Batch | None:
        return self._one(select(tables.bank_batches).where(_batch.id == batch_id))

    def unwritten(self) -> Batch | None:
        query = select(tables.bank_batches).where(_batch.written_at.is_(None))
        return self._one(query.order_by(_batch.id).limit(1))

    def written(self, batch_id: str, at: datetime) -> None:
        first = (_batch.id == batch_id, _batch.written_at.is_(None))
        change(self._connection, update(tables.bank_batches).where(*first).values(written_at=at))

    def newest(self, limit: int) -> Sequence[Batch]:
        query = select(tables.bank_batches).order_by(_batch.id.desc()).limit(limit)
        return tuple(_to_batch(row) for row in self._connection.execute(query))

    def payments(self, batch_id: str) -> Sequence[Payment]:
        query = select(tables.bank_payments).where(_payment.batch_id == batch_id).order_by(_payment.id)
        return tuple(to_payment(row, self._seal) for row in self._connection.execute(query))

    def _one(self, query: Select[Any]) -> Batch | None:
        row = self._connection.execute(query).one_or_none()
        return _to_batch(row) if row else None


class SqlStatementEntries(StatementEntries):
    def __init__(self, connection: Connection, seal: Envelope) -> None:
        self._connection = connection
        self._seal = seal
        self._books = Books(connection, seal)

    def note(self, rows: Sequence[KnownRow], now: datetime) -> Sequence[Noted]:
        # In one order for everybody, so that two who note the same rows never wait for each other in a ring.
        marked = [
            (self._books.mark(*row.identity).hex(), self._books.mark(CONTENT, *row.content), row.row)
            for row in rows
        ]
        first: dict[str, bytes] = {}
        for entry_id, content, _ in marked:
            first.setdefault(entry_id, content)
        added = self._added(first, now)
        kept = self._contents([entry_id for entry_id in first if entry_id not in added])
        return tuple(_noted(one, first, added, kept) for one in marked)

    def match(self, matched: Sequence[Matched]) -> None:
        if matched:
            self._connection.execute(insert(tables.statement_matches), [self._to_row(one) for one in matched])

    def unsettled(self, limit: int) -> Sequence[Matched]:
        query = select(tables.statement_matches)
        in_order = query.order_by(_match.tenant_id, _match.employer_id, _match.entry_id).limit(limit)
        return tuple(self._to_matched(row) for row in self._connection.execute(in_order))

    def count_unsettled(self) -> int:
        query = select(func.count()).select_from(tables.statement_matches)
        return int(self._connection.execute(query).scalar_one())

    def settle(self, entry_ids: Collection[str]) -> Collection[str]:
        # Locked in one order for everybody: a DELETE takes its rows in any.
        held = select(_match.entry_id).where(_match.entry_id.in_(entry_ids)).order_by(_match.entry_id)
        mine = list(self._connection.execute(held.with_for_update()).scalars())
        change(self._connection, tables.statement_matches.delete().where(_match.entry_id.in_(mine)))
        return mine

    def _added(self, contents: Mapping[str, bytes], now: datetime) -> set[str]:
        """Those that were not there, which are now."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        rows = [
            {"id": entry_id, "content": contents[entry_id], "noted_at": now} for entry_id in sorted(contents)
        ]
        statement = dialect.insert(tables.statement_entries).on_conflict_do_nothing().returning(_entry.id)
        return set(self._connection.execute(statement, rows).scalars())

    def _contents(self, entry_ids: Sequence[str]) -> Mapping[str, bytes]:
        if not entry_ids:
            return {}
        query = select(_entry.id, _entry.content).where(_entry.id.in_(entry_ids))
        return {row.id: bytes(row.content) for row in self._connection.execute(query)}

    def _to_row(self, one: Matched) -> dict[str, Any]:
        return {
            "entry_id": one.entry_id,
            "tenant_id": one.tenant_id,
            "employer_id": one.employer_id,
            "proof_id": one.proof_id,
            "payment_id": one.payment_id,
            "by_reference": one.by_reference,
            "sealed": self._seal.close(_row_bytes(one.row), ROW, one.tenant_id, one.entry_id),
        }

    def _to_matched(self, row: Row[Any]) -> Matched:
        opened = self._seal.open(bytes(row.sealed), ROW, row.tenant_id, row.entry_id)
        return Matched(
            entry_id=row.entry_id,
            tenant_id=row.tenant_id,
            employer_id=row.employer_id,
            proof_id=row.proof_id,
            payment_id=row.payment_id,
            row=_row_of(json.loads(opened)),
            by_reference=row.by_reference,
        )


def _waiting(query: Select[Any], now: datetime) -> Select[Any]:
    """Those that are ordered and whose proof still waits for them."""
    return query.join(proofs, _proof.id == _payment.proof_id).where(
        _payment.state == PaymentState.ORDERED, _proof.state.in_(RUNNING), _proof.expires_at > now
    )


def _noted(
    one: tuple[str, bytes, StatementRow],
    first: Mapping[str, bytes],
    added: set[str],
    kept: Mapping[str, bytes],
) -> Noted:
    """Of equal rows that come together, the first is the new one."""
    entry_id, content, row = one
    if entry_id in added:
        added.discard(entry_id)
        return Noted(row, EntryState.NEW, entry_id)
    same = kept.get(entry_id, first[entry_id]) == content
    return Noted(row, EntryState.KNOWN if same else EntryState.ALTERED, entry_id)


def to_payment(row: Row[Any], seal: Envelope) -> Payment:
    told = json.loads(seal.open(bytes(row.sealed), PAYMENT, row.tenant_id, row.id))
    return Payment(
        id=row.id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        proof_id=row.proof_id,
        way=BankWay(row.way),
        state=PaymentState(row.state),
        reference=row.reference,
        made_at=row.made_at,
        due_at=row.due_at,
        payee=told["payee"],
        amount=Money(told["amount"]),
        account=BankAccount(*told["account"]) if told["account"] else None,
        wrong=row.wrong,
        batch_id=row.batch_id,
        booked_on=row.booked_on,
        reason=ReturnReason(row.reason) if row.reason else None,
        named_at=row.named_at,
        seen=_seen(told["seen"]) if told["seen"] else None,
    )


def _secrets(payment: Payment) -> bytes:
    account, seen = payment.account, payment.seen
    told = {
        "payee": payment.payee,
        "amount": payment.amount.fen,
        "account": [account.holder, account.number, account.bank, account.cnaps] if account else None,
        "seen": (
            [seen.name, seen.number, seen.amount.fen, seen.booked_on.isoformat(), seen.by_reference]
            if seen
            else None
        ),
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _seen(told: Sequence[Any]) -> SeenPayment:
    name, number, fen, day, by_reference = told
    return SeenPayment(name, number, Money(fen), date.fromisoformat(day), by_reference)


def _row_bytes(row: StatementRow) -> bytes:
    told = {
        "row": row.row,
        "account": row.account,
        "reference": row.reference,
        "direction": row.direction,
        "amount": row.amount.fen,
        "booked_on": row.booked_on.isoformat(),
        "name": row.name,
        "number": row.number,
        "remark": row.remark,
        "returned": row.returned,
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _row_of(told: Mapping[str, Any]) -> StatementRow:
    return StatementRow(
        row=told["row"],
        account=told["account"],
        reference=told["reference"],
        direction=Direction(told["direction"]),
        amount=Money(told["amount"]),
        booked_on=date.fromisoformat(told["booked_on"]),
        name=told["name"],
        number=told["number"],
        remark=told["remark"],
        returned=ReturnReason(told["returned"]) if told["returned"] else None,
    )


def _to_batch(row: Row[Any]) -> Batch:
    return Batch(row.id, row.made_at, row.size, row.written_at)

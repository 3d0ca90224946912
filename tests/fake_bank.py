"""Bank payments, batches and statement rows in memory. They pass the suite of the real repositories."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.bank import BankAccount, account_name
from verifier.domain.bank_proof import BankWay, Payment, PaymentState
from verifier.domain.proof import RUNNING
from verifier.domain.statement import KnownRow
from verifier.usecases.bank_ports import (
    Bank,
    Batch,
    Batches,
    EntryState,
    Matched,
    Noted,
    Payments,
    Statement,
    StatementEntries,
    Statements,
)

OURS = BankAccount("样本招聘平台有限公司", "1202020109900123456", "样本银行", "102100099996")


class FakeBank(Bank):
    """As one that is reached by files."""

    def account(self) -> BankAccount | None:
        return OURS

    def ordered(self) -> PaymentState:
        return PaymentState.ORDERED


class MemoryPayments(Repository, Payments):
    def add(self, payment: Payment) -> None:
        proof = self._state.proofs.get(payment.proof_id)
        must(payment.id not in self._state.payments)
        must(proof is not None and proof.tenant_id == payment.tenant_id)
        must(all(one.reference != payment.reference for one in self._state.payments.values()))
        self._state.payments[payment.id] = payment

    def keep(self, *payments: Payment) -> None:
        for payment in payments:
            if self.hold(payment.tenant_id, [payment.id]):
                self._state.payments[payment.id] = payment

    def hold(self, tenant_id: str, payment_ids: Collection[str]) -> Mapping[str, Payment]:
        return {one.id: one for one in self._all() if one.tenant_id == tenant_id and one.id in payment_ids}

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[Payment]:
        mine = [one for one in self._all() if (one.tenant_id, one.proof_id) == (tenant_id, proof_id)]
        return tuple(reversed(mine))

    def count_ours(self, tenant_id: str, employer_id: str, since: datetime) -> int:
        return sum(
            (one.tenant_id, one.employer_id, one.way) == (tenant_id, employer_id, BankWay.WE_PAY)
            and one.made_at >= since
            for one in self._all()
        )

    def by_references(self, references: Sequence[str]) -> Mapping[str, Payment]:
        return {one.reference: one for one in self._all() if one.reference in references}

    def awaited_from(self, names: Sequence[str]) -> Mapping[str, Sequence[Payment]]:
        waiting = [one for one in self._all() if one.state is PaymentState.AWAITED]
        found = {name: tuple(one for one in waiting if account_name(one.payee) == name) for name in names}
        return {name: payments for name, payments in found.items() if payments}

    def _all(self) -> list[Payment]:
        return sorted(self._state.payments.values(), key=lambda one: one.id)


class MemoryBatches(Repository, Batches):
    def make(self, batch_id: str, *, now: datetime, most: int) -> Batch | None:
        waiting = self.waiting(now=now, most=most)
        if not waiting:
            return None
        batch = Batch(batch_id, now, len(waiting))
        self._state.batches[batch_id] = batch
        for one in waiting:
            self._state.payments[one.id] = one.exported(batch_id)
        return batch

    def waiting(self, *, now: datetime, most: int) -> Sequence[Payment]:
        return tuple([one for one in self._ordered() if self._waits(one, now)][:most])

    def count_waiting(self, now: datetime) -> int:
        return sum(self._waits(one, now) for one in self._ordered())

    def get(self, batch_id: str) -> Batch | None:
        batch: Batch | None = self._state.batches.get(batch_id)
        return batch

    def unwritten(self) -> Batch | None:
        return next((one for one in self._oldest() if one.written_at is None), None)

    def written(self, batch_id: str, at: datetime) -> None:
        batch = self._state.batches[batch_id]
        if batch.written_at is None:
            self._state.batches[batch_id] = replace(batch, written_at=at)

    def newest(self, limit: int) -> Sequence[Batch]:
        return tuple(reversed(self._oldest()))[:limit]

    def payments(self, batch_id: str) -> Sequence[Payment]:
        mine = [one for one in self._state.payments.values() if one.batch_id == batch_id]
        return tuple(sorted(mine, key=lambda one: one.id))

    def _oldest(self) -> list[Batch]:
        return sorted(self._state.batches.values(), key=lambda one: one.id)

    def _ordered(self) -> list[Payment]:
        every = sorted(self._state.payments.values(), key=lambda one: one.id)
        return [one for one in every if one.state is PaymentState.ORDERED]

    def _waits(self, payment: Payment, now: datetime) -> bool:
        proof = self._state.proofs[payment.proof_id]
        return proof.state in RUNNING and proof.expires_at > now


class MemoryStatementEntries(Repository, StatementEntries):
    def note(self, rows: Sequence[KnownRow], now: datetime) -> Sequence[Noted]:
        return tuple(self._note(row) for row in rows)

    def _note(self, known: KnownRow) -> Noted:
        entry_id = "|".join(known.identity)
        kept = self._state.entries.get(entry_id)
        if kept is None:
            self._state.entries[entry_id] = known.content
            return Noted(known.row, EntryState.NEW, entry_id)
        return Noted(known.row, EntryState.KNOWN if kept == known.content else EntryState.ALTERED, entry_id)

    def match(self, matched: Sequence[Matched]) -> None:
        for one in matched:
            must(one.entry_id in self._state.entries and one.entry_id not in self._state.matches)
            self._state.matches[one.entry_id] = one

    def unsettled(self, limit: int) -> Sequence[Matched]:
        rows = self._state.matches.values()
        return tuple(sorted(rows, key=lambda one: (one.tenant_id, one.employer_id, one.entry_id))[:limit])

    def count_unsettled(self) -> int:
        return len(self._state.matches)

    def settle(self, entry_ids: Collection[str]) -> Collection[str]:
        return [one for one in entry_ids if self._state.matches.pop(one, None) is not None]


class MemoryStatements(Repository, Statements):
    def add(self, statement: Statement) -> None:
        must(statement.id not in self._state.statements)
        self._state.statements[statement.id] = statement

    def get(self, statement_id: str) -> Statement | None:
        found: Statement | None = self._state.statements.get(statement_id)
        return found

    def newest(self, limit: int) -> Sequence[Statement]:
        return tuple(sorted(self._state.statements.values(), key=lambda one: one.id, reverse=True)[:limit])

"""Batches for the clerk: every payment in one, once. A batch that was cut off is written before a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from verifier.domain.audit import Action, Actor, Deed
from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment
from verifier.domain.errors import NotFound
from verifier.domain.money import Money
from verifier.domain.proof_errors import BankUnavailable
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.bank_ports import Batch
from verifier.usecases.ports import Ports, Transaction

BATCH_MAX = 1_000  # payments; what banks take in one file


@dataclass(frozen=True, slots=True)
class Leaving:
    """A batch with what its file holds, our account first. `again`: it was made before."""

    batch: Batch
    payments: tuple[Payment, ...] = field(repr=False)
    ours: BankAccount = field(repr=False)
    again: bool

    @property
    def gone(self) -> int:
        """How many of its payments were erased since: its file cannot be written any more."""
        return self.batch.count - len(self.payments)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many payments wait to leave, how many of them the next batch takes, and what those come to."""

    count: int
    next: int
    total: Money = field(repr=False)


def what_waits(ports: Ports) -> Waiting:
    now = ports.clock.now()
    with ports.view() as tx:
        payments = tx.batches.waiting(now=now, most=BATCH_MAX)
        count = tx.batches.count_waiting(now)
    return Waiting(count, len(payments), Money(sum(one.amount.fen for one in payments)))


def next_batch(ports: Ports, actor: Actor = OPERATOR) -> Leaving | None:
    """What is to be written next: a batch whose file was never whole, else a new one, if there is anything.

    Raises BankUnavailable.
    """
    ours, now = _ours(ports), ports.clock.now()
    with ports.transaction() as tx:
        if left := tx.batches.unwritten():
            return Leaving(left, tuple(tx.batches.payments(left.id)), ours, again=True)
        batch = tx.batches.make(identifiers.new("bat", now), now=now, most=BATCH_MAX)
        if batch is None:
            return None
        payments = tuple(tx.batches.payments(batch.id))
        _record(tx, Action.PAYMENTS_EXPORTED, batch, payments, actor, now)
    return Leaving(batch, payments, ours, again=False)


def batch_again(ports: Ports, batch_id: str, actor: Actor = OPERATOR) -> Leaving:
    """A batch that was made before, for its file to be taken; that is recorded.

    Raises NotFound, BankUnavailable.
    """
    ours, now = _ours(ports), ports.clock.now()
    with ports.transaction() as tx:
        batch = tx.batches.get(batch_id)
        if batch is None:
            raise NotFound
        payments = tuple(tx.batches.payments(batch_id))
        _record(tx, Action.PAYMENTS_FILE_TAKEN, batch, payments, actor, now)
        return Leaving(batch, payments, ours, again=True)


def note_written(ports: Ports, batch_id: str) -> None:
    """The file is whole on the disk, or was sent to the clerk's browser."""
    with ports.transaction() as tx:
        tx.batches.written(batch_id, ports.clock.now())


def list_batches(ports: Ports, limit: int = 20) -> Sequence[Batch]:
    """Newest first."""
    with ports.view() as tx:
        return tx.batches.newest(limit)


def _ours(ports: Ports) -> BankAccount:
    account = ports.bank.account()
    if account is None:
        raise BankUnavailable
    return account


def _record(
    tx: Transaction, action: Action, batch: Batch, payments: Sequence[Payment], actor: Actor, now: datetime
) -> None:
    """With each tenant whose payments left."""
    counts: dict[str, int] = {}
    for one in payments:
        counts[one.tenant_id] = counts.get(one.tenant_id, 0) + 1
    for tenant_id, count in sorted(counts.items()):
        record(tx, tenant_id, Deed(action, actor, batch.id, {"count": str(count)}), now=now)

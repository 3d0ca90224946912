"""Batches for the clerk: every payment in one, once. A batch that was cut off is written before a new one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from verifier.domain.audit import Action, Deed
from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment
from verifier.domain.errors import NotFound
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


def next_batch(ports: Ports) -> Leaving | None:
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
        _record(tx, batch, payments)
    return Leaving(batch, payments, ours, again=False)


def batch_again(ports: Ports, batch_id: str) -> Leaving:
    """A batch that was made before, to be written again. Raises NotFound, BankUnavailable."""
    ours = _ours(ports)
    with ports.view() as tx:
        batch = tx.batches.get(batch_id)
        if batch is None:
            raise NotFound
        return Leaving(batch, tuple(tx.batches.payments(batch_id)), ours, again=True)


def note_written(ports: Ports, batch_id: str) -> None:
    """The file is whole on the disk."""
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


def _record(tx: Transaction, batch: Batch, payments: Sequence[Payment]) -> None:
    """With each tenant whose payments left."""
    counts: dict[str, int] = {}
    for one in payments:
        counts[one.tenant_id] = counts.get(one.tenant_id, 0) + 1
    for tenant_id, count in sorted(counts.items()):
        deed = Deed(Action.PAYMENTS_EXPORTED, OPERATOR, batch.id, {"count": str(count)})
        record(tx, tenant_id, deed, now=batch.made_at)

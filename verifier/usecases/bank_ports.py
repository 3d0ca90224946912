"""The protocols of bank payments that store, providers and fakes implement (see `ports`).

Our account is the service's, not a tenant's: batches and statements are read and written for all tenants at
once, by the operator's clerk alone.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment, PaymentState
from verifier.domain.proof_errors import BankUnavailable
from verifier.domain.statement import BadRow, FileFlaw, KnownRow, StatementRow


@dataclass(frozen=True, slots=True)
class Batch:
    """Payments that left together. `written_at` is when the clerk's file was whole on the disk."""

    id: str
    made_at: datetime
    count: int
    written_at: datetime | None = None


class Bank(Protocol):
    """The bank that our account is with."""

    def account(self) -> BankAccount | None:
        """Ours; None where no bank is configured, and then nobody can prove anything by it."""
        ...

    def ordered(self) -> PaymentState:
        """What a payment of ours is in the moment that it is ordered: one more for the clerk, or sent."""
        ...


class NoBank(Bank):
    """None is configured."""

    def account(self) -> BankAccount | None:
        return None

    def ordered(self) -> PaymentState:
        return PaymentState.ORDERED


class StatementFormat(StrEnum):
    AUTO = "auto"
    CSV = "csv"
    CAMT_053 = "camt.053"
    CAMT_054 = "camt.054"


class BatchFormat(StrEnum):
    CSV = "csv"
    PAIN_001 = "pain.001"


class BankFiles(Protocol):
    """What a clerk carries to the bank and back."""

    def rows(self, path: Path, account: str, kind: StatementFormat) -> Iterator[StatementRow | BadRow]:
        """Those of a statement of our account, as they are asked for. Raises StatementRefused, then too."""
        ...

    def batch(
        self, kind: BatchFormat, batch: "Batch", payments: Sequence[Payment], ours: BankAccount
    ) -> bytes:
        """The file of a batch; the same batch always gives the same bytes."""
        ...


class NoBankFiles(BankFiles):
    """None is read or written."""

    def rows(self, *_of: object, **_named: object) -> Iterator[StatementRow | BadRow]:
        raise BankUnavailable

    def batch(self, *_of: object, **_named: object) -> bytes:
        raise BankUnavailable


@dataclass(frozen=True, slots=True)
class Statement:
    """A file that was imported, by whom, and what became of its rows.

    `unmatched` are new rows that came in and belong to no payment. `flaw` is why the file was refused from
    `flaw_row` on. `refused` counts the rows that were refused, of which `refusals` are the first.
    """

    id: str
    name: str
    imported_at: datetime
    by: str
    new: int
    known: int
    altered: int
    matched: int
    unmatched: int
    refused: int
    refusals: tuple[BadRow, ...] = ()
    flaw: FileFlaw | None = None
    flaw_row: int | None = None
    hint: str = ""


class EntryState(StrEnum):
    """What became of a row that was noted."""

    NEW = "new"
    KNOWN = "known"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Noted:
    """A row, and whether it was there before; `entry_id` is what it is known by."""

    row: StatementRow = field(repr=False)
    state: EntryState
    entry_id: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A row that belongs to a payment and was not yet followed up; kept sealed until it is."""

    entry_id: str
    tenant_id: str
    employer_id: str
    proof_id: str
    payment_id: str
    row: StatementRow = field(repr=False)
    by_reference: bool = True


class Payments(Protocol):
    """Payments, their amounts and accounts sealed. Whoever changes one holds its employer."""

    def add(self, payment: Payment) -> None:
        """Raises RowRefused for a reference that is taken."""
        ...

    def keep(self, *payments: Payment) -> None:
        """Write what changed."""
        ...

    def hold(self, tenant_id: str, payment_ids: Collection[str]) -> Mapping[str, Payment]:
        """Those of these ids that there are, by their ids; no batch takes them until the transaction ends."""
        ...

    def of_proof(self, tenant_id: str, proof_id: str) -> Sequence[Payment]:
        """Newest first."""
        ...

    def count_ours(self, tenant_id: str, employer_id: str, since: datetime) -> int:
        """How many payments to this employer were ordered since then."""
        ...

    def by_references(self, references: Sequence[str]) -> Mapping[str, Payment]:
        """Those of any tenant, by their references."""
        ...

    def awaited_from(self, names: Sequence[str]) -> Mapping[str, Sequence[Payment]]:
        """Payments of any tenant that wait for a firm of this name (`account_name`), by the name."""
        ...


class Batches(Protocol):
    def make(self, batch_id: str, *, now: datetime, most: int) -> Batch | None:
        """Put what is ordered, and whose proof still waits, into a new batch; None where there is nothing.

        Of two who do so at once each gets other payments.
        """
        ...

    def waiting(self, *, now: datetime, most: int) -> Sequence[Payment]:
        """What the next batch would hold, in its order."""
        ...

    def count_waiting(self, now: datetime) -> int: ...

    def get(self, batch_id: str) -> Batch | None: ...

    def unwritten(self) -> Batch | None:
        """The oldest whose file was never whole."""
        ...

    def written(self, batch_id: str, at: datetime) -> None: ...

    def newest(self, limit: int) -> Sequence[Batch]: ...

    def payments(self, batch_id: str) -> Sequence[Payment]:
        """In the order of the file. Erased ones are left out."""
        ...


class Statements(Protocol):
    def add(self, statement: Statement) -> None: ...
    def get(self, statement_id: str) -> Statement | None: ...

    def newest(self, limit: int) -> Sequence[Statement]:
        """Newest first."""
        ...


class StatementEntries(Protocol):
    """The rows of statements: of most no more than marks, which tell whether it was here and the same."""

    def note(self, rows: Sequence[KnownRow], now: datetime) -> Sequence[Noted]:
        """Keep the marks of those that are new, and say of each what it is, in order."""
        ...

    def match(self, matched: Sequence[Matched]) -> None:
        """Keep what these rows say, sealed, until they are followed up."""
        ...

    def unsettled(self, limit: int) -> Sequence[Matched]:
        """Rows that belong to a payment and were not followed up yet, by tenant and employer."""
        ...

    def count_unsettled(self) -> int: ...

    def settle(self, entry_ids: Collection[str]) -> Collection[str]:
        """Say that rows were followed up, and forget what they said; those that nobody did so of before."""
        ...

"""Every kind of file that a clerk carries, by its name."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment
from verifier.domain.statement import BadRow, StatementRow
from verifier.providers.bank.batches.pain import pain_bytes
from verifier.providers.bank.batches.table import table_bytes
from verifier.providers.bank.statements.columns import NO_MAPPING, ColumnMapping
from verifier.providers.bank.statements.opening import read_statement
from verifier.usecases.bank_ports import BankFiles, Batch, BatchFormat, StatementFormat

WRITERS: Final = {BatchFormat.CSV: table_bytes, BatchFormat.PAIN_001: pain_bytes}


class Files(BankFiles):
    """Tables have their columns as the mapping says, else as is usual."""

    def __init__(self, mapping: ColumnMapping = NO_MAPPING) -> None:
        self._mapping = mapping

    def rows(self, path: Path, account: str, kind: StatementFormat) -> Iterator[StatementRow | BadRow]:
        return read_statement(path, account, kind=kind, mapping=self._mapping)

    def batch(self, kind: BatchFormat, batch: Batch, payments: Sequence[Payment], ours: BankAccount) -> bytes:
        return WRITERS[kind](batch, payments, ours)

"""Which reader a statement file needs: told by the clerk, or by its first bytes."""

from collections.abc import Iterator
from pathlib import Path

from verifier.domain.statement import BadRow, StatementRow
from verifier.providers.bank.statements.camt import read_camt
from verifier.providers.bank.statements.columns import NO_MAPPING, ColumnMapping
from verifier.providers.bank.statements.table import read_table
from verifier.providers.bank.statements.text import beginning
from verifier.usecases.bank_ports import StatementFormat


def read_statement(
    path: Path,
    account: str,
    *,
    kind: StatementFormat = StatementFormat.AUTO,
    mapping: ColumnMapping = NO_MAPPING,
) -> Iterator[StatementRow | BadRow]:
    """The rows of a file, read as they are asked for; `account` is ours. Raises StatementRefused."""
    if kind is StatementFormat.AUTO:
        is_xml = beginning(path).replace(b"\0", b"").lstrip().startswith(b"<")
        kind = StatementFormat.CAMT_053 if is_xml else StatementFormat.CSV
    if kind is StatementFormat.CSV:
        return read_table(path, account, mapping)
    return read_camt(path, account)

"""`bank export`, `bank import`, `bank batches`: what a finance clerk does, with files.

Says which rows are refused by their numbers, codes and the bank's references; never an amount, a name or an
account.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError
from verifier.domain.statement import BadRow, StatementRefused
from verifier.providers.bank.batches.pain import pain_bytes
from verifier.providers.bank.batches.table import table_bytes
from verifier.providers.bank.batches.writing import BatchFormat, write_private
from verifier.providers.bank.statements.columns import NO_MAPPING, ColumnMapping, load_mapping
from verifier.providers.bank.statements.opening import StatementFormat, read_statement
from verifier.settings import Settings
from verifier.usecases.bank_ports import EntryState
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.exporting import (
    Leaving,
    batch_again,
    list_batches,
    next_batch,
    note_written,
)
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows

REFUSED: Final = 1  # exit status
SHOWN: Final = 100  # refused rows that are listed
PLAIN: Final = re.compile(r"[A-Za-z0-9._/+-]{1,64}")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BATCH_FORMATS: Final = [one.value for one in BatchFormat]
STATEMENT_FORMATS: Final = [one.value for one in StatementFormat]
WRITERS: Final = {BatchFormat.CSV: table_bytes, BatchFormat.PAIN_001: pain_bytes}


@click.group()
def bank() -> None:
    """Payments that prove whose account it is: out to the bank, and back in its statements."""


@bank.command()
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to; it will hold accounts in the clear, and be readable by you alone.",
)
@click.option(
    "--format", "kind", type=click.Choice(BATCH_FORMATS), default=BatchFormat.CSV.value, show_default=True
)
@click.option("--batch", "batch_id", metavar="ID", help="Write this batch again, to the byte.")
def export(out: Path, kind: str, batch_id: str | None) -> None:
    """Write the payments that wait into a file for the bank, each once.

    A batch whose file was never whole is written before a new one.
    """
    ports = assemble(Settings.from_env())
    leaving = batch_again(ports, batch_id) if batch_id else next_batch(ports)
    if leaving is None:
        click.echo("no payment waits")
        return
    _must_be_whole(leaving)
    write_private(out, WRITERS[BatchFormat(kind)](leaving.batch, leaving.payments, leaving.ours))
    note_written(ports, leaving.batch.id)
    again = ", written again" if leaving.again else ""
    click.echo(f"{leaving.batch.id}  {leaving.batch.count} payments{again}: {out}")


@bank.command()
def batches() -> None:
    """List the last twenty batches, newest first."""
    for batch in list_batches(assemble(Settings.from_env())):
        written = batch.written_at.isoformat(timespec="seconds") if batch.written_at else "never whole"
        click.echo(f"{batch.id}  {batch.count:>5} payments  made {batch.made_at:%Y-%m-%d %H:%M}Z  {written}")


@bank.command(name="import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--format",
    "kind",
    type=click.Choice(STATEMENT_FORMATS),
    default=StatementFormat.AUTO.value,
    show_default=True,
)
@click.option("--mapping", type=FILE, help="Which column is which. Default: BONAFIDE_BANK_MAPPING, if set.")
def import_(files: tuple[Path, ...], kind: str, mapping: Path | None) -> None:
    """Read statements: payments of ours that left or came back, and payments of firms to us.

    The same file again changes nothing. Ends with 1 when a file or a row of one was refused.
    """
    settings = Settings.from_env()
    ports = assemble(settings)
    chosen = mapping or settings.bank_mapping
    columns = load_mapping(chosen) if chosen else NO_MAPPING
    sound = [_import(ports, file, StatementFormat(kind), columns) for file in files]
    followed = follow_up(ports)
    for what, count in sorted(followed.items()):
        click.echo(f"{what.value:<18} {count:>7}")
    sys.exit(0 if all(sound) else REFUSED)


def _import(ports: Ports, file: Path, kind: StatementFormat, columns: ColumnMapping) -> bool:
    """Whether nothing of the file was refused."""
    ours = ports.bank.account()
    done = Imported()
    try:
        import_rows(
            ports, read_statement(file, ours.number if ours else "", kind=kind, mapping=columns), done
        )
    except StatementRefused as refused:
        _tell(file, done)
        place = f" at row {refused.row}" if refused.row else ""
        hint = f" ({refused.hint})" if refused.hint else ""
        click.echo(f"{file.name}: refused{place}, {refused.flaw.value}{hint}", err=True)
        return False
    _tell(file, done)
    return not done.refused


def _tell(file: Path, done: Imported) -> None:
    counts = " ".join(f"{state.value} {done.counts[state]}" for state in EntryState)
    click.echo(f"{file.name}: {counts} matched {done.matched} unmatched {done.unmatched}")
    _tell_refused(file, done.refused)


def _tell_refused(file: Path, refused: Sequence[BadRow]) -> None:
    for one in refused[:SHOWN]:
        reference = one.reference if PLAIN.fullmatch(one.reference) else "-"
        click.echo(f"{file.name}: row {one.row} {one.flaw.value} {reference}", err=True)
    if len(refused) > SHOWN:
        click.echo(f"{file.name}: {len(refused) - SHOWN} more rows refused", err=True)


def _must_be_whole(leaving: Leaving) -> None:
    if len(leaving.payments) != leaving.batch.count:
        gone = leaving.batch.count - len(leaving.payments)
        raise ConfigurationError(
            f"{gone} payments of {leaving.batch.id} were erased since; that file cannot be written any more. "
            "What is left of it has to be paid by hand, or not at all."
        )

"""`bank export`, `bank import`, `bank batches`: what a finance clerk does, with files.

Says which rows are refused by their numbers, codes and the bank's references; never an amount, a name or an
account.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError
from verifier.providers.bank.batches.writing import write_private
from verifier.providers.bank.opening import open_files
from verifier.settings import Settings
from verifier.usecases.bank_ports import BatchFormat, Statement, StatementFormat
from verifier.usecases.proofs.bank.exporting import (
    Leaving,
    batch_again,
    list_batches,
    next_batch,
    note_written,
)
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.proofs.bank.statements import StatementFile, import_statement

REFUSED: Final = 1  # exit status
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BATCH_FORMATS: Final = [one.value for one in BatchFormat]
STATEMENT_FORMATS: Final = [one.value for one in StatementFormat]


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
    write_private(
        out, ports.bank_files.batch(BatchFormat(kind), leaving.batch, leaving.payments, leaving.ours)
    )
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
    ports = assemble(Settings.from_env())
    if mapping:
        ports = replace(ports, bank_files=open_files(mapping))
    taken = [import_statement(ports, StatementFile(file, file.name, StatementFormat(kind))) for file in files]
    for statement in taken:
        _tell(statement)
    for what, count in sorted(follow_up(ports).items()):
        click.echo(f"{what.value:<18} {count:>7}")
    sys.exit(REFUSED if any(one.refused or one.flaw for one in taken) else 0)


def _tell(done: Statement) -> None:
    counts = f"new {done.new} known {done.known} altered {done.altered}"
    click.echo(f"{done.name}: {counts} matched {done.matched} unmatched {done.unmatched}")
    for one in done.refusals:
        click.echo(f"{done.name}: row {one.row} {one.flaw.value} {one.reference or '-'}", err=True)
    if done.refused > len(done.refusals):
        click.echo(f"{done.name}: {done.refused - len(done.refusals)} more rows refused", err=True)
    if done.flaw:
        place = f" at row {done.flaw_row}" if done.flaw_row else ""
        hint = f" ({done.hint})" if done.hint else ""
        click.echo(f"{done.name}: refused{place}, {done.flaw.value}{hint}", err=True)


def _must_be_whole(leaving: Leaving) -> None:
    if leaving.gone:
        raise ConfigurationError(
            f"{leaving.gone} payments of {leaving.batch.id} were erased since; that file cannot be written "
            "any more. What is left of it has to be paid by hand, or not at all."
        )

"""`registry load` and `registry status`: the snapshot of a company registry that this service asks."""

import sys
from datetime import date, datetime
from pathlib import Path

import click

from verifier.domain.errors import ConfigurationError
from verifier.domain.registry import RegistryStatus
from verifier.domain.wording import comparable
from verifier.providers.registry.opening import folder_of, snapshot_of
from verifier.providers.registry.snapshots.columns import COLUMNS
from verifier.providers.registry.snapshots.loading import REFUSED, REFUSED_MAX, Plan, Report, load
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.snapshot import Damaged, SnapshotRegistry
from verifier.settings import Settings
from verifier.usecases.evaluation import CHINA

STATUSES = [str(status) for status in RegistryStatus]


@click.group()
def registry() -> None:
    """The company registry that declared names, codes and persons are checked against."""


@registry.command(name="load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", required=True, metavar="YYYY-MM-DD", help="The day that the data describes.")
@click.option("--format", "kind", type=click.Choice(["csv", "sqlite"]), help="Told by content if left out.")
@click.option("--table", help="The table of a SQLite file; else the one with most known headers.")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=HEADER", help=f"{', '.join(COLUMNS)}.")
@click.option("--status", "words", multiple=True, metavar="WORD=STATUS", help=f"{', '.join(STATUSES)}.")
@click.option(
    "--refused-max",
    type=click.FloatRange(0, 1),
    default=REFUSED_MAX,
    show_default=True,
    help="Load nothing when a larger share of the rows has to be refused.",
)
def load_(  # noqa: PLR0913, PLR0917  each is an option of the command
    file: Path,
    as_of: str,
    kind: str | None,
    table: str | None,
    columns: tuple[str, ...],
    words: tuple[str, ...],
    refused_max: float,
) -> None:
    """Load FILE, a CSV or SQLite table of firms, as the snapshot, in place of the one before."""
    settings = Settings.from_env()
    plan = Plan(
        file=file,
        as_of=_day(as_of),
        format=kind,
        table=table,
        columns=_pairs("--column", columns, COLUMNS),
        words=_words(words),
        refused_max=refused_max,
    )
    report = load(plan, folder_of(settings), SnapshotSeal(settings.blob_key))
    _tell(report, settings)


@registry.command()
@click.option("--full", is_flag=True, help="Check the signature of every row, too.")
def status(full: bool) -> None:
    """Say which registry is asked, and of the snapshot its date, its size and whether it is sound."""
    settings = Settings.from_env()
    if settings.registry_mapping is not None:
        click.echo(f"asked     the vendor of {settings.registry_mapping.name}")
    snapshot = snapshot_of(settings)
    if not snapshot.configured():
        click.echo("snapshot  none; load one with `registry load FILE --as-of DAY`")
        return
    try:
        _tell_page(snapshot, full=full)
    except Damaged:
        click.echo("snapshot  damaged, or loaded under another BONAFIDE_BLOB_KEY; load it again")
        sys.exit(1)


def _tell_page(snapshot: SnapshotRegistry, *, full: bool) -> None:
    page = snapshot.page()
    age = (datetime.now(CHINA).date() - date.fromisoformat(page.as_of)).days
    click.echo(f"snapshot  {page.rows} firms as of {page.as_of}, {age} days ago; {page.refused} rows refused")
    click.echo(f"from      {page.source}, SHA-256 {page.sha256}")
    if full and snapshot.count_sound_rows() != page.rows:
        raise Damaged
    click.echo(f"signed    yes, {'every row checked' if full else 'rows are checked as they are read'}")


def _tell(report: Report, settings: Settings) -> None:
    page = report.page
    click.echo(f"loaded    {page.rows} firms as of {page.as_of} ({report.kind})")
    click.echo(f"columns   {', '.join(report.columns)}")
    for name, count in sorted(report.statuses.items()):
        click.echo(f"status    {count:>9} {name}")
    click.echo(f"refused   {page.refused}, each listed in {folder_of(settings) / REFUSED}")
    for reason, count in sorted(report.refused.items()):
        click.echo(f"          {count:>9} {reason}")
    for line, reason in report.sample:
        click.echo(f"          line {line}: {reason}")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ConfigurationError("--as-of must be a day like 2026-10-01.") from None
    if day > datetime.now(CHINA).date():
        raise ConfigurationError("--as-of is in the future; it is the day that the data describes.")
    return day


def _pairs(option: str, given: tuple[str, ...], known: tuple[str, ...] | list[str]) -> dict[str, str]:
    pairs = {}
    for text in given:
        name, separator, value = text.partition("=")
        if not separator or not value or name not in known:
            raise ConfigurationError(f"{option} {text!r}: write NAME=VALUE, NAME one of {', '.join(known)}.")
        pairs[name] = value
    return pairs


def _words(given: tuple[str, ...]) -> dict[str, RegistryStatus]:
    words = {}
    for text in given:
        word, _, meaning = text.rpartition("=")
        if not word or meaning not in STATUSES:
            raise ConfigurationError(f"--status {text!r}: write WORD=STATUS, one of {', '.join(STATUSES)}.")
        words[comparable(word)] = RegistryStatus(meaning)
    return words

"""`purge`: delete what is over by the retention policy, or say what would be."""

import json
from datetime import UTC, datetime

import click

from verifier.assembly import assemble
from verifier.domain.retention import Receipt
from verifier.settings import Settings
from verifier.usecases.audit import OPERATOR
from verifier.usecases.retention import purging


@click.command()
@click.option("--dry-run", is_flag=True, help="Say what is over, and delete nothing.")
@click.option("--tenant", help="This tenant alone. Default: all.")
@click.option(
    "--before",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"]),
    help="Only what was over by then, UTC.",
)
def purge(dry_run: bool, tenant: str | None, before: datetime | None) -> None:
    """Delete what is over by the retention policy, with a receipt of each transaction.

    The workers' sweep does the same once a day. It may be killed and run again at any time.
    """
    ports, as_of = assemble(Settings.from_env()), _utc(before)
    if dry_run:
        for due in purging.what_is_due(ports, tenant_id=tenant, as_of=as_of):
            click.echo(
                f"due      {due.tenant_id}  {due.item:16} {due.count:8}  ended before {due.before:%Y-%m-%d}"
            )
        return
    for receipt in purging.purge(ports, tenant_id=tenant, as_of=as_of, by=OPERATOR):
        if receipt is not None:
            click.echo(_line(receipt))


def _line(receipt: Receipt) -> str:
    told = json.loads(receipt.body)
    count, files = told["items"]["count"], told["files"]["count"]
    return f"purged   {receipt.tenant_id}  {told['item']:16} {count:8}  {files} files  receipt {receipt.id}"


def _utc(day: datetime | None) -> datetime | None:
    return day if day is None or day.tzinfo else day.replace(tzinfo=UTC)

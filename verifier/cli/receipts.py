"""`receipts`: what was purged and erased, and whether the receipts are as they were made."""

import json
import sys

import click

from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases.retention.receipts import Flaw, check_receipts, is_listed, list_receipts

SAYS = {
    Flaw.CHANGED: "is not as it was signed",
    Flaw.UNRECORDED: "is not told of on the audit chain",
    Flaw.PENDING: "names files that are still to be deleted",
}


@click.command()
@click.option("--tenant", help="This tenant alone. Default: all.")
@click.option(
    "--verify", is_flag=True, help="Check signatures, the audit chain, and that the files are gone."
)
@click.option("--of", "name", help="Only receipts that list this id, or the SHA-256 of this file.")
def receipts(tenant: str | None, verify: bool, name: str | None) -> None:
    """List what was purged and erased, as one JSON object a line; with --verify say which are sound.

    Exit status 1: a receipt is not as it was made, or files are still to be deleted.
    """
    ports = assemble(Settings.from_env())
    if not verify:
        for one in list_receipts(ports, tenant_id=tenant):
            if name is None or is_listed(one, name):
                click.echo(json.dumps({**json.loads(one.body), "hash": one.hash}))
        return
    faulty = False
    for checked in check_receipts(ports, tenant_id=tenant):
        faulty = faulty or bool(checked.flaws)
        place = f"{checked.receipt.tenant_id}  {checked.receipt.id}"
        for flaw in checked.flaws:
            click.echo(f"fault  {place}  {SAYS[flaw]}")
        if not checked.flaws:
            click.echo(f"sound  {place}  {checked.told['reason']}  {checked.told['item']}")
    sys.exit(1 if faulty else 0)

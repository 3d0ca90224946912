"""`tenant create`: a site and its first API key; `tenant retention`: how long its files are kept."""

from datetime import timedelta

import click

from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases.retention.choosing import choose_evidence_time, evidence_time
from verifier.usecases.tenants import create_tenant


@click.group()
def tenant() -> None:
    """The recruitment sites that use this service."""


@tenant.command()
@click.argument("name")
def create(name: str) -> None:
    """Create the tenant NAME and print its API key, which is shown this once and kept only as a hash."""
    made, key = create_tenant(assemble(Settings.from_env()), name)
    click.echo(f"tenant {made.id}\nkey    {key}")


@tenant.command()
@click.argument("tenant_id", metavar="TENANT")
@click.option("--evidence-days", type=click.IntRange(min=1), help="Keep files and readings for so many days.")
@click.option("--as-policy", is_flag=True, help="Keep them as long as the policy says again.")
def retention(tenant_id: str, evidence_days: int | None, as_policy: bool) -> None:
    """Say how long files of TENANT are kept after a decision ran out, or choose less than the policy says."""
    ports = assemble(Settings.from_env())
    if evidence_days is not None or as_policy:
        choose_evidence_time(ports, tenant_id, timedelta(days=evidence_days) if evidence_days else None)
    click.echo(f"evidence {evidence_time(ports, tenant_id).days} days")

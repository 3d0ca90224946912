"""`tenant create`: a recruitment site and its first API key."""

import click

from verifier.assembly import assemble
from verifier.settings import Settings
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

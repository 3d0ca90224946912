"""`key create`, `key list`, `key revoke`: the API keys of a recruitment site, as its operator sees them."""

from datetime import timedelta

import click

from verifier import usecases
from verifier.assembly import assemble
from verifier.domain.api_key import ApiKey, Scope
from verifier.settings import Settings

SCOPES = [scope.value for scope in Scope]  # click would take an enumeration by the names of its members


@click.group()
def key() -> None:
    """The API keys of a site. TENANT is the identifier that `tenant create` printed."""


@key.command()
@click.argument("tenant")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(SCOPES),
    help="Default: all.",
)
@click.option("--days", type=click.IntRange(min=1), help="How long it lives. Default: until it is revoked.")
def create(tenant: str, name: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make a key called NAME for TENANT and print it, this once."""
    ports = assemble(Settings.from_env())
    made, shown = usecases.create_key(
        ports,
        tenant,
        name,
        scopes=tuple(Scope(scope) for scope in scopes) or tuple(Scope),
        expires_at=ports.clock.now() + timedelta(days=days) if days else None,
    )
    click.echo(f"id     {made.id}\nscopes {' '.join(made.scopes)}\nkey    {shown}")


@key.command("list")
@click.argument("tenant")
def list_(tenant: str) -> None:
    """List the keys of TENANT, without their secrets, oldest first."""
    for item in usecases.list_keys(assemble(Settings.from_env()), tenant):
        click.echo(_line(item))


@key.command()
@click.argument("tenant")
@click.argument("key_id")
def revoke(tenant: str, key_id: str) -> None:
    """End the key KEY_ID of TENANT at once and for good."""
    usecases.revoke_key(assemble(Settings.from_env()), tenant, key_id)
    click.echo(f"revoked {key_id}")


def _line(item: ApiKey) -> str:
    ends = f"ends {item.expires_at:%Y-%m-%d %H:%M}" if item.expires_at else "no end"
    used = f"last used {item.last_used_at:%Y-%m-%d %H:%M}" if item.last_used_at else "never used"
    return "  ".join((item.id, f"{item.prefix}…", ",".join(item.scopes), ends, used, item.name))

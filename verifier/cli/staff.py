"""`staff invite`, `list`, `role`, `disable`, `enable`, `reset-factor`: the people of the console.

The first administrator can only come from here. Everything is recorded on the operator's chain.
"""

from collections.abc import Iterable

import click

from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError
from verifier.domain.staff import Role, StaffMember
from verifier.settings import Settings
from verifier.usecases.ports import Ports
from verifier.usecases.staff import invitations, members
from verifier.usecases.staff.demo import demo_token
from verifier.usecases.staff.invitations import spelled

ROLES = [role.value for role in Role]
ROLE = click.option("--role", type=click.Choice(ROLES), required=True)
TENANTS = click.option("--tenant", "tenants", multiple=True, help="Whose cases they see. Default: all.")


@click.group()
def staff() -> None:
    """The members of staff of the console. NAME is what they sign in with."""


@staff.command()
@click.argument("name")
@ROLE
@TENANTS
@click.option("--display-name", default="", help="As colleagues see it. Default: NAME.")
def invite(name: str, role: str, tenants: tuple[str, ...], display_name: str) -> None:
    """Make the member NAME and print the one-time link by which they join."""
    ports = _ports()
    member, token = invitations.invite(
        ports, name, Role(role), display_name=display_name, tenants=tenants or None
    )
    click.echo(f"member {member.id}")
    _tell_link(ports, token)


@staff.command("list")
def list_() -> None:
    """List everybody by name."""
    for member in members.list_staff(_ports()):
        click.echo(_line(member))


@staff.command()
@click.argument("name")
@ROLE
@TENANTS
def role(name: str, role: str, tenants: Iterable[str]) -> None:
    """Give NAME another role, and the tenants that are named."""
    ports = _ports()
    changed = members.change_duties(ports, members.named(ports, name).id, Role(role), tenants or None)
    click.echo(_line(changed))


@staff.command()
@click.argument("name")
def disable(name: str) -> None:
    """Shut NAME out at once."""
    ports = _ports()
    members.disable(ports, members.named(ports, name).id)
    click.echo(f"disabled {name}")


@staff.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let NAME in again."""
    ports = _ports()
    members.enable(ports, members.named(ports, name).id)
    click.echo(f"enabled {name}")


@staff.command("reset-factor")
@click.argument("name")
def reset_factor(name: str) -> None:
    """Take NAME's password, second steps and sessions, and print a new one-time link."""
    ports = _ports()
    _tell_link(ports, invitations.invite_again(ports, members.named(ports, name).id))


def demo_link(settings: Settings, role: Role = Role.REVIEWER, tenants: Iterable[str] | None = None) -> str:
    """The address of a one-time link that signs the demo's reviewer, or lead, in.

    Raises ConfigurationError unless everything is embedded and on this machine alone. Only there does the
    console follow such links, too.
    """
    if not settings.is_trial:
        raise ConfigurationError("The console's demo is for a service that is tried on its own machine only.")
    return f"{settings.public_url}/console/demo/{demo_token(assemble(settings), role, tenants)}"


def _ports() -> Ports:
    return assemble(Settings.from_env())


def _tell_link(ports: Ports, token: str) -> None:
    hours = ports.staff_policy.invitation_life.total_seconds() / 3600
    click.echo(f"link   {ports.public_url}/console/invitation/{token}")
    click.echo(f"It works once, for {hours:.0f} hours. Give it to nobody else.", err=True)


def _line(member: StaffMember) -> str:
    state = "disabled" if member.disabled_at else "active" if member.joined_at else "invited"
    return "  ".join((member.id, member.name, member.role.value, spelled(member.tenants), state))

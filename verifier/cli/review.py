"""`review-figures` and `replay`: what people made of findings, and what another policy would make of cases.

Both only read. They name cases by identifier and no person.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import click

from verifier import policies
from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError, NotFound
from verifier.settings import Settings
from verifier.usecases.ports import Ports
from verifier.usecases.review.oversight import review_figures as counted
from verifier.usecases.review.replaying import Effect, Replay
from verifier.usecases.review.replaying import replay as judge_again

DAY = click.DateTime(["%Y-%m-%d"])
DAYS: Final = 90  # that figures go back by default: what the console's page shows at most


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file.")
@click.option("--since", type=DAY, help=f"The first day, in UTC. Default: {DAYS} days ago.")
def review_figures(out: Path, since: datetime | None) -> None:
    """Write what people made of each finding, by policy version, as JSON for calibration."""
    ports = assemble(Settings.from_env())
    told = counted(ports, since=_utc(since) or ports.clock.now() - timedelta(days=DAYS))
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(json.dumps(told, indent=2) + "\n")
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be made: {error.strerror}.") from error
    click.echo(f"wrote {len(told['findings'])} findings to {out}")


@click.command()
@click.option(
    "--policy",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The policy to be tried.",
)
@click.option("--tenant", metavar="ID", help="This tenant's cases alone. Default: all.")
@click.option("--since", type=DAY, help="Cases opened on this day, in UTC, or later. Default: all.")
@click.option("--limit", type=click.IntRange(min=1), help="The newest so many. Default: all.")
def replay(path: Path, tenant: str | None, since: datetime | None, limit: int | None) -> None:
    """Judge past cases under another policy by their stored readings, and say who would change."""
    policy, ports = policies.load(path), assemble(Settings.from_env())
    if tenant is not None:
        _must_exist(ports, tenant)
    tenants = None if tenant is None else frozenset({tenant})
    _tell(judge_again(ports, policy, tenants=tenants, since=_utc(since), limit=limit))


def _tell(made: Replay) -> None:
    click.echo(f"policy  {made.version}, beside {made.in_force}, which is in force")
    click.echo(f"cases   {made.n}")
    for effect in Effect:
        click.echo(f"effect  {effect}  {made.effects[effect]}")
    click.echo(f"drifted {made.drifted}")
    click.echo(f"gone    {made.gone}")
    for code in sorted({*made.came, *made.went}):
        click.echo(f"reason  {code}  +{made.came[code]} -{made.went[code]}")
    for one in made.sample:
        codes = " ".join((*(f"+{code}" for code in one.came), *(f"-{code}" for code in one.went)))
        click.echo(f"case    {one.case_id}  {one.effect}  {codes}")


def _must_exist(ports: Ports, tenant_id: str) -> None:
    with ports.view() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound(f"There is no tenant {tenant_id}.")


def _utc(day: datetime | None) -> datetime | None:
    return day.replace(tzinfo=UTC) if day else None

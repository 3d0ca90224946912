"""`trace-leak`: which read of a résumé a leaked text or alias came from, or that it cannot be said."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError
from verifier.marking.tracing import FALSE_NAMING_MAX
from verifier.settings import Settings
from verifier.usecases.ports import Ports
from verifier.usecases.seekers.marks import Traced, trace_alias, trace_text

NOBODY: Final = 1
"""The exit status where it cannot be said; 0 where a read is named, 2 where something is wrong."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--alias", metavar="ADDRESS", help="A mail address or phone number that was used.")
@click.option("--tenant", help="Whose reads are looked at; else those of every tenant.")
@click.option(
    "--false-naming",
    type=click.FloatRange(1e-12, 0.01),
    default=FALSE_NAMING_MAX,
    show_default=True,
    help="The highest likelihood of a false name at which one is given.",
)
def trace_leak(file: Path | None, alias: str | None, tenant: str | None, false_naming: float) -> None:
    """Name the read that a leaked FILE of text, or an alias, came from.

    Says the read, recruiter, employer and time, with the likelihood of a false name. Exit status 1: it cannot
    be said, which is no proof that nobody leaked it.
    """
    if (file is None) == (alias is None):
        raise ConfigurationError("Name a file of the leaked text, or an --alias.")
    ports = assemble(Settings.from_env())
    if alias is not None:
        traced = trace_alias(ports, alias, tenant_id=tenant)
    else:
        assert file is not None
        text = _text(file)
        limit = false_naming / max(1, len(tenants := _tenants(ports, tenant)))
        traced = [trace_text(ports, one, text, false_naming_max=limit) for one in tenants]
    named = sum(_told(one) for one in traced)
    if not named:
        click.echo("cannot say: no read is named with enough certainty.")
        for one in traced:
            _best(one)
        sys.exit(NOBODY)


def _tenants(ports: Ports, tenant: str | None) -> Sequence[str]:
    if tenant is not None:
        return [tenant]
    with ports.view() as tx:
        return [one.id for one in tx.tenants.every()]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file} is no text in UTF-8.") from error


def _told(traced: Traced) -> int:
    for one in traced.named:
        read = one.read
        click.echo(f"read        {read.id}")
        click.echo(f"recruiter   {read.recruiter_id}")
        click.echo(f"employer    {read.employer_id}")
        click.echo(f"when        {read.asked_at.isoformat()}")
        click.echo(f"tenant      {traced.tenant_id}")
        click.echo(f"false name  {one.false_naming:.1e} at most")
    return len(traced.named)


def _best(traced: Traced) -> None:
    if traced.trace is not None:
        bits = traced.trace.best.bits if traced.trace.best else 0
        click.echo(f"{traced.tenant_id}: {traced.trace.compared} reads compared, {bits} bits to go by")

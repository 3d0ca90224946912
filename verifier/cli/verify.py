"""`verify`: local files through the same intake, reader, checks and policy as the service; nothing is stored.

Standard output holds the report and nothing else; progress and errors go to standard error. The shape of
the JSON is promised in docs/cli.md.
"""

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from verifier import policies
from verifier.cli.local_case import Verdict, verdict_of
from verifier.cli.report import as_json, show
from verifier.domain.case import AccountType, Declared
from verifier.domain.policy import Policy
from verifier.intake.limits import MAX_BYTES
from verifier.settings import policy_path
from workers.main import load_readers
from workers.on_the_spot import reading_all

UNOPENED = 1  # exit status: a file could not be opened; every other one was judged


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "lines", is_flag=True, help="One JSON object a line instead of a report.")
@click.option("--declared-name", help="The employer's name, as the applicant typed it.")
@click.option("--declared-code", help="The unified social credit code, as typed.")
@click.option("--declared-person", help="The legal representative, operator or person in charge, as typed.")
@click.option(
    "--account-type",
    type=click.Choice([str(kind) for kind in AccountType]),
    default=str(AccountType.DIRECT_EMPLOYER),
    show_default=True,
)
def verify(
    files: tuple[Path, ...],
    lines: bool,
    declared_name: str | None,
    declared_code: str | None,
    declared_person: str | None,
    account_type: str,
) -> None:
    """Read FILES as business licences, one case a file, and say what the policy makes of each."""
    declared = _declared(declared_name, declared_code, declared_person)
    policy = policies.load(policy_path())
    policy = policy if declared else policy.without("declared")
    opened = 0
    for verdict in _verdicts(files, policy, declared, AccountType(account_type)):
        opened += 1
        _print(verdict, policy, lines=lines)
    sys.exit(0 if opened == len(files) else UNOPENED)


def _declared(name: str | None, code: str | None, person: str | None) -> Declared | None:
    if name is code is person is None:
        return None
    return Declared(name or "", code or "", person or "")


def _verdicts(
    files: tuple[Path, ...], policy: Policy, declared: Declared | None, account_type: AccountType
) -> Iterator[Verdict]:
    console = Console(stderr=True)
    with contextlib.redirect_stdout(sys.stderr):  # what engines print at loading is no report
        console.print("Loading the engine …", style="dim")
        read = reading_all(load_readers())
    for path in track(files, "Reading", console=console, transient=True, disable=not console.is_terminal):
        data = _content(path)
        if data is not None:
            with contextlib.redirect_stdout(sys.stderr):
                verdict = verdict_of(path, data, read, policy, (declared, account_type))
            yield verdict


def _content(path: Path) -> bytes | None:
    """The file's bytes, at most one more than the intake takes; None where it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        click.echo(f"bonafide: {path} cannot be opened: {error.strerror}.", err=True)
        return None


def _print(verdict: Verdict, policy: Policy, *, lines: bool) -> None:
    if lines:
        click.echo(json.dumps(as_json(verdict), ensure_ascii=False))
    else:
        show(verdict, policy, Console())

"""The command line. A composition root like wsgi.py: it may put together what the service keeps apart."""

import sys
from importlib import import_module

import click

from verifier import __version__
from verifier.domain.errors import VerifierError

COMMANDS = {
    "serve": "verifier.cli.serve",
    "worker": "verifier.cli.worker",
    "verify": "verifier.cli.verify",
    "tenant": "verifier.cli.tenant",
    "key": "verifier.cli.key",
    "staff": "verifier.cli.staff",
    "registry": "verifier.cli.registry",
    "bank": "verifier.cli.bank",
    "verify-audit": "verifier.cli.audit",
    "export-audit": "verifier.cli.audit",
    "review-figures": "verifier.cli.review",
    "replay": "verifier.cli.review",
    "rotate-keys": "verifier.cli.rotate_keys",
    "faces": "verifier.cli.faces",
    "mail": "verifier.cli.mail",
    "metrics": "verifier.cli.metrics",
    "purge": "verifier.cli.purge",
    "receipts": "verifier.cli.receipts",
    "subject": "verifier.cli.subject",
    "trace-leak": "verifier.cli.trace_leak",
    "check-blobs": "verifier.cli.check_blobs",
    "check-config": "verifier.cli.check_config",
}


class LazyGroup(click.Group):
    """Imports a command's module when it is called, so that `--help` does not wait for an engine."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(import_module(module), cmd_name.replace("-", "_"))
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bonafide")
def cli() -> None:
    """Bonafide verifies employers for recruitment sites."""


def main() -> None:
    """Run the command line; an error that the caller can act on becomes one sentence and exit status 2."""
    try:
        cli(prog_name="python -m verifier")
    except VerifierError as error:
        click.echo(f"bonafide: {error.detail}", err=True)
        sys.exit(2)

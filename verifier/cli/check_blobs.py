"""`check-blobs`: whether every file is named by a row and every row's file is there."""

import sys

import click

from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases.retention.files import Kind, check_files, remove_stray


@click.command()
@click.option("--tenant", help="This tenant alone. Default: all.")
@click.option("--remove", is_flag=True, help="Delete files that nothing names; never one that a row names.")
def check_blobs(tenant: str | None, remove: bool) -> None:
    """Find files that no row names, rows whose file is missing, and drafts that a kill left.

    Files and drafts of the last minutes are passed over: they may be under way. Exit status 1: something was
    found that is still so.
    """
    ports, left = assemble(Settings.from_env()), 0
    for found in check_files(ports, tenant_id=tenant):
        removed = remove and found.kind is not Kind.MISSING and remove_stray(ports, found)
        left += not removed
        click.echo(f"{'removed' if removed else found.kind:8} {found.tenant_id} {found.name}")
    sys.exit(1 if left else 0)

"""`subject export`, `subject erase`: what is kept of somebody, given to them, or taken away."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError, VerifierError
from verifier.settings import Settings
from verifier.usecases.retention import erasing
from verifier.usecases.retention.exporting import export_personal_data

ERASE: Final = {
    "skr": erasing.erase_seeker,
    "emp": erasing.erase_employer,
    "rec": erasing.erase_recruiter,
    "case": erasing.erase_case,
}


def _subject(command: Any) -> Any:
    for name in ("case", "recruiter", "employer", "seeker"):
        command = click.option(f"--{name}", metavar="ID", help=f"The {name}, by its identifier.")(command)
    return click.option("--tenant", required=True, help="Whose it is.")(command)


@click.group()
def subject() -> None:
    """What is kept of an employer, a recruiter or a case (PIPL Arts. 45 and 47)."""


@subject.command()
@_subject
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A new ZIP file.")
def export(tenant: str, out: Path, **which: str | None) -> None:
    """Write all that is kept of one subject into a ZIP file: about.json, records.jsonl and files/."""
    ports, named = assemble(Settings.from_env()), _named(which)
    try:
        with _new(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            about = _written(archive, lambda **write: export_personal_data(ports, tenant, named, **write))
            archive.writestr("about.json", json.dumps(about, ensure_ascii=False, indent=2))
    except VerifierError:
        out.unlink(missing_ok=True)
        raise
    click.echo(f"exported {named} of {tenant} to {out}")


@subject.command()
@_subject
def erase(tenant: str, **which: str | None) -> None:
    """Take the person out of what is kept of one subject, and say what has to stay and until when."""
    named = _named(which)
    done = ERASE[named.partition("_")[0]](assemble(Settings.from_env()), tenant, named)
    click.echo(f"erased   {named}  {sum(done.rows.values())} rows, {done.files} files")
    for receipt in done.receipts:
        click.echo(f"receipt  {receipt.id}")
    for kept in done.kept:
        click.echo(f"kept     {kept.what}  until {kept.until:%Y-%m-%d}  {kept.why}")


def _written(archive: zipfile.ZipFile, run: Any) -> Mapping[str, object]:
    """Rows as they come, then files: an archive takes one member at a time."""
    rows = archive.open("records.jsonl", "w", force_zip64=True)

    def write_row(table: str, row: Mapping[str, Any]) -> None:
        rows.write((json.dumps({"kind": table, **row}, ensure_ascii=False) + "\n").encode())

    def write_file(sha256: str, data: bytes) -> None:
        rows.close()
        archive.writestr(f"files/{sha256}", data)

    try:
        about: Mapping[str, object] = run(write_row=write_row, write_file=write_file)
    finally:
        rows.close()
    return about


def _named(which: Mapping[str, str | None]) -> str:
    """The one subject. Raises ConfigurationError."""
    named = {name: value for name, value in which.items() if value}
    if len(named) != 1:
        raise ConfigurationError("Name one of --employer, --recruiter, --seeker and --case.")
    ((name, value),) = named.items()
    prefix = {"employer": "emp_", "recruiter": "rec_", "case": "case_", "seeker": "skr_"}[name]
    if not value.startswith(prefix):
        raise ConfigurationError(f"--{name} takes an identifier that begins with {prefix}.")
    return value


def _new(path: Path) -> Any:
    """For its owner alone, and never over another file."""
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be made: {error.strerror}.") from error

"""`verify-audit` and `export-audit`: is the record of who did what as it was written, and a part of it.

Standard output holds what was found and nothing else, so that it can be kept or sent on by a program.
"""

import base64
import binascii
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from verifier.assembly import assemble
from verifier.domain import audit_export
from verifier.domain.audit_chain import ChainKey, ChainKeys, moment
from verifier.domain.audit_walk import Anchor, Fault
from verifier.domain.errors import ConfigurationError, VerifierError
from verifier.settings import Settings
from verifier.usecases.audit_inspection import (
    ChainDamaged,
    Inspected,
    anchors_now,
    export_chain,
    inspect_chains,
)
from verifier.usecases.ports import Ports

FAULTY: Final = 1  # exit status
SHOWN: Final = 20  # faults of one chain; a chain that was renumbered has as many as entries
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z"])


@click.command()
@click.option("--tenant", metavar="ID", help="This tenant's chain alone. Default: all.")
@click.option("--anchor", is_flag=True, help="Print the ends of the chains, to be kept elsewhere; no walk.")
@click.option("--since", type=FILE, help="What --anchor printed before: it must still be on the chains.")
@click.option("--export", "exported", type=FILE, help="Check this file of `export-audit`.")
@click.option("--key", type=FILE, help="With --export: the tenant's key. Default: the database's.")
def verify_audit(
    tenant: str | None, anchor: bool, since: Path | None, exported: Path | None, key: Path | None
) -> None:
    """Follow the audit chains and name every entry that was changed, removed, moved or slipped in."""
    if exported is not None:
        found = _checked(exported, key)
    elif anchor:
        found = _anchored(tenant)
    else:
        found = _walked(tenant, _anchors(since) if since else ())
    sys.exit(FAULTY if found else 0)


@click.command()
@click.option("--tenant", metavar="ID", required=True, help="Whose chain.")
@click.option("--from", "since", type=DAY, help="The first day, in UTC. Default: from the beginning.")
@click.option("--to", "until", type=DAY, help="The day after the last, in UTC. Default: to the end.")
@click.option("--out", type=NEW_FILE, required=True, help="A new file; the manifest is put beside it.")
@click.option("--key-out", type=NEW_FILE, help="A new file for the key that checks this tenant's chain.")
def export_audit(
    tenant: str, since: datetime | None, until: datetime | None, out: Path, key_out: Path | None
) -> None:
    """Write a part of a tenant's chain as JSON Lines for an inspector, and a signed manifest."""
    ports = assemble(Settings.from_env())
    with _new(out) as file:
        try:
            manifest = export_chain(ports, tenant, since=_utc(since), until=_utc(until), write=file.write)
        except VerifierError:
            out.unlink()
            raise
        except ChainDamaged as error:
            out.unlink()
            raise ConfigurationError(str(error)) from None
    # The manifest comes last: an export that was cut off has none.
    _write(_manifest_of(out), json.dumps(manifest, indent=2) + "\n")
    if key_out is not None:
        _write(key_out, json.dumps(_spelled(tenant, _kept_keys(ports, tenant))) + "\n")
    click.echo(f"exported {manifest['entries']} entries of {tenant} to {out}")


def _walked(tenant: str | None, anchors: Sequence[Anchor]) -> bool:
    found = False
    for chain in inspect_chains(assemble(Settings.from_env()), tenant_id=tenant, anchors=anchors):
        _tell(chain)
        found = found or bool(chain.faults)
    return found


def _tell(chain: Inspected) -> None:
    if not chain.faults:
        younger = f", begun {chain.begun}, after the tenant" if chain.begun else ""
        purged = f", the first {chain.purged} of them purged" if chain.purged else ""
        told = f"{chain.last.seq} entries{purged}, the last {chain.last.hash}{younger}"
        click.echo(f"sound  {chain.tenant_id}  {told}")
    for fault in chain.faults[:SHOWN]:
        click.echo(f"fault  {chain.tenant_id}  {fault}")
    if len(chain.faults) > SHOWN:
        click.echo(f"fault  {chain.tenant_id}  and {len(chain.faults) - SHOWN} more")


def _anchored(tenant: str | None) -> bool:
    ports = assemble(Settings.from_env())
    at, found = moment(ports.clock.now()), False
    for end in anchors_now(ports, tenant_id=tenant):
        if isinstance(end, Fault):
            click.echo(f"bonafide: {end.tenant_id}: {end}", err=True)
            found = True
        else:
            told = {"at": at, "tenant": end.tenant_id, "seq": end.seq, "hash": end.hash}
            click.echo(json.dumps(told))
    return found


def _anchors(path: Path) -> tuple[Anchor, ...]:
    return tuple(_lines_of(path))


def _lines_of(path: Path) -> Iterator[Anchor]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                told = json.loads(line)
                yield Anchor(str(told["tenant"]), int(told["seq"]), str(told["hash"]))
            except (ValueError, KeyError, TypeError):
                raise ConfigurationError(f"{path}, line {number} is no anchor.") from None


def _checked(exported: Path, key: Path | None) -> bool:
    manifest = _json(_manifest_of(exported))
    try:
        tenant = audit_export.tenant_of(manifest)
        keys = _keys(key, tenant) if key else _kept_keys(assemble(Settings.from_env()), tenant)
        with exported.open(encoding="utf-8", errors="surrogateescape", newline="") as lines:
            faults = tuple(audit_export.check(lines, manifest, keys))
    except ValueError as error:
        raise ConfigurationError(f"{_manifest_of(exported)}: {error}.") from error
    if not faults:
        click.echo(f"sound  {tenant}  {manifest['entries']} entries")
    for fault in faults[:SHOWN]:
        click.echo(f"fault  {tenant}  {fault}")
    return bool(faults)


def _kept_keys(ports: Ports, tenant: str) -> ChainKeys:
    with ports.view() as tx:
        return tx.audit.keys(tenant)


def _spelled(tenant: str, keys: ChainKeys) -> dict[str, object]:
    every = [base64.b64encode(key.secret).decode() for key in (keys.current, *keys.earlier)]
    return {"tenant": tenant, "keys": every}


def _keys(path: Path, tenant: str) -> ChainKeys:
    told = _json(path)
    try:
        current, *earlier = (ChainKey(base64.b64decode(text, validate=True)) for text in told["keys"])
        if told["tenant"] != tenant:
            raise ConfigurationError(f"{path} is the key of another tenant.")
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise ConfigurationError(f"{path} is no key that `export-audit --key-out` wrote.") from error
    return ChainKeys(current, tuple(earlier))


def _json(path: Path) -> Mapping[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} cannot be read as JSON.") from error
    if not isinstance(told, dict):
        raise ConfigurationError(f"{path} cannot be read as JSON.")
    return told


def _manifest_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.manifest.json")


def _utc(day: datetime | None) -> datetime | None:
    return day if day is None or day.tzinfo else day.replace(tzinfo=UTC)


def _write(path: Path, text: str) -> None:
    with _new(path) as file:
        file.write(text)


def _new(path: Path) -> Any:
    """For its owner alone, and never over another file."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be made: {error.strerror}.") from error

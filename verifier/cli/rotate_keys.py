"""`rotate-keys`: change the master key, and with --data the keys under which the tenants' data is."""

import sys
from typing import Final

import click

from verifier.assembly import open_blobs, open_store
from verifier.providers.clock import SystemClock
from verifier.settings import Settings
from verifier.store import rotation
from verifier.store.engine import connect
from verifier.store.migration import migrate
from verifier.store.rotation import Count
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore

LEFT: Final = 1  # exit status: something could not be opened
SHOWN: Final = 20


@click.command()
@click.option("--data", is_flag=True, help="New keys for the tenants' data, and all of it sealed anew.")
@click.option(
    "--at-once", is_flag=True, help="With --data: nothing else runs, so do not wait until it has noticed."
)
def rotate_keys(data: bool, at_once: bool) -> None:
    """Seal the tenants' keys under BONAFIDE_BLOB_KEY; BONAFIDE_BLOB_KEY_OLD opens what was sealed before.

    It may be killed and run again at any time, and the service may run meanwhile.
    """
    settings, clock = Settings.from_env(), SystemClock()
    engine = connect(settings.database_url)
    migrate(engine)
    store = open_store(engine, settings)
    counts = [_told("keys", rotation.rewrap(store, _master(settings), clock.now()))]
    if data:
        _wait(store, at_once=at_once)
    counts.append(_told("rows", rotation.renew_columns(store)))
    if data:
        blobs = open_blobs(settings.blobs_url, store.envelope)
        counts.append(_told("files", rotation.renew_blobs(store, blobs, clock.now())))
    _say_what_is_left(store, settings)
    sys.exit(LEFT if any(count.unopened for count in counts) else 0)


def _master(settings: Settings) -> Seal:
    return Seal(settings.blob_key, settings.old_blob_keys)


def _wait(store: SqlStore, *, at_once: bool) -> None:
    clock = SystemClock()
    made = rotation.new_data_keys(store, clock.now())
    if not at_once:
        click.echo("waiting until every process seals under the new keys …", err=True)
        rotation.wait_until_noticed(made, clock.now())


def _told(what: str, count: Count) -> Count:
    click.echo(f"{what:6} {count.anew} sealed anew, {count.already} were so already")
    for name in count.unopened[:SHOWN]:
        click.echo(f"{what:6} cannot be opened: {name}")
    if len(count.unopened) > SHOWN:
        click.echo(f"{what:6} cannot be opened: {len(count.unopened) - SHOWN} more")
    return count


def _say_what_is_left(store: SqlStore, settings: Settings) -> None:
    left = rotation.unsettled(store)
    if left:
        click.echo(f"left   {left} tenants may have files under an older key: run it with --data")
    if settings.old_blob_keys:
        keep = "is still needed" if left else "is not needed any more but for backups from before"
        click.echo(f"left   BONAFIDE_BLOB_KEY_OLD {keep}")

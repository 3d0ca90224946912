"""`serve`: everything in one command, until Ctrl-C."""

import sys
from contextlib import suppress
from threading import Thread

import click
from sqlalchemy.exc import OperationalError

from verifier import logs
from verifier.assembly import prepare
from verifier.serving.children import GaveUp
from verifier.serving.claims import base_url, listen, sole_use
from verifier.serving.service import Service
from verifier.settings import Settings, demonstrate


@click.command()
@click.option(
    "--demo", is_flag=True, help="Be a sandbox, and take a specimen licence through it once it is ready."
)
def serve(demo: bool) -> None:
    """Start the queue, the workers and the web server, and keep them running until Ctrl-C."""
    if demo:
        demonstrate()
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    with sole_use(settings.data_dir), listen(settings.host, settings.port) as listener:
        _see_that_the_database_fits(settings)
        url = base_url(listener)
        try:
            Service(settings, listener).run(lambda: _announce(settings, url, demo))
        except GaveUp as error:
            click.echo(f"bonafide: {error}", err=True)
            sys.exit(1)


def _see_that_the_database_fits(settings: Settings) -> None:
    """So that what cannot work is said once, and at once. Raises ConfigurationError.

    A database that is away is left to the children, who wait for it.
    """
    with suppress(OperationalError):
        prepare(settings).engine.dispose()


def _announce(settings: Settings, url: str, demo: bool) -> None:
    kind = " This is a sandbox: its decisions are scripted." if settings.sandbox else ""
    click.echo(f"Bonafide answers on {url}. Ctrl-C stops it.{kind}")
    if demo:
        from verifier.cli.demo import show  # noqa: PLC0415  the demonstration draws a specimen; serving needs none

        # Beside the watch over the children, which stays in the main thread.
        Thread(target=show, args=(settings, url), daemon=True).start()

"""`serve`: everything in one command, until Ctrl-C."""

import sys
from threading import Thread

import click

from verifier import logs
from verifier.serving.children import GaveUp
from verifier.serving.claims import base_url, listen, sole_use
from verifier.serving.service import Service
from verifier.settings import Settings


@click.command()
@click.option("--demo", is_flag=True, help="Take a specimen licence through the service once it is ready.")
def serve(demo: bool) -> None:
    """Start the queue, the workers and the web server, and keep them running until Ctrl-C."""
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    with sole_use(settings.data_dir), listen(settings.host, settings.port) as listener:
        url = base_url(listener)
        try:
            Service(settings, listener).run(lambda: _announce(settings, url, demo))
        except GaveUp as error:
            click.echo(f"bonafide: {error}", err=True)
            sys.exit(1)


def _announce(settings: Settings, url: str, demo: bool) -> None:
    click.echo(f"Bonafide answers on {url}. Ctrl-C stops it.")
    if demo:
        from verifier.cli.demo import show  # noqa: PLC0415  the demonstration draws a specimen; serving needs none

        # Beside the watch over the children, which stays in the main thread.
        Thread(target=show, args=(settings, url), daemon=True).start()

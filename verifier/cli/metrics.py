"""`metrics`: the exporter alone, for a host that runs web servers without `serve`."""

import click

from verifier import logs
from verifier.serving.metrics import serve_metrics
from verifier.settings import Settings


@click.command()
def metrics() -> None:
    """Show Prometheus what this host counts, on BONAFIDE_METRICS_PORT, until told to stop.

    `serve` and `worker` do so themselves.
    """
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    serve_metrics(settings)

"""`worker`: this machine's workers alone, for a queue and a database that run elsewhere."""

import sys

import click


@click.command()
def worker() -> None:
    """Run workers on the queue of BONAFIDE_REDIS_URL until told to stop; BONAFIDE_WORKERS says how many."""
    from workers.main import run_or_explain  # noqa: PLC0415  the engines' libraries take a second to import

    sys.exit(run_or_explain())

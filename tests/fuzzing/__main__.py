"""The long run: `make fuzz`. Ends with 1 if anything was found; what was found is in build/fuzz."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import databases
from tests.conftest import ENGINES
from tests.fuzzing.preparing import RUNS
from tests.fuzzing.running import ROOT, Outcome, fuzzed
from tests.services import Service

MINUTES = float(os.environ.get("BONAFIDE_FUZZ_MINUTES", "20"))
SEED = int(os.environ.get("BONAFIDE_FUZZ_SEED", "1"))
# In this order: the last one uses up and revokes whatever it can, and links are not good for long.
SHARES = {"the page": 0.12, "two scopes": 0.08, "no key": 0.05, "all scopes": 0.75}
OUT = ROOT / "build" / "fuzz"


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    outcomes = [outcome for engine in ENGINES for outcome in on(engine, MINUTES * 60 / len(ENGINES))]
    return int(any(outcome.failed for outcome in outcomes))


def on(engine: str, seconds: float) -> Iterator[Outcome]:
    """Every run on one database."""
    with service(engine) as running:
        for number, (what, share) in enumerate(SHARES.items()):
            run = RUNS[what](running)
            outcome = fuzzed(run, seconds=max(1, int(seconds * share)), seed=SEED + number)
            (OUT / f"{engine}-{what.replace(' ', '-')}.log").write_text(outcome.said, encoding="utf-8")
            found = "FAILED" if outcome.failed else "nothing found"
            print(f"{engine}, {what}: {outcome.requests} requests, {found}", flush=True)
            yield outcome
        assert running.process.poll() is None, "the service died"


@contextmanager
def service(engine: str) -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="bonafide-fuzz") as folder, database(engine) as settings:
        running = Service(
            Path(folder, "data"), log_level="WARNING", workers="1", rate_limits="off", **settings
        )
        try:
            yield running.ready()
        finally:
            running.stop()
            (OUT / f"{engine}-service.log").write_text(running.said(), encoding="utf-8")


@contextmanager
def database(engine: str) -> Iterator[dict[str, str]]:
    """Settings that name it."""
    if engine == "sqlite":
        yield {}
        return
    with databases.postgres_server() as server, databases.new_database(server) as url:
        yield {"database_url": url, **databases.key_settings()}


if __name__ == "__main__":
    sys.exit(main())

"""Kills of any process at any moment, 200 on each profile, and what was lost by them: nothing, or it fails.

CHAOS_SEED and CHAOS_KILLS choose others, CHAOS_MINUTES ends the killing earlier, CHAOS_PROFILE is one of
`embedded` and `stored`. Seed and count are printed, so that a failure can be told again: the same kinds of
victims in the same order, though not to the same microsecond.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import databases
from tests.chaos import trial

KILLS, MINUTES = 200, 60.0


def run() -> Mapping[str, Any]:
    """Try both profiles; raises AssertionError with every fault."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10_000))
    kills, minutes = (os.environ.get(name) for name in ("CHAOS_KILLS", "CHAOS_MINUTES"))
    plan = trial.Plan(seed, int(kills or KILLS), minutes=float(minutes or MINUTES))
    wanted = os.environ.get("CHAOS_PROFILE")
    return {name: _tried(profile, plan) for name, profile in PROFILES.items() if wanted in (None, "", name)}


def _tried(profile: "Callable[[Path], Any]", plan: trial.Plan) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory(prefix="chaos") as name, profile(Path(name)) as found:
        verdict = trial.run(found, plan, Path(name))
    assert not verdict.faults, "\n".join((f"seed {plan.seed}", str(verdict.figures), *verdict.faults))
    return verdict.figures


@contextmanager
def _embedded(_: Path) -> Iterator[trial.Profile]:
    yield trial.embedded()


@contextmanager
def _stored(folder: Path) -> Iterator[trial.Profile]:
    with (
        databases.postgres_server() as server,
        databases.new_database(server) as url,
        trial.stored(url, folder) as profile,
    ):
        yield profile


PROFILES: Mapping[str, Callable[[Path], Any]] = {"embedded": _embedded, "stored": _stored}

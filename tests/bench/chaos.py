"""Kills of any process at any moment, 200 on each profile, and what was lost by them: nothing, or it fails.

CHAOS_SEED and CHAOS_KILLS choose others; CHAOS_PROFILE is `embedded`, `stored` or both. Both are printed, so
that a failure can be told again: the same victims in the same order, though not to the same microsecond.
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

KILLS = 200


def run() -> Mapping[str, Any]:
    """Try both profiles; raises AssertionError with every fault."""
    seed = int(os.environ.get("CHAOS_SEED") or secrets.randbelow(10_000))
    plan = trial.Plan(seed, int(os.environ.get("CHAOS_KILLS") or KILLS))
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

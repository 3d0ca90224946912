"""One run of schemathesis against a service that listens."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("schemathesis.toml")
HOOKS = "tests.fuzzing.hooks"
TALLY = re.compile(r"(\d+) generated")


@dataclass(frozen=True, slots=True)
class Run:
    """Whom to ask for what: a document at an address or a path, and what hooks.py is told (see there)."""

    document: str
    url: str
    key: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: how many requests it generated, and what it said."""

    failed: bool
    requests: int
    said: str


def fuzzed(run: Run, *, seconds: int, seed: int) -> Outcome:
    """Ask for so long whatever the document tells of, and what it does not."""
    argv = [
        *(sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", str(CONFIG)),
        *("run", run.document, "--url", run.url, "--max-time", str(seconds), "--seed", str(seed)),
        *("--request-timeout", "30"),
        *(("--header", f"Authorization: Bearer {run.key}") if run.key else ()),
    ]
    told = {f"BONAFIDE_FUZZ_{name.upper()}": value for name, value in run.told.items()}
    environment = os.environ | told | {"SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    tally = TALLY.search(ran.stdout)
    return Outcome(ran.returncode != 0, int(tally[1]) if tally else 0, ran.stdout + ran.stderr)

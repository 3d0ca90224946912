"""A few seconds of what `make fuzz` does for twenty minutes, on each database."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.fuzzing.running import ROOT, Run, fuzzed
from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases import create_tenant, list_keys

SECONDS = 6
SEED = 1
ANY_PORT = """\
from verifier.serving.web import *
bind, workers = "127.0.0.1:0", 1
def when_ready(server):
    print("port", server.LISTENERS[0].sock.getsockname()[1], flush=True)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """A web server without workers and queue: everything to the first commit, nothing after it."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "off")  # or soon every answer would be the same refusal
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        databases.emptied(url).dispose()
        for name, value in {"database_url": url, **databases.key_settings()}.items():
            monkeypatch.setenv(f"BONAFIDE_{name.upper()}", value)
    ports = assemble(Settings.from_env())
    tenant, secret = create_tenant(ports, "site")
    (key,) = list_keys(ports, tenant.id)
    configuration = tmp_path / "any_port.py"
    configuration.write_text(ANY_PORT)
    argv = [sys.executable, "-m", "gunicorn", "--config", str(configuration), "wsgi:app"]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            argv, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, stdout=subprocess.PIPE, stderr=log
        )
        assert server.stdout is not None
        port = re.findall(rb"\d+", server.stdout.readline())[0].decode()
        url = f"http://127.0.0.1:{port}"
        yield Run(f"{url}/v1/openapi.json", url, secret, {"own_key": key.id})
        server.send_signal(signal.SIGTERM)
        server.wait(60)


def test_no_answer_breaks_what_the_document_says(run: Run) -> None:
    outcome = fuzzed(run, seconds=SECONDS, seed=SEED)
    assert not outcome.failed, outcome.said
    assert outcome.requests > 0

"""An app over ports that live in memory, and who uses it: Alice, the other site Bob, the stranger Charlie."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from bonafide import Bonafide
from tests import clients, sites
from tests.fakes import fake_ports
from tests.gate_acts import gate_policy
from verifier import policies
from verifier.app import bare_app, equip
from verifier.settings import POLICIES, Settings
from verifier.usecases.ports import Ports

# Read once, as it does not change: two policies take 7 ms, and two thousand tests want them.
POLICY = policies.load(POLICIES / "v1.toml")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "off")  # tests of limits set their own
    return Settings.from_env()


@pytest.fixture
def ports() -> Ports:
    made = fake_ports(POLICY, gate=gate_policy())
    with made.transaction() as tx:
        tx.sandbox.become(made.clock.now())  # or no test could serve it as one: see `sites.serve_sandbox`
    return made


@pytest.fixture(scope="session")
def registered() -> Flask:
    """The app with its endpoints, made once: writing their document takes 60 ms, and 500 tests want one."""
    return bare_app()


@pytest.fixture
def app(registered: Flask, settings: Settings, ports: Ports) -> Flask:
    """The app over the test's own ports, as `create_app` makes it."""
    equip(registered, settings, ports)
    return registered


@pytest.fixture
def alice(app: Flask, ports: Ports) -> sites.Site:
    return sites.site(app, ports, "alice")


@pytest.fixture
def bob(app: Flask, ports: Ports) -> sites.Site:
    return sites.site(app, ports, "bob")


@pytest.fixture
def charlie(app: Flask) -> sites.Site:
    return sites.stranger(app)


@pytest.fixture
def transport(app: Flask) -> clients.InProcess:
    return clients.InProcess(app)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> clients.Pauses:
    """What the Python client would sleep through."""
    return clients.Pauses().patch(monkeypatch)


@pytest.fixture(params=clients.SIDES)
def bonafide(
    request: pytest.FixtureRequest,
    alice: sites.Site,
    transport: clients.InProcess,
    pauses: clients.Pauses,
    loop: asyncio.AbstractEventLoop,
) -> Bonafide:
    """Alice's Python client, once as it blocks and once as it awaits."""
    assert alice.key is not None
    return clients.client(request.param, transport, alice.key, loop)

"""The service that end-to-end tests share: started once a module, and never stood in for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.services import ROOT, Service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A running service. Tests may kill its parts: that it serves the next test is part of the matter."""
    service = Service(tmp_path_factory.mktemp("e2e") / "data")
    try:
        yield service.ready()
    finally:
        service.stop()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Start a service of one's own; twice on the same folder unless told otherwise."""
    started: list[Service] = []

    def start(checkout: Path = ROOT, **settings: str) -> Service:
        started.append(Service(tmp_path / "data", checkout, **settings))
        return started[-1]

    yield start
    for service in started:
        service.stop()

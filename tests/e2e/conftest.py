"""What end-to-end tests share: the service, started once a module and never stood in for; and cameras."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.cameras import ALLOWED, CAMERA, FILM, SIZES, launched, serving, still_film
from tests.desks import Desk, opened, quick_challenge
from tests.fakes import World, world
from tests.services import ROOT, Service
from tests.visitors import office
from verifier.app import create_app
from verifier.settings import Settings


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


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def filming(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera shows the portrait, and is allowed."""
    film = still_film(tmp_path_factory.mktemp("film") / "portrait.y4m")
    browser = launched(playwright, CAMERA, ALLOWED, f"{FILM}{film}")
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def plain(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture(params=SIZES)
def page(filming: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of that browser, on a phone and on a desk."""
    page = opened(filming, request.param)
    yield page
    page.context.close()


@pytest.fixture
def phone(filming: Browser) -> Iterator[Page]:
    page = opened(filming)
    yield page
    page.context.close()


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def whole_desk(tmp_path: Path, theirs: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A site whose recruiters find the page served from this process, over ports in memory."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    app = create_app(Settings.from_env(), theirs.ports)
    with serving(app) as url:
        yield Desk(office(app, theirs), url)


@pytest.fixture
def desk(whole_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The same with short films."""
    monkeypatch.setattr("verifier.usecases.faces.uploads.new_challenge", quick_challenge)
    return whole_desk

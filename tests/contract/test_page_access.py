"""What a link opens and to whom: every request of the recruiter's page in every standing of its link."""

import dataclasses
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import sites
from tests.access.page import CELLS, Cells
from tests.fakes import World, world
from tests.sites import Site
from tests.visitors import ABSENT_TOKEN, BY_LINK, SITE, Office, Visitor, office
from verifier.app import equip
from verifier.settings import Settings

COLUMNS = [one.name for one in dataclasses.fields(Cells) if one.name != "body"]


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def app(registered: Flask, settings: Settings, theirs: World) -> Flask:
    equip(registered, settings, theirs.ports)
    return registered


@pytest.fixture
def site(app: Flask, theirs: World) -> Office:
    return office(app, theirs)


def standing(column: str, site: Office) -> Visitor:
    """Somebody before a link that stands so."""
    if column == "unknown":
        return site.visitor(ABSENT_TOKEN)
    visitor = site.visitor()
    if column == "early":
        return visitor
    if column == "expired":
        site.world.clock.tick(hours=1)
        return visitor
    visitor.agree()
    visitor.begin()
    if column == "ended":
        visitor.post("/other-way", json={"way": "video_call"})
    return site.visitor(visitor.token) if column == "other" else visitor


def asked(name: str, visitor: Visitor, **more: Any) -> TestResponse:
    method, _, rule = name.partition(" ")
    path = rule.removeprefix("/face/<token>").replace("<int(max=9999):number>", "1")
    return visitor.send(method, path.replace("<int(max=9999):index>", "0"), **CELLS[name].body(SITE), **more)


def cell(response: TestResponse) -> str:
    """An answer as the table spells it."""
    if response.data and response.mimetype == "text/html":
        return f"{response.status_code} html"
    members = response.json if response.data else {}
    said = members.get("code") or (members.get("screen") if response.request.method == "GET" else None)
    return f"{response.status_code} {said}" if said else str(response.status_code)


def test_every_request_of_the_page_has_a_row() -> None:
    assert set(CELLS) == BY_LINK


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("name", CELLS)
def test_a_request_gets_what_its_cell_says(name: str, column: str, site: Office) -> None:
    response = asked(name, standing(column, site))
    assert cell(response) == getattr(CELLS[name], column)


@pytest.mark.parametrize("column", ["other", "expired", "unknown"])
@pytest.mark.parametrize("name", [name for name in CELLS if not name.startswith("GET")])
def test_whoever_may_not_act_changes_nothing(name: str, column: str, site: Office) -> None:
    visitor = standing(column, site)
    before = None if column == "unknown" else site.session(visitor)
    response = asked(name, visitor)
    assert "Set-Cookie" not in response.headers
    assert (None if column == "unknown" else site.session(visitor)) == before


@pytest.mark.parametrize("name", CELLS)
def test_a_sites_key_opens_no_link_of_another_browser(name: str, site: Office, app: Flask) -> None:
    key = sites.site(app, site.world.ports, "alice").key
    headers = {"Authorization": f"Bearer {key}"}
    assert cell(asked(name, standing("other", site), headers=headers)) == CELLS[name].other


def test_the_secrets_of_a_link_open_nothing_of_the_api(site: Office, app: Flask) -> None:
    visitor = standing("own", site)
    for secret in (visitor.token, visitor.client.get_cookie("bonafide_face", path="/face/")):
        shown = secret if isinstance(secret, str) else secret.value if secret else ""
        assert shown
        stranger = Site(app.test_client(), "", shown)
        assert stranger.get("/v1/face-sessions").status_code == 401

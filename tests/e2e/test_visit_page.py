"""A field visit in a real browser: without a network, reloaded, and sent once the network is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browsing import sound
from tests.cameras import ALLOWED, CAMERA, CHROMIUM, launched, serving
from tests.colleagues import Colleague, joined
from tests.visit_acts import DOOR, PHOTOGRAPHED, Field, field
from verifier.app import create_app
from verifier.domain.proof import ProofState
from verifier.domain.staff import Role
from verifier.domain.visit import ChecklistItem, Visit
from verifier.settings import Settings

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def pictured(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a camera that shows a moving pattern with the time in it."""
    browser = launched(playwright, CAMERA, ALLOWED)
    yield browser
    browser.close()


@pytest.fixture
def place() -> Field:
    return field()


@pytest.fixture
def address(place: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    with serving(create_app(Settings.from_env(), place.ports)) as found:
        yield found


def signed_in(browser: Browser, address: str, colleague: Colleague, **more: object) -> BrowserContext:
    context = browser.new_context(base_url=address, viewport=PHONE, locale="en", **more)  # type: ignore[arg-type]
    context.set_default_timeout(8_000)
    cookie = {"name": "bonafide_console", "value": colleague.begun.token, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
    return context


def on_the_way(context: BrowserContext, visit: Visit) -> Page:
    page = context.new_page()
    page.goto("/console/visits?lang=en")
    page.get_by_role("link", name=visit.firm).click()
    expect(page.locator("#ready")).to_have_text("This page works without a network.")
    return page


def photograph(page: Page, item: ChecklistItem) -> None:
    page.locator(f"[data-item={item}] .shoot").click()
    page.locator("#shoot").click()
    expect(page.locator(f"[data-item={item}] .strip img")).to_have_count(1)


def sign(page: Page) -> None:
    page.locator("#hand-over").click()
    page.locator("#firm-name").fill("样本人")
    page.locator("#firm-role").fill("行政经理")
    pad = page.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=6)
    page.mouse.up()
    sound(page)
    page.locator("#firm-sign").click()
    expect(page.locator("#signed")).to_have_text("样本人 signed.")


def test_a_visit_made_without_a_network_is_sent_once_there_is_one(
    pictured: Browser, place: Field, address: str
) -> None:
    visit = place.ordered()
    where = {"latitude": DOOR.latitude, "longitude": DOOR.longitude, "accuracy": 15}
    granted = ["geolocation", "camera"]
    context = signed_in(pictured, address, place.agent, geolocation=where, permissions=granted)
    page = on_the_way(context, visit)
    expect(page.locator("#place-told")).to_contain_text("About 0 m from the registered address.")
    sound(page)
    context.set_offline(True)
    for item in ChecklistItem:
        page.locator(f"[data-item={item}] input[value=yes]").check()
    for item in PHOTOGRAPHED:
        photograph(page, item)
    page.reload()
    expect(page.locator("#net")).to_have_text("Offline")
    expect(page.locator("#unsent")).to_have_text("10 not sent yet, kept on this telephone.")
    expect(page.locator(".item .strip img")).to_have_count(4)
    expect(page.locator("[data-item=front_desk] input[value=yes]")).to_be_checked()
    sign(page)
    page.locator("#finish").click()
    expect(page.locator("#ended")).to_contain_text("The visit is over.")
    assert place.report(visit).photos == ()
    context.set_offline(False)
    expect(page.locator("#unsent")).to_have_text("The report has arrived.")
    left = "() => indexedDB.databases().then(() => caches.open('bonafide-visits'))"
    assert page.evaluate(f"({left})().then(c => c.match(location.pathname)).then(Boolean)") is False
    report = place.report(visit)
    assert [photo.item for photo in report.photos] == list(PHOTOGRAPHED)
    assert report.countersignature is not None
    assert report.countersignature.report == report.digest
    with place.ports.view() as tx:
        proof = tx.proofs.get(place.tenant_id, visit.proof_id)
    assert proof is not None
    assert proof.state is ProofState.PROVEN, [one.code for one in proof.findings]
    context.close()


def test_another_agent_finds_nothing(pictured: Browser, place: Field, address: str) -> None:
    visit = place.ordered()
    other = joined(place.world, "gao", Role.AGENT)
    context = signed_in(pictured, address, other)
    page = context.new_page()
    answer = page.goto(f"/console/visits/{visit.proof_id}?lang=en")
    assert answer is not None
    assert answer.status == 404
    assert visit.address not in page.content()
    page.goto("/console/visits?lang=en")
    expect(page.locator("main")).to_contain_text("No visit is given to you just now.")
    context.close()

"""A field visit in a real browser: without a network, reloaded, and sent once the network is back."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browsing import sound
from tests.cameras import ALLOWED, CAMERA, CHROMIUM, launched, serving
from tests.colleagues import Colleague, joined
from tests.visit_acts import DOOR, PHOTOGRAPHED, Field, field
from verifier.app import create_app
from verifier.domain.proof import ProofState
from verifier.domain.staff import Role
from verifier.domain.visit import Answer, ChecklistItem, Visit
from verifier.settings import Settings
from verifier.usecases.proofs.visits.changing import cancel_visit
from verifier.usecases.staff import members

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds, on a machine that does other things, too
# How many items of a visit the browser keeps, and whether it keeps the page.
KEPT = """async (visit) => {
  const { src } = document.querySelector("script[src$='/visit.js']");
  const { itemsOf } = await import(src.replace("visit.js", "visit-queue.js"));
  const cache = await caches.open("bonafide-visits");
  return [(await itemsOf(visit)).length, Boolean(await cache.match(`/console/visits/${visit}`))];
}"""


# The first photograph as a storage that failed would have it.
SPOIL = """async (visit) => {
  const { src } = document.querySelector("script[src$='/visit.js']");
  const { itemsOf, keep } = await import(src.replace("visit.js", "visit-queue.js"));
  const photo = (await itemsOf(visit)).find(({ kind, number }) => kind === "photo" && number === 1);
  await keep({ ...photo, jpeg: new Blob(["GIF89a"]) });
}"""


class Line:
    """The service at one address, which can be cut off and mended.

    A browser that is told to be offline lets its service workers through, so the other end goes, too.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._open = serving(app)
        self.address = self._open.__enter__()

    def cut(self) -> None:
        self._open.__exit__(None, None, None)

    def mend(self) -> None:
        self._open = serving(self._app, int(self.address.rpartition(":")[2]))
        self._open.__enter__()


@pytest.fixture(scope="module")
def pictured(playwright: Playwright) -> Iterator[Browser]:
    """A browser with a camera that shows a moving pattern with the time in it."""
    browser = launched(playwright, CAMERA, ALLOWED)
    yield browser
    browser.close()


@pytest.fixture(autouse=True, scope="module")
def _patient() -> Iterator[None]:
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def place() -> Field:
    return field(datetime.now(UTC))


@pytest.fixture
def line(place: Field, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    found = Line(create_app(Settings.from_env(), place.ports))
    yield found
    found.cut()


def signed_in(browser: Browser, address: str, colleague: Colleague, **more: object) -> BrowserContext:
    context = browser.new_context(base_url=address, viewport=PHONE, locale="en", **more)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    cookie = {"name": "bonafide_console", "value": colleague.begun.token, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
    return context


def on_the_way(context: BrowserContext, visit: Visit) -> Page:
    page = context.new_page()
    page.goto("/console/visits")
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
    pictured: Browser, place: Field, line: Line
) -> None:
    visit = place.ordered()
    where = {"latitude": DOOR.latitude, "longitude": DOOR.longitude, "accuracy": 15}
    granted = ["geolocation", "camera"]
    context = signed_in(pictured, line.address, place.agent, geolocation=where, permissions=granted)
    page = on_the_way(context, visit)
    expect(page.locator("#place-told")).to_contain_text("About 0 m from the registered address.")
    sound(page)
    context.set_offline(True)
    line.cut()
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
    line.mend()
    context.set_offline(False)
    expect(page.locator("#unsent")).to_have_text("The report has arrived.")
    assert page.evaluate(KEPT, visit.proof_id) == [0, False]
    report = place.report(visit)
    assert [photo.item for photo in report.photos] == list(PHOTOGRAPHED)
    assert report.countersignature is not None
    assert report.countersignature.report == report.digest
    with place.ports.view() as tx:
        proof = tx.proofs.get(place.tenant_id, visit.proof_id)
    assert proof is not None
    assert proof.state is ProofState.PROVEN, [one.code for one in proof.findings]
    context.close()
    read(pictured, place, line, visit)


def read(browser: Browser, place: Field, line: Line, visit: Visit) -> None:
    """A reviewer reads the report."""
    reviewer = joined(place.world, "lin", Role.REVIEWER)
    members.speak(place.ports, reviewer.member, "en")
    context = signed_in(browser, line.address, reviewer)
    page = context.new_page()
    page.goto(f"/console/proofs/{visit.proof_id}")
    expect(page.locator(".visit-report")).to_contain_text("Photographs were taken 0 to 0 m away.")
    expect(page.locator(".visit-report")).to_contain_text("Signed by 样本人 (行政经理)")
    expect(page.locator("svg.signature path")).to_have_attribute("d", re.compile("^M"))
    first = page.locator(".visit-report img").first
    first.scroll_into_view_if_needed()
    shown = "image => image.decode().then(() => image.naturalWidth)"
    assert first.evaluate(shown) == 1280
    sound(page)
    context.close()


def test_whoever_was_signed_out_meanwhile_loses_nothing(pictured: Browser, place: Field, line: Line) -> None:
    visit = place.ordered()
    context = signed_in(pictured, line.address, place.agent)
    page = on_the_way(context, visit)
    context.clear_cookies()
    page.locator("[data-item=front_desk] input[value=no]").check()
    page.locator("[data-item=front_desk] textarea").fill("  No desk,\n only a lift. ")
    page.locator("#send").click()
    expect(page.locator("#sign-in")).to_be_visible()
    assert place.report(visit).answers == {}
    assert page.evaluate(KEPT, visit.proof_id) == [1, True]
    cookie = {"name": "bonafide_console", "value": place.agent.begun.token, "url": line.address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
    page.reload()
    expect(page.locator("#unsent")).to_have_text("Everything so far is sent.")
    (given,) = place.report(visit).answers.values()
    assert (given.answer, given.note) == (Answer.NO, "No desk, only a lift.")
    context.close()


def test_a_photograph_that_is_refused_is_set_aside_and_the_rest_goes_on(
    pictured: Browser, place: Field, line: Line
) -> None:
    visit = place.ordered()
    context = signed_in(pictured, line.address, place.agent, permissions=["camera"])
    page = on_the_way(context, visit)
    context.set_offline(True)
    photograph(page, ChecklistItem.ENTRANCE_SIGN)
    photograph(page, ChecklistItem.FRONT_DESK)
    sign(page)
    page.locator("#finish").click()
    page.evaluate(SPOIL, visit.proof_id)
    context.set_offline(False)
    aside = page.locator("[data-item=entrance_sign] .aside")
    expect(aside).to_contain_text("This photograph was refused: it is no JPEG picture.")
    expect(page.locator("#unsent")).to_have_text("Everything so far is sent.")
    assert [photo.item for photo in place.report(visit).photos] == [ChecklistItem.FRONT_DESK]
    expect(page.locator("#notice")).to_contain_text("please have them sign again")
    expect(page.locator("#finish")).to_be_enabled()  # that was all is said anew
    sound(page)
    photograph(page, ChecklistItem.ENTRANCE_SIGN)
    page.locator("#finish").click()
    expect(page.locator("#unsent")).to_have_text("The report has arrived.")
    assert len(place.report(visit).photos) == 2
    context.close()


def test_the_firm_signs_on_a_telephone_of_its_own(pictured: Browser, place: Field, line: Line) -> None:
    visit = place.ordered()
    context = signed_in(pictured, line.address, place.agent)
    page = on_the_way(context, visit)
    page.locator("[data-item=front_desk] input[value=yes]").check()
    page.locator("#firm-link").click()
    expect(page.locator("#link-qr")).to_have_js_property("complete", True)
    sound(page)
    theirs = pictured.new_context(viewport=PHONE, locale="en").new_page()
    theirs.goto(page.locator("#link-url").inner_text().replace("http://127.0.0.1:8000", line.address))
    sound(theirs)
    theirs.get_by_label("Your name").fill("样本人")
    theirs.get_by_label("Your position").fill("行政经理")
    theirs.get_by_role("button", name="Sign", exact=True).click()
    expect(theirs.get_by_role("status")).to_contain_text("you have signed the report")
    expect(page.locator("#signed")).to_have_text("样本人 signed on a telephone of their own.")
    expect(page.locator("#link")).to_be_hidden()
    report = place.report(visit)
    assert report.countersignature is not None
    assert (report.countersignature.own_device, report.countersignature.report) == (True, report.digest)
    theirs.context.close()
    context.close()


def test_a_cancelled_visit_is_told_and_nothing_of_it_stays(
    pictured: Browser, place: Field, line: Line
) -> None:
    visit = place.ordered()
    context = signed_in(pictured, line.address, place.agent)
    page = on_the_way(context, visit)
    cancel_visit(place.ports, place.me, visit.proof_id, "They moved.")
    page.locator("[data-item=front_desk] input[value=no]").check()
    page.locator("#send").click()
    expect(page.locator("#ended")).to_contain_text("A reviewer cancelled this visit")
    expect(page.locator("#work")).to_be_hidden()
    assert page.evaluate(KEPT, visit.proof_id) == [0, False]
    sound(page)
    page.goto("/console/visits")
    expect(page.locator(".visit-list")).to_contain_text("cancelled")
    context.close()


def test_another_agent_finds_nothing(pictured: Browser, place: Field, line: Line) -> None:
    visit = place.ordered()
    other = joined(place.world, "gao", Role.AGENT)
    members.speak(place.ports, other.member, "en")
    context = signed_in(pictured, line.address, other)
    page = context.new_page()
    answer = page.goto(f"/console/visits/{visit.proof_id}")
    assert answer is not None
    assert answer.status == 404
    assert visit.address not in page.content()
    page.goto("/console/visits")
    expect(page.locator("main")).to_contain_text("No visit is given to you just now.")
    context.close()

"""The case page in a real browser: viewer, field and place lighting each other, keys alone, no barrier."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.cameras import CHROMIUM, complaints, launched, serving
from tests.card_cases import AGENT, card, escalated
from tests.case_files import PERSON, as_shipped, full_case
from tests.colleagues import joined
from tests.desks import fits
from tests.fakes import World
from tests.review_acts import desk
from verifier import usecases
from verifier.app import create_app
from verifier.domain.case import Case
from verifier.settings import Settings
from verifier.usecases.ports import Ports

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser_at_hand(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture
def theirs() -> World:
    here = desk().world
    return replace(here, ports=as_shipped(here.ports))


@pytest.fixture
def ports(theirs: World) -> Ports:
    return theirs.ports


@pytest.fixture
def case(ports: Ports) -> Case:
    tenant = usecases.create_tenant(ports, "A site")[0]
    older = full_case(ports, tenant.id)
    return full_case(ports, tenant.id, kin=(older,))


@pytest.fixture
def page(
    theirs: World, case: Case, browser_at_hand: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """A reviewer's browser at the case, wide."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    lin = joined(theirs, "lin")
    joined(theirs, "wang")
    with serving(create_app(Settings.from_env(), theirs.ports)) as address:
        page = browser_at_hand.new_page(base_url=address, viewport=DESK)  # type: ignore[arg-type]  # its shape
        cookie = {"name": "bonafide_console", "value": lin.begun.token, "url": address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
        page.goto(f"/console/cases/{case.id}?lang=en")
        yield page
        page.close()


def test_a_field_and_its_place_light_each_other_and_keys_do_the_rest(
    page: Page, ports: Ports, case: Case
) -> None:
    said = complaints(page)
    page.reload()
    place = page.locator('.live-view .overlay .fields [data-field="scope"]')
    row = page.locator('tr[data-row="scope"]')
    expect(place).to_be_visible()  # the overlay lies on the viewer's picture
    row.hover()
    expect(place).to_have_class("lit")
    page.mouse.move(5, 5)
    expect(place).not_to_have_class("lit")
    place.dispatch_event("pointerenter")
    expect(row).to_have_class("lit")
    page.keyboard.press("f")
    expect(page.locator("tr[data-row]").first).to_be_focused()
    before = page.locator(".live-view .overlay").bounding_box()
    page.keyboard.press("+")
    page.wait_for_timeout(800)
    after = page.locator(".live-view .overlay").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] * 1.2
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("2")
    expect(page.locator("#v-reject")).not_to_be_checked()
    page.get_by_label("Use single keys").check()
    page.keyboard.press("2")
    page.get_by_label("forged").check()
    page.get_by_label("For the auditor").fill("The name was painted over.")
    page.get_by_role("button", name="Submit").press("Enter")
    page.wait_for_url("**said=decided*")
    assert usecases.read_case(ports, case.tenant_id, case.id).case.state == "rejected"
    assert said == []


def test_axe_finds_no_grave_barrier_and_nothing_is_cut_off_on_a_phone(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        page.keyboard.press("3")
        assert grave(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dictionary of this shape is one
    page.reload()
    page.locator("#reveal-person summary").click()
    assert fits(page)
    assert grave(page) == []
    page.get_by_role("button", name="Reveal the person").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator('tr[data-row="person"]')).to_contain_text(PERSON)


def test_without_scripts_the_layers_lie_on_the_plain_picture(page: Page, browser_at_hand: Browser) -> None:
    plain = browser_at_hand.new_context(java_script_enabled=False, viewport=DESK)  # type: ignore[arg-type]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # what it gave it takes
    bare = plain.new_page()
    bare.goto(page.url)
    layer = bare.locator(".stage .overlay .suspicious")
    expect(layer).to_be_visible()
    bare.get_by_label("Suspicious").uncheck()
    expect(layer).to_be_hidden()
    expect(bare.get_by_label("For the auditor")).to_be_hidden()
    bare.locator("label.verdict.verify").click()
    expect(bare.get_by_label("For the auditor")).to_be_visible()
    plain.close()


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in bad]


def test_a_papers_fields_light_their_places_and_its_number_is_revealed_by_keys_alone(
    page: Page, ports: Ports, case: Case
) -> None:
    mine, item = escalated(ports, case.tenant_id, card())
    page.goto(f"/console/cases/{mine.id}?page={item.id}&lang=en")
    number = page.locator('tr[data-row="paper_number"]')
    expect(number).not_to_contain_text(AGENT.number)
    number.focus()
    expect(page.locator('.live-view .overlay .fields [data-field="paper_number"]')).to_have_class("lit")
    assert grave(page) == []
    page.locator("#reveal-identity_number summary").press("Enter")
    page.get_by_role("button", name="Reveal the identity number").press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(f"/console/cases/{mine.id}?page={item.id}&lang=en")
    expect(page.locator('tr[data-row="paper_number"]')).to_contain_text(AGENT.number)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dictionary of this shape is one
    assert fits(page)

"""The queue in a real browser: worked through by keys alone, and open to everybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.cameras import CHROMIUM, complaints, launched, serving
from tests.colleagues import joined
from tests.desks import fits
from tests.review_acts import Desk, desk
from verifier.app import create_app
from verifier.domain.staff import Role
from verifier.settings import Settings

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser_at_hand(playwright: Playwright) -> Iterator[Browser]:
    browser = launched(playwright)
    yield browser
    browser.close()


@pytest.fixture
def here() -> Desk:
    return desk()


@pytest.fixture
def page(
    here: Desk, browser_at_hand: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """A lead's browser at a queue of three cases."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    for _ in range(3):
        here.world.clock.tick(seconds=1)
        here.escalated()
    lead = joined(here.world, "zhou", Role.LEAD)
    joined(here.world, "lin")
    with serving(create_app(Settings.from_env(), here.ports)) as address:
        page = browser_at_hand.new_page(base_url=address)
        cookie = {"name": "bonafide_console", "value": lead.begun.token, "url": address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
        page.goto("/console/queue?lang=en")
        yield page
        page.close()


def test_keys_move_search_and_take_the_next_case(page: Page) -> None:
    said = complaints(page)
    lines = page.locator("a.case")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(lines.nth(at)).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("nj")  # letters, while one types
    expect(page.locator("#text")).to_have_value("nj")
    page.keyboard.press("Tab")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.get_by_label("Use single keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/console/queue"))
    page.wait_for_load_state()
    page.keyboard.press("?")
    page.get_by_label("Use single keys").check()
    page.keyboard.press("Escape")
    assert said == []
    with page.expect_navigation(url="**/console/cases/*"):
        page.keyboard.press("n")


def test_axe_finds_no_grave_barrier_in_any_look_and_nothing_is_cut_off_on_a_phone(page: Page) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        for path in ("/console/queue?lang=en", "/console/queue?risk=2&lang=zh"):
            page.goto(path)
            assert grave(page) == []
    page.keyboard.press("?")
    assert grave(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a dictionary of this shape is one
    page.goto("/console/queue?risk=2")
    assert fits(page)
    assert grave(page) == []
    page.get_by_role("link", name="Assign").or_(page.get_by_role("link", name="分派")).first.click()
    assert fits(page)
    assert grave(page) == []


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in bad]

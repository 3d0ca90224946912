"""Any page in a real browser: fill in its forms, go by keyboard, see that it shuts nobody out."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.desks import fits


def grave(page: Page) -> list[str]:
    """What axe finds that is serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['html'] for node in one['nodes']]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def sound(page: Page) -> None:
    """Whatever page this is, it fits and shuts nobody out."""
    assert fits(page)
    assert grave(page) == []


def send(page: Page, **fields: str) -> None:
    """Fill in a form of the page and send it by its button."""
    form = page.locator("form", has=page.locator(f"[name={next(iter(fields))}]")).first
    for name, value in fields.items():
        form.locator(f"[name={name}]:not(.unseen)").fill(value)
    form.locator("button.main, button.plain").first.click()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until this has the focus, and shows it."""
    for _ in range(30):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement;"
            " return [(at.labels?.[0] ?? at).textContent.trim(), getComputedStyle(at).outlineStyle]; }"
        )
        if focused[0].startswith(name):
            assert focused[1] != "none"
            return
    pytest.fail(f"the keyboard does not reach {name!r}")

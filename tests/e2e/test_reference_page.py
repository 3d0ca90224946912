"""The API reference in a real browser, at phone and desktop width."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.services import Service

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(120_000)  # ms; other tests may hold the machine
    yield page
    page.close()


def test_the_reference_lists_every_endpoint_and_fits_the_screen(service: Service, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{service.url}/v1/docs")
    page.wait_for_selector(".opblock")
    shown = page.locator(".opblock-summary-path").all_inner_texts()
    paths = page.evaluate("async () => Object.keys((await (await fetch('/v1/openapi.json')).json()).paths)")
    assert {path.replace("\u200b", "") for path in shown} == set(paths)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []


def test_the_first_page_speaks_both_languages_and_leads_to_the_reference(
    service: Service, page: Page
) -> None:
    page.goto(service.url)
    assert page.locator("[lang^=zh]").count() or page.locator("html[lang^=zh]").count()
    page.get_by_role("link", name="/v1/docs").or_(page.locator("a[href='/v1/docs']")).first.click()
    page.wait_for_selector(".opblock")

"""Recruiters in real browsers: the page over ports in memory, opened, agreed to and filmed with."""

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, expect

from tests.cameras import SIZES
from tests.visitors import Office, Visitor
from verifier.domain.face_session import Challenge, FaceSession, SessionState, Step
from verifier.domain.faces import Action

SECOND = 1000  # milliseconds

QUICK = (
    Step(Action.BLINK, 1000, 1800),
    Step(Action.TURN_LEFT, 2200, 3000),
    Step(Action.OPEN_MOUTH, 3400, 4200),
)


def quick_challenge() -> Challenge:
    """For tests of everything but the challenge: nobody could do it so fast."""
    return Challenge(secrets.token_urlsafe(16), QUICK, 4600)


@dataclass(frozen=True)
class Desk:
    """A site's recruiters and where they find the page."""

    office: Office
    url: str

    def link(self) -> str:
        return f"{self.url}/face/{self.office.link()}"

    def session(self, link: str) -> FaceSession:
        token = re.sub(r".*/face/|\?.*", "", link)
        return self.office.session(Visitor(self.office.app.test_client(), token))

    def state(self, link: str) -> SessionState:
        return self.session(link).state


def opened(browser: Browser, size: str = "phone", lang: str = "zh-CN", **more: object) -> Page:
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, locale=lang, **more)  # type: ignore[arg-type]
    page.set_default_timeout(30 * SECOND)
    return page


def agree(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("form[action$='/consent'] button").click()
    expect(page.locator("#open")).to_be_visible()


def film(page: Page) -> None:
    """From the first look at the preview to the end of the film."""
    page.locator("#open").click()
    expect(page.locator("#start")).to_be_enabled(timeout=20 * SECOND)
    page.locator("#start").click()
    expect(page.locator("#shoot")).to_have_attribute("data-phase", "film")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def heading(page: Page, text: str) -> None:
    expect(page.locator("h1:visible")).to_have_text(text, timeout=60 * SECOND)

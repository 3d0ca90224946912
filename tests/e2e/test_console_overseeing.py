"""The pages of leads and auditors in a real browser: on a phone and a desk, zh and en, light and dark."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, Playwright

from tests.cameras import CHROMIUM, SIZES, complaints, launched, serving
from tests.colleagues import Colleague, joined
from tests.desks import fits, opened
from tests.review_acts import Desk, desk, says
from verifier.app import bare_app, equip
from verifier.domain.escalation import DecisionGround, Verdict
from verifier.domain.evidence import EvidenceKind
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases import identifiers
from verifier.usecases.review.claims import claim
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Alert

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
SAID = (
    says(Verdict.VERIFY, grounds=(DecisionGround.MISREAD,)),
    says(Verdict.REJECT),
    says(Verdict.ASK_FOR_MORE, wanted=(EvidenceKind.BUSINESS_LICENCE,)),
    says(),
)
DAYS = 8


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture
def busy(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Desk, str]]:
    """A console after some days of work, and where it is."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    here = desk()
    equip(app, Settings.from_env(), here.ports)
    with serving(app) as address:
        url = address.replace("127.0.0.1", "localhost")
        ports = replace(here.ports, public_url=url)
        equip(app, replace(Settings.from_env(), public_url=url), ports)
        _work(here)
        yield here, url


def _work(here: Desk) -> None:
    people = [Reviewer(joined(here.world, name, display_name=shown).member.id) for name, shown in NAMES]
    for day in range(DAYS):
        for number in range(day % 4 + 1):
            _, escalation = here.escalated()
            here.world.clock.tick(hours=1)
            me = people[number % 2]
            claim(here.ports, escalation.id, me)
            here.world.clock.tick(minutes=4 + number)
            decide_case(here.ports, escalation.id, SAID[(day + number) % 4], seen=1, me=me)
        here.world.clock.tick(hours=20)
    here.escalated()
    now = here.world.clock.now()
    with here.ports.transaction() as tx:
        for rule in ("cases_an_hour", "reveals_without_decision"):
            tx.alerts.add(Alert(identifiers.new("alt", now), people[0].id, rule, now, 71, 60))


NAMES = (("ling", "凌晨"), ("wang", "王芳"))


def show(page: Page, url: str, colleague: Colleague, path: str) -> None:
    cookie = {"name": "bonafide_console", "value": colleague.begun.token, "url": url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
    page.goto(f"{url}{path}")


def test_leads_and_auditors_find_every_page_fit_and_sound(
    playwright: Playwright, busy: tuple[Desk, str]
) -> None:
    here, url = busy
    who = {role: joined(here.world, role.value, role) for role in (Role.LEAD, Role.AUDITOR)}
    browser = launched(playwright)
    page = opened(browser, "phone")
    told = complaints(page)
    for role, path in (
        (Role.LEAD, "/console/oversight?lang=en"),
        (Role.LEAD, "/console/alerts"),
        (Role.LEAD, "/console/replay?lang=en"),
        (Role.AUDITOR, f"/console/audit?tenant={here.tenant.id}"),
    ):
        show(page, url, who[role], path)
        for summary in page.locator("main summary").all():
            summary.click()
        if "replay" in path:
            page.locator("main form button").click()
            page.locator("#effect").wait_for()
        _sound(page)
    page.get_by_role("button", name="现在核对").click()
    page.get_by_role("status").wait_for()
    _sound(page)
    page.emulate_media(color_scheme="dark")
    width, height = SIZES["desktop"]
    page.set_viewport_size({"width": width, "height": height})
    show(page, url, who[Role.LEAD], "/console/oversight?days=7")
    _sound(page)
    assert not told
    browser.close()


def _sound(page: Page) -> None:
    found = Axe().run(page)
    grave = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
    assert not grave, page.url
    assert fits(page), page.url

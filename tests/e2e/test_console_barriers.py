"""The case page and the queue in a real browser, over ports in memory: by keyboard, on a phone, zh and en."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browsing import grave, sound, tab_to
from tests.cameras import CHROMIUM, complaints, serving
from tests.case_files import PERSON, as_shipped, full_case
from tests.colleagues import Colleague, joined
from tests.console_pages import PAGES
from tests.desks import fits, opened
from tests.review_acts import Desk, desk
from verifier.app import bare_app, equip
from verifier.domain.case import Case
from verifier.domain.staff import Role
from verifier.domain.statement import BadRow, RowFlaw
from verifier.settings import Settings
from verifier.usecases import identifiers
from verifier.usecases.bank_ports import Statement

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
# What is no page; an alert, which needs somebody who looked at much (test_console_overseeing.py); a visit and
# a proof, which need somebody who went there (test_visit_page.py).
ELSEWHERE = frozenset(
    {
        "/console/watermark.svg",
        "/console/cases/<case_id>/evidence/<evidence_id>/<kind>",
        "/console/cases/<case_id>/evidence/<evidence_id>/original",
        "/console/cases/<case_id>/frames/<session_id>/<attempt_id>/<int:at>",
        "/console/alerts/<alert_id>",
        "/console/visit-photos/<proof_id>/<photo_id>",
        "/console/visits/visit-worker.js",
        "/console/visits/<proof_id>",
        "/console/visits/<proof_id>/state",
        "/console/proofs/<proof_id>",
        "/console/proofs/<proof_id>/filmstrip",
    }
)


@dataclass(frozen=True)
class Console:
    """The console at an address, with a case in it that has everything to see."""

    here: Desk
    url: str
    kin: Case
    case: Case

    def colleague(self, name: str, role: Role = Role.REVIEWER, language: str = "en") -> Colleague:
        who = joined(self.here.world, name, role)
        with self.here.ports.transaction() as tx:
            tx.staff.change(replace(who.member, language=language))
        return who

    def show(self, page: Page, who: Colleague, path: str) -> None:
        cookie = {"name": "bonafide_console", "value": who.begun.token, "url": self.url}
        page.context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of this shape is one
        page.goto(f"{self.url}{path}")

    @property
    def path(self) -> str:
        return f"/console/cases/{self.case.id}"


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


@pytest.fixture
def console(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    here = desk()
    ports = as_shipped(here.ports)
    here = replace(here, world=replace(here.world, ports=ports), ports=ports)
    kin = full_case(ports, here.tenant.id)
    case = full_case(ports, here.tenant.id, kin=(kin,))
    settings = Settings.from_env()
    equip(app, settings, ports)
    with serving(app) as url:
        equip(app, replace(settings, public_url=url), ports)
        yield Console(here, url, kin, case)


def test_the_keyboard_alone_takes_a_case_looks_and_rejects(plain: Browser, console: Console) -> None:
    page = opened(plain, "desktop", "en-GB")
    console.show(page, console.colleague("ling"), "/console/queue")
    expect(page.locator(".keys-hint")).to_be_visible()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/console/cases/"))
    page.wait_for_load_state()  # the keys are the script's
    first = page.url.partition("?")[0].rpartition("/")[2]
    page.keyboard.press("f")
    expect(page.locator("tr.lit")).to_have_count(1)
    expect(page.locator("tr.lit")).to_be_focused()
    page.keyboard.press("2")
    expect(page.locator("#v-reject")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.locator("[name=grounds_reject]").first).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, "For the auditor")
    page.keyboard.type("2 faces, 1 name")
    expect(page.locator("#v-reject")).to_be_checked()  # keys typed into a text choose nothing
    tab_to(page, "Submit")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile(first))
    with console.here.ports.view() as tx:
        decided = tx.cases.get(console.case.tenant_id, first)
    assert decided is not None
    assert decided.state == "rejected"
    page.context.close()


@pytest.mark.parametrize(
    ("size", "language", "scheme"), [("phone", "zh", "dark"), ("desktop", "en", "light")]
)
def test_no_page_of_a_case_shuts_anybody_out(
    size: str, language: str, scheme: str, plain: Browser, console: Console
) -> None:
    page = opened(plain, size, "en-GB", color_scheme=scheme)
    found = complaints(page)
    console.show(page, console.colleague("ling", Role.LEAD, language), "/console/queue")
    page.locator("details.filters > summary").click()
    sound(page)
    page.locator("[name=text]").fill("nothing of this name")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text({"zh": "没有", "en": "No"}[language])
    sound(page)
    page.goto(f"{console.url}{console.path}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for verdict in ("verify", "reject", "ask_for_more", "hand_over"):
        page.locator(f"label.verdict.{verdict}").click()
        assert fits(page), verdict
    sound(page)
    page.locator("#reveal-person button").click()
    expect(page.locator("tr[data-row=person]")).to_contain_text(PERSON)
    sound(page)
    assert found == []
    page.context.close()


def handed_in(console: Console, clerk: Colleague) -> Statement:
    """A bank's statement of which one row was refused."""
    now = console.here.ports.clock.now()
    counts = {"new": 2, "known": 0, "altered": 0, "matched": 1, "unmatched": 1, "refused": 1}
    refusals = (BadRow(3, RowFlaw.AMOUNT, "REF0003"),)
    statement = Statement(
        identifiers.new("stm", now), "november.csv", now, clerk.member.id, **counts, refusals=refusals
    )
    with console.here.ports.transaction() as tx:
        tx.statements.add(statement)
    return statement


@pytest.mark.parametrize(
    ("size", "language", "scheme"), [("phone", "zh", "dark"), ("desktop", "en", "light")]
)
def test_every_page_of_the_table_fits_and_shuts_nobody_out(
    size: str, language: str, scheme: str, plain: Browser, console: Console
) -> None:
    by_role = {role: console.colleague(role.value, role, language) for role in Role}
    statement = handed_in(console, by_role[Role.FINANCE])
    page = opened(plain, size, "en-GB", color_scheme=scheme)
    found = complaints(page)
    rows = [row for row in PAGES if row.method == "GET" and not row.open and row.rule not in ELSEWHERE]
    assert len(rows) + len(ELSEWHERE) == len([row for row in PAGES if row.method == "GET" and not row.open])
    for row in rows:
        role = next(
            role
            for role in (Role.LEAD, Role.AUDITOR, Role.ADMINISTRATOR, Role.AGENT, Role.FINANCE)
            if role in row.may
        )
        path = (
            row.address.replace("<case_id>", console.case.id)
            .replace("<member_id>", by_role[Role.REVIEWER].member.id)
            .replace("<escalation_id>", console.here.waiting(console.case).id)
            .replace("<statement_id>", statement.id)
        )
        console.show(page, by_role[role], path)
        assert page.locator("h1").count() == 1, row.rule
        assert fits(page), row.rule
        assert grave(page) == [], row.rule
    assert found == []
    page.context.close()


def test_who_may_only_look_is_offered_nothing_to_do(plain: Browser, console: Console) -> None:
    page = opened(plain, "desktop", "en-GB")
    console.show(page, console.colleague("wu", Role.AUDITOR), console.path)
    expect(page.locator(".overlay .suspicious polygon").first).to_be_visible()
    expect(page.locator("form.decide, .claiming, details.reveal")).to_have_count(0)
    assert PERSON not in page.content()
    sound(page)
    page.context.close()


def test_without_scripts_a_case_is_seen_and_decided(plain: Browser, console: Console) -> None:
    context = plain.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    console.show(page, console.colleague("ling"), console.path)
    expect(page.locator("img.page")).to_be_visible()
    expect(page.locator(".overlay .suspicious polygon").first).to_be_visible()
    page.locator("label.verdict.reject").click()
    page.locator("[name=grounds_reject]").first.check()
    page.locator("[name=auditor]").fill("Painted.")
    page.locator("form.decide button.main").click()
    expect(page).to_have_url(re.compile("said=decided"))
    context.close()

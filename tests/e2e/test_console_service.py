"""The console's whole story on a running service: a painted licence, from the queue to the site's webhook.

Real processes, real readers, real browsers. What pages do one by one is in test_console_case.py.
"""

import re
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from fixtures import Specimen
from fixtures.tampering import Tampering, tampered
from tests.browsing import send, sound
from tests.cameras import CHROMIUM, complaints
from tests.colleagues import PASSWORD
from tests.desks import opened
from tests.processes import until
from tests.receivers import Receiver
from tests.services import Service
from verifier.assembly import assemble
from verifier.cli.demo_site import declared_honestly
from verifier.domain.reading import FieldName
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases.staff.demo import demo_token

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]

PAINTED = 73  # the seed of a specimen whose name, painted over, stands out from its page
STEP = timedelta(seconds=30)  # of an authenticator: the code before still counts, and none counts twice


@dataclass(frozen=True)
class Running:
    """The service, where its site hears of events, and a painted licence that waits for people."""

    service: Service
    receiver: Receiver
    secret: str
    paper: Specimen

    def painted(self, suffix: str) -> str:
        """A new case of it, of another firm each, escalated."""
        says = declared_honestly(self.paper)
        case = self.service.open_case(
            says, f"licence{suffix}.jpg", self.paper.data, media_type=self.paper.media_type
        )
        assert self.service.submit(case).status_code == 202
        assert self.service.decided(case)["state"] == "escalated"
        return case

    def enter(self, page: Page, role: Role) -> Page:
        """Sign the demo's reviewer or lead in by a link."""
        page.goto(f"{self.service.url}/console/demo/{demo_token(assemble(Settings.from_env()), role)}")
        page.locator("main form button").click()
        expect(page).to_have_url(f"{self.service.url}/console/queue")
        return page

    def case(self, page: Page, case: str) -> Page:
        page.goto(f"{self.service.url}/console/cases/{case}")
        return page


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("console") / "data"
    with pytest.MonkeyPatch.context() as patch, Receiver().running() as receiver:
        for name, value in {
            "DATA_DIR": str(folder),
            "PORT": str(_free_port()),
            "WEBHOOK_HTTP": "true",
            "WEBHOOK_NETWORKS": "127.0.0.0/8",
        }.items():
            patch.setenv(f"BONAFIDE_{name}", value)
        service = Service(folder)
        try:
            service.ready()
            made = service.client.post(f"{service.url}/v1/webhooks", json={"url": receiver.url})
            paper = tampered(PAINTED, tampering=Tampering.OTHER_FONT).specimen
            yield Running(service, receiver, made.json()["secret"], paper)
        finally:
            service.stop()


@pytest.fixture
def desks(plain: Browser) -> Iterator[Callable[..., Page]]:
    """Browsers of different people."""
    pages: list[Page] = []

    def desk(size: str = "desktop", lang: str = "en-GB") -> Page:
        pages.append(opened(plain, size, lang))
        return pages[-1]

    yield desk
    for page in pages:
        page.context.close()


def test_a_painted_licence_is_rejected_and_the_site_hears_of_it(
    running: Running, desks: Callable[..., Page]
) -> None:
    case = running.painted("-1")
    page = desks()
    found = complaints(page)
    _join(running, page, "anna")
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Queue")
    sound(page)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(f"/console/cases/{case}"))
    page.wait_for_load_state()
    _see_the_painted_name(page)
    sound(page)
    _reveal_the_person(page, running.paper.truth[FieldName.PERSON])
    _reject(page, "The name is set in another typeface than its page.")
    expect(page).to_have_url(re.compile("/console/queue"))
    event = _heard(running, case)
    assert event["type"] == "case.rejected"
    assert running.paper.truth[FieldName.PERSON] not in str(event)
    decision = running.service.case(case)["decision"]
    assert (decision["outcome"], decision["decided_by"][:4]) == ("rejected", "stf_")
    assert found == []


def test_two_at_one_case_overwrite_nothing_and_verify_it_together(
    running: Running, desks: Callable[..., Page]
) -> None:
    case = running.painted("-2")
    first = running.case(running.enter(desks("phone"), Role.REVIEWER), case)
    second = running.case(running.enter(desks(lang="zh-CN"), Role.LEAD), case)
    _verify(first, "Rang the firm up.")
    expect(first).to_have_url(f"{running.service.url}/console/queue?said=first_word")
    assert running.service.case(case)["state"] == "escalated"
    _verify(second, "Rang them up as well.")
    told = second.get_by_role("alert")
    expect(told).to_be_focused()
    expect(told).to_contain_text("demo-reviewer")
    expect(second.locator("[name=auditor]")).to_have_value("Rang them up as well.")
    expect(second.get_by_role("status")).to_contain_text("Rang the firm up.")
    sound(second)
    _verify(running.case(first, case), "I say so again.")
    expect(first.get_by_role("alert")).to_be_visible()
    sound(first)
    assert running.service.case(case)["state"] == "escalated"
    second.locator("form.decide button.main").click()
    expect(second).to_have_url(f"{running.service.url}/console/queue?said=decided")
    assert running.service.case(case)["state"] == "verified"
    assert _heard(running, case)["type"] == "case.verified"


def _join(running: Running, page: Page, name: str) -> None:
    """Follow the link of an invitation to its end, sign out, and in again with a password and a code."""
    invite = running.service.command(
        "staff", "invite", name, "--role", "reviewer", stdout=subprocess.PIPE, text=True
    )
    page.goto(invite.communicate(timeout=120)[0].split()[-1])
    send(page, password=PASSWORD, again=PASSWORD)
    clock = pyotp.TOTP(page.locator("form code").inner_text().replace(" ", ""))
    send(page, code=clock.at(datetime.now(UTC) - STEP))
    page.locator("main a.main").click()
    page.locator(".who button").click()
    page.goto(f"{running.service.url}/console/queue")
    send(page, name=name, password=PASSWORD)
    send(page, code=clock.at(datetime.now(UTC)))
    expect(page).to_have_url(f"{running.service.url}/console/queue")


def _see_the_painted_name(page: Page) -> None:
    """The name is marked as suspicious at its row and on the picture, and both light up together."""
    row = page.locator("tr[data-row=name]")
    expect(row).to_have_class(re.compile("suspected"))
    shape = page.locator(".overlay .suspicious [data-field=name]")
    expect(shape.first).to_be_visible()
    row.hover()
    expect(shape.first).to_have_class(re.compile("lit"))
    expect(page.locator("#findings")).to_contain_text("traces_found")


def _reveal_the_person(page: Page, person: str) -> None:
    expect(page.locator("tr[data-row=person]")).to_contain_text("＊")
    assert person not in page.content()
    form = page.locator("#reveal-person")
    form.locator("summary").click()
    form.locator("select[name=reason]").select_option(index=1)
    form.locator("[name=why]").fill("Compared with the caller.")
    form.locator("button").click()
    expect(page.locator("tr[data-row=person]")).to_contain_text(person)


def _reject(page: Page, words: str) -> None:
    page.keyboard.press("2")
    page.locator("[name=grounds_reject][value=tampered]").check()
    page.locator("[name=auditor]").fill(words)
    page.locator("form.decide button.main").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def _verify(page: Page, words: str) -> None:
    page.locator("label.verdict.verify").click()
    page.locator("[name=grounds_verify][value=confirmed_by_call]").check()
    page.locator("[name=auditor]").fill(words)
    page.locator("form.decide button.main").click()


def _heard(running: Running, case: str) -> Mapping[str, Any]:
    """What the site was told last of this case, signed."""

    def told() -> list[Any]:
        ours = [got for got in running.receiver.got if case in got.body.decode()]
        return [got for got in ours if got.event["type"] not in ("case.submitted", "case.escalated")]

    until(lambda: bool(told()), within=60)
    assert told()[-1].is_signed_by(running.secret)
    event: Mapping[str, Any] = told()[-1].event
    return event


def _free_port() -> int:
    """A port that nobody has: the console's links hold it, so that it has to be known before the start."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])

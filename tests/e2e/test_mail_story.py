"""From the page to the mailbox and back: a real browser, a real mail server, the courier as a real process.

The server lists in grey first, and the courier is killed meanwhile: what that may cost is time.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cameras import CHROMIUM, complaints, serving
from tests.desks import opened
from tests.mail_acts import Desk, at, declare
from tests.mail_servers import Inbox, served
from tests.processes import children, gone, until
from verifier import usecases
from verifier.app import create_app
from verifier.assembly import assemble
from verifier.domain.proof import ProofState
from verifier.settings import Settings
from verifier.usecases.proofs.links import ask_link

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]

ADDRESS = "planted.person@planted-firm.cn"
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


@pytest.fixture
def inbox() -> Inbox:
    return Inbox(["451 4.7.1 Greylisted, come again"])


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inbox: Inbox) -> Iterator[str]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "off")
    monkeypatch.setenv("BONAFIDE_MAIL_FROM", "Bonafide <verify@bonafide.example>")
    with served(inbox) as port:
        monkeypatch.setenv("BONAFIDE_SMTP_URL", f"smtp://127.0.0.1:{port}?starttls=off")
        with serving(create_app(Settings.from_env())) as here:
            monkeypatch.setenv("BONAFIDE_PUBLIC_URL", here)
            yield here


@pytest.fixture
def office(url: str, tmp_path: Path) -> Iterator[int]:
    """The parent of sweep and courier, without workers; its process."""
    with (tmp_path / "said").open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.stand_ins", "quick"],
            env=os.environ | {"BONAFIDE_WORKERS": "0"},
            stderr=said,
            stdout=said,
        )
    until(lambda: len(children(process.pid)) == 2)
    yield process.pid
    process.kill()
    process.wait()


def code_in(inbox: Inbox, number: int) -> tuple[str, str]:
    """The code and the link of a message that arrived."""
    until(lambda: len(inbox.got) > number, within=30)
    body = message_from_bytes(inbox.got[number].content, policy=default).get_body(("plain",))
    text = str(body.get_content())
    return re.findall(r"^    (\d{6})\s*$", text, re.M)[0], re.findall(r"http\S+", text)[0]


def looked_at(page: Page, name: str) -> None:
    """No complaint of the browser, nothing wider than a phone; a picture where somebody asks for one."""
    for size in SIZES:
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if folder := os.environ.get("BONAFIDE_TEST_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{size['width']}.png", full_page=True)
    page.set_viewport_size(SIZES[0])


def test_a_mailbox_is_proven_from_page_to_message_to_code_or_link(
    url: str, office: int, inbox: Inbox, plain: Browser, tmp_path: Path
) -> None:
    ports = assemble(Settings.from_env())
    tenant, _ = usecases.create_tenant(ports, "样本招聘")
    desk = at(ports, ports.clock, tenant.id, "account-1")
    declare(desk, "https://www.planted-firm.cn")
    asked = ask_link(ports, tenant.id, desk.employer.id, recruiter_id=desk.recruiter_id)
    page = opened(plain)
    troubles = complaints(page)
    page.goto(f"{url}/apply/{asked.token}?lang=en")
    page.get_by_role("link", name="Go on Company e-mail").click()
    looked_at(page, "address")
    page.get_by_label("Company e-mail address").fill("523881204@qq.com")
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_role("alert")).to_contain_text("Anybody can open a mailbox there")
    expect(page.get_by_label("Company e-mail address")).to_be_focused()
    looked_at(page, "refused")
    page.get_by_label("Company e-mail address").fill(ADDRESS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("on its way to p***@planted-firm.cn")
    until(lambda: not inbox.answers, within=15)  # it was put off
    courier = children(office)[1]
    os.kill(courier, signal.SIGKILL)
    until(lambda: gone(courier))
    code, _ = code_in(inbox, 0)
    expect(page.get_by_role("status")).to_contain_text("was sent to p***@planted-firm.cn", timeout=10_000)
    looked_at(page, "code")
    page.get_by_label("Code of six digits").fill("000000" if code != "000000" else "111111")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("That is not the code")
    looked_at(page, "wrong")
    page.get_by_label("Code of six digits").fill(code)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Thank you, this is done.")).to_be_visible()
    looked_at(page, "proven")
    assert desk.now().state is ProofState.PROVEN
    assert "mail_domain_of_the_site" in {one.code for one in desk.now().findings}
    page.context.close()
    link = by_link(desk, inbox, plain)
    said = (tmp_path / "said").read_text()
    assert "mail_attempted" in said
    for private in ("planted", "he.qiang", code, link.rpartition(".")[2]):
        assert private not in said
    assert [one for one in troubles if "422" not in one and "409" not in one] == []


def by_link(desk: Desk, inbox: Inbox, plain: Browser) -> str:
    """Another employer's mailbox, at a domain that looks like the first one's, by the button; the link."""
    other = desk.other()
    other.ask("he.qiang@planted-firrn.cn")
    _, link = code_in(inbox, 1)
    mailbox = opened(plain)
    mailbox.goto(f"{link}?lang=zh")
    expect(mailbox.get_by_text("h***@planted-firrn.cn")).to_be_visible()
    looked_at(mailbox, "mailbox")
    assert other.now().state is ProofState.OPEN
    mailbox.get_by_role("button", name="是我，确认").click()
    expect(mailbox.get_by_role("status")).to_contain_text("已确认")
    assert other.now().state is ProofState.REVIEW
    assert "mail_domain_same_to_the_eye" in {one.code for one in other.now().findings}
    mailbox.context.close()
    return link

"""What a reviewer sees of a corporate mailbox: how its domain was sorted, and the way of every message."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from tests import mail_acts
from tests.colleagues import Browser, at_desk, joined
from tests.fakes import World, world
from tests.mail_acts import Desk, FakeMailer, declare
from verifier import policies, usecases
from verifier.app import create_app
from verifier.domain.mail import Carried
from verifier.settings import POLICIES, Settings
from verifier.usecases.staff import members


@pytest.fixture
def theirs() -> World:
    made = world()
    return replace(
        made, ports=replace(made.ports, proof_policy=policies.load_proofs(POLICIES / "proofs-v1.toml"))
    )


@pytest.fixture
def here(theirs: World) -> Desk:
    tenant, _ = usecases.create_tenant(theirs.ports, mail_acts.SITE)
    return mail_acts.at(theirs.ports, theirs.clock, tenant.id, "account-1")


@pytest.fixture
def reviewer(here: Desk, theirs: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    colleague = joined(theirs, "lin")
    members.speak(here.ports, colleague.member, "en")
    return at_desk(create_app(Settings.from_env(), here.ports), colleague)


def shown(here: Desk, reviewer: Browser) -> str:
    """The page's text in one line."""
    page = reviewer.get(f"/console/proofs/{here.proof.id}").text
    assert "li.ming" not in page
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def test_a_reviewer_sees_how_a_domain_was_sorted_and_why(here: Desk, reviewer: Browser) -> None:
    assert "No address was named yet." in shown(here, reviewer)
    declare(here, "https://www.elsewhere.com.cn/")
    other = here.other()
    other.confirmed("wang@sample-flrm.cn")
    here.confirmed()
    page = shown(here, reviewer)
    assert "l***@sample-firm.cn" in page
    assert "sample-firm.cn a firm's own" in page
    assert "elsewhere.com.cn another domain" in page
    assert "sample-flrm.cn – an employer that proved it, the same to the eye" in page
    assert "asked for" in page
    assert "taken by the mail server" in page


def test_a_reviewer_sees_what_came_back_and_what_is_still_tried(here: Desk, reviewer: Browser) -> None:
    here.mailer = FakeMailer(Carried.REFUSED, Carried.LATER)
    here.ask("li.ming@sample-firm.cn")
    here.carry()
    assert "ended: came back" in shown(here, reviewer)
    here.clock.tick(minutes=2)
    here.ask("hr@sample-firm.cn")
    here.carry()
    page = shown(here, reviewer)
    assert "an office's: shows the firm, stands for nobody's face" in page
    assert "h***@sample-firm.cn on its way" in page
    assert re.search(r"on its way [^—]*? 1 · next ", page)

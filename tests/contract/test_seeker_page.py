"""The seeker's page over HTTP: who read, taking back, agreeing, complaining; nothing of anybody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.rows import CASE
from tests.seeker_acts import PURPOSE, RESUME, SEEKER, Desk, codes, desk, granted
from verifier.app import bare_app, equip
from verifier.domain.resume_grant import Terms
from verifier.settings import Settings
from verifier.usecases.seekers.pages import ask_link

HTML = {"Accept": "text/html"}


@pytest.fixture
def here() -> Desk:
    return desk()


@pytest.fixture
def client(here: Desk, settings: Settings) -> FlaskClient:
    app: Flask = bare_app()
    equip(app, settings, here.ports)
    return app.test_client()


def link(here: Desk, seeker: str = SEEKER, offered: Terms | None = None) -> str:
    until = here.ports.clock.now() + timedelta(days=9) if offered else None
    return f"/seeker/{ask_link(here.ports, here.tenant_id, seeker, offered=offered, until=until).token}"


def test_a_seeker_sees_who_read_and_takes_the_grant_back(here: Desk, client: FlaskClient) -> None:
    here.ask()
    page = link(here)
    shown = client.get(f"{page}?lang=en", headers=HTML).text
    assert CASE.declared.name in shown
    assert here.gate.recruiter.id not in shown
    assert here.gate.recruiter.reference not in shown
    assert shown.count("/withdrawal") == 1
    done = client.post(f"{page}/grants/{here.grant.id}/withdrawal", data={"lang": "en"}, headers=HTML)
    assert done.status_code == 303
    after = client.get(done.headers["Location"], headers=HTML).text
    assert "It was read 1 times before" in after
    assert "/withdrawal" not in after
    assert codes(here.ask().read) == {"grant_withdrawn"}


def test_a_seeker_agrees_once_to_what_is_offered(here: Desk, client: FlaskClient) -> None:
    terms = Terms(here.gate.employer.id, None, PURPOSE, "resume-2")
    page = link(here, "seeker-2", terms)
    shown = client.get(f"{page}?lang=zh", headers=HTML).text
    (sha256,) = re.findall(r'name="text_sha256" value="([0-9a-f]{64})"', shown)
    other = client.post(f"{page}/agreement", data={"lang": "en", "text_sha256": sha256}, headers=HTML)
    assert other.status_code == 409
    agreed = client.post(f"{page}/agreement", data={"lang": "zh", "text_sha256": sha256}, headers=HTML)
    assert agreed.status_code == 303
    assert "text_sha256" not in client.get(page, headers=HTML).text
    assert here.ask(grant_id=None, seeker="seeker-2", resume="resume-2").read.answer == "allow"
    assert client.post(f"{page}/agreement", data={"text_sha256": sha256}, headers=HTML).status_code == 404


def test_a_complaint_reopens_the_employer_and_waits_for_a_reviewer(here: Desk, client: FlaskClient) -> None:
    read = here.ask().read
    page, form = link(here), {"read_id": read.id, "reason": "asked_for_money", "words": "要求交押金。"}
    assert client.post(f"{page}/complaints", data=form | {"reason": "other"}).status_code == 422
    assert client.post(f"{page}/complaints", data=form, headers=HTML).status_code == 303
    assert codes(here.ask().read) == {"employer_in_review"}
    with here.ports.view() as tx:
        (waiting,) = tx.complaints.page(tenants=None, open_only=True, before=None, limit=9)
        entries = [one.action for one in tx.audit.entries(here.tenant_id)][-3:]
    assert (waiting.employer_id, waiting.read_id) == (here.gate.employer.id, read.id)
    assert "complaint.made" in entries
    assert "employer.reopened" in entries


def test_nobody_sees_or_changes_what_is_anothers(here: Desk, client: FlaskClient) -> None:
    read = here.ask().read
    granted(here.gate, seeker="seeker-2", resume="resume-2")
    page = link(here, "seeker-2")
    assert read.id not in client.get(page, headers=HTML).text
    assert client.post(f"{page}/grants/{here.grant.id}/withdrawal").status_code == 404
    form = {"read_id": read.id, "reason": "harassed"}
    assert client.post(f"{page}/complaints", data=form).status_code == 404


def test_a_link_ends_and_one_that_nobody_gave_out_leads_nowhere(here: Desk, client: FlaskClient) -> None:
    page = link(here)
    here.gate.world.clock.tick(days=8)
    assert client.get(page, headers=HTML).status_code == 409
    assert client.get("/seeker/" + "x" * 43, headers=HTML).status_code == 404
    foreign = {"Origin": "https://evil.example"}
    assert client.post(f"{page}/complaints", data={}, headers=foreign).status_code == 403


def test_the_page_names_no_resume_and_speaks_both_languages(here: Desk, client: FlaskClient) -> None:
    here.ask()
    page = link(here)
    for language, words in (("zh", "谁看过我的简历"), ("en", "Who read my résumé")):
        shown = client.get(f"{page}?lang={language}", headers=HTML)
        assert words in shown.text
        assert RESUME not in shown.text
        assert "script" not in shown.text
        assert "script-src" not in shown.headers["Content-Security-Policy"]

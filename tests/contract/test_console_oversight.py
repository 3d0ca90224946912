"""The pages of leads and auditors as a browser without scripts meets them."""

import html
import io
import json
import zipfile
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest
from flask import Flask

from tests.colleagues import Browser, at_desk, joined
from tests.review_acts import Desk, desk, says
from verifier.app import equip
from verifier.console import words
from verifier.domain.audit_chain import ChainKeys
from verifier.domain.audit_export import check
from verifier.domain.escalation import DecisionGround, Verdict
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases import identifiers
from verifier.usecases.review import alerts
from verifier.usecases.review.deciding import decide_case
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Alert

MISREAD = says(Verdict.VERIFY, grounds=(DecisionGround.MISREAD,))


@pytest.fixture
def here(registered: Flask, settings: Settings) -> Desk:
    made = desk()
    equip(registered, settings, made.ports)
    return made


@pytest.fixture
def lead(registered: Flask, here: Desk) -> Browser:
    return at_desk(registered, joined(here.world, "lead", Role.LEAD))


@pytest.fixture
def auditor(registered: Flask, here: Desk) -> Browser:
    return at_desk(registered, joined(here.world, "auditor", Role.AUDITOR))


def decided(here: Desk, times: int, me: Reviewer) -> None:
    for _ in range(times):
        _, escalation = here.escalated()
        here.world.clock.tick(minutes=3)
        decide_case(here.ports, escalation.id, MISREAD, seen=1, me=me)


def alerted(here: Desk, staff_id: str) -> str:
    now = here.world.clock.now()
    alert = Alert(identifiers.new("alt", now), staff_id, "reveals_an_hour", now, 41, 40)
    with here.ports.transaction() as tx:
        tx.alerts.add(alert)
    return alert.id


def test_a_share_of_few_is_not_given_and_one_of_enough_is_with_its_interval(
    here: Desk, lead: Browser
) -> None:
    ling = joined(here.world, "ling", display_name="凌")
    decided(here, 9, Reviewer(ling.member.id))
    assert "too few" in lead.get("/console/oversight?lang=en").text
    decided(here, 1, Reviewer(ling.member.id))
    shown = html.unescape(lead.get("/console/oversight?lang=en").text)
    assert "too few" not in shown
    assert '100 % <span class="hint">72–100 %</span>' in shown
    assert '<td data-label="Who">凌</td>' in shown
    assert "Words for" not in shown


def test_alerts_are_counted_in_the_bar_of_those_who_settle_them(here: Desk, lead: Browser) -> None:
    alert = alerted(here, "stf_other")
    assert 'Alerts <span class="badge warn">1</span>' in lead.get("/console/queue?lang=en").text
    assert "41 times" in lead.get("/console/alerts?lang=en").text
    wrong = lead.post(f"/console/alerts/{alert}/settle", words=" ")
    assert (wrong.status_code, 'aria-invalid="true"' in wrong.text) == (422, True)
    done = lead.post(f"/console/alerts/{alert}/settle", words="A training day.")
    assert done.location == "/console/alerts?said=alert_settled"
    assert "badge warn" not in lead.get("/console/queue").text
    assert "A training day." in lead.get("/console/alerts?all=1").text


def test_who_an_alert_is_about_is_given_no_form_and_none_is_taken(registered: Flask, here: Desk) -> None:
    member = joined(here.world, "lead", Role.LEAD)
    alert, own = alerted(here, member.member.id), at_desk(registered, member)
    shown = own.get("/console/alerts?lang=en").text
    assert "another lead or auditor settles it" in shown
    assert "/settle" not in shown
    assert own.post(f"/console/alerts/{alert}/settle", words="Nothing.").status_code == 409


def test_the_audit_is_searched_by_a_members_name_and_says_whether_it_is_sound(
    here: Desk, auditor: Browser
) -> None:
    shown = auditor.get("/console/audit?lang=en&tenant=operator&actor=auditor&action=staff.joined").text
    assert "<code>staff.joined</code>" in shown
    assert "not followed here yet" in shown
    assert "the chain is sound" in auditor.post("/console/audit/verify?lang=en", tenant="operator").text
    assert "sound when last followed" in auditor.get("/console/audit?lang=en&tenant=operator").text
    assert "<code>tenant.created</code>" not in shown


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "9999-12-31"])
def test_a_day_that_is_none_is_told_at_its_field(day: str, auditor: Browser) -> None:
    assert 'id="f-from-fault"' in auditor.get(f"/console/audit?from={day}").text
    assert auditor.post("/console/audit/export", tenant="operator", to=day).status_code == 422


def test_the_export_is_what_the_command_writes_and_checks_out(here: Desk, auditor: Browser) -> None:
    here.escalated()
    day = f"{here.world.clock.now():%Y-%m-%d}"
    sent = auditor.post("/console/audit/export", tenant=here.tenant.id, **{"from": day, "to": day})
    assert sent.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(sent.data)) as archive:
        name, beside = archive.namelist()
        assert (name, beside) == (
            f"audit-{here.tenant.id}.jsonl",
            f"audit-{here.tenant.id}.jsonl.manifest.json",
        )
        lines = archive.read(name).decode().splitlines(keepends=True)
        manifest = json.loads(archive.read(beside))
    with here.ports.view() as tx:
        keys: ChainKeys = tx.audit.keys(here.tenant.id)
    assert not list(check(lines, manifest, keys))
    assert json.loads(lines[-1])["action"] == "audit.exported"


def test_a_policy_is_tried_from_the_one_in_force_and_its_faults_are_told(here: Desk, lead: Browser) -> None:
    here.escalated()
    text = html.unescape(lead.get("/console/replay").text).partition('rows="24"')[2]
    policy = text.partition(">")[2].partition("</textarea>")[0]
    assert "[checks.readable]" in policy
    tried = html.unescape(lead.post("/console/replay?lang=en", policy=policy).text)
    assert "<dt>Cases judged</dt><dd>1</dd>" in tried
    assert "<dt>Other reasons</dt><dd>1</dd>" in tried
    wrong = lead.post("/console/replay", policy=policy.replace("soft_limit", "soft_limits"))
    assert wrong.status_code == 422
    assert "soft_limit" in wrong.text


def test_a_page_of_trouble_asks_the_database_nothing(lead: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_ports: object) -> int:
        raise ConnectionError

    monkeypatch.setattr(alerts, "open_alerts", away)
    assert lead.get("/console/nowhere").status_code == 404


@pytest.mark.parametrize(
    "path", ["audit?subject=%00", "audit?actor=a%00", "alerts?before=%00", "alerts/%00", "queue?lang=%1f"]
)
def test_what_no_database_can_be_asked_is_not_there(path: str, auditor: Browser) -> None:
    assert auditor.get(f"/console/{path}").status_code == 404


@pytest.mark.parametrize("before", ["9" * 40, "0", "-" + "9" * 40, "x"])
def test_a_place_in_the_chain_may_be_any_number(before: str, auditor: Browser) -> None:
    assert auditor.get(f"/console/audit?tenant=operator&before={before}").status_code == 200


def test_no_word_of_one_page_takes_the_place_of_anothers() -> None:
    modules = [import_module(f"{words.__name__}.{one.name}") for one in iter_modules(words.__path__)]
    told = Counter(key for module in modules for key in getattr(module, "SAID", {}))
    assert not [key for key, times in told.items() if times > 1]

"""The queue's pages as a browser without scripts meets them."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.colleagues import Browser, Colleague, at_desk, joined
from tests.review_acts import Desk, desk
from verifier.app import equip
from verifier.console import words
from verifier.console.words.reasons import REASONS
from verifier.domain import (
    advice,
    bank_advice_words,
    face_advice_words,
    gate_advice_words,
    mail_advice_words,
    read_advice_words,
    video_advice_words,
    visit_advice_words,
)
from verifier.domain.audit import Action
from verifier.domain.escalation import Risk
from verifier.domain.masking import COVER
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases.review.queue import LINES

SPOKEN_OF_PEOPLE = (  # which no case is escalated for
    face_advice_words,
    gate_advice_words,
    bank_advice_words,
    mail_advice_words,
    read_advice_words,
    video_advice_words,
    visit_advice_words,
)


@pytest.fixture
def here() -> Desk:
    return desk()


@pytest.fixture
def app(registered: Flask, settings: Settings, here: Desk) -> Flask:
    equip(registered, settings, here.ports)
    return registered


@pytest.fixture
def anna(here: Desk) -> Colleague:
    return joined(here.world, "anna", display_name="Anna Lin")


@pytest.fixture
def browser(app: Flask, anna: Colleague) -> Browser:
    return at_desk(app, anna)


def shown(browser: Browser, query: str = "") -> str:
    response = browser.get(f"/console/queue?{query}")
    assert response.status_code == 200
    return html.unescape(response.text)


def test_a_line_says_what_waits_and_reveals_no_name(here: Desk, browser: Browser) -> None:
    case, escalation = here.escalated()
    text = shown(browser, "lang=en")
    assert f"/console/cases/{case.id}" in text
    for told in ("File damaged", "A site", "direct employer", case.declared.code[-4:], "in 24 h", COVER):
        assert told in text
    due = escalation.due_at + timedelta(hours=8)
    assert f'title="Beijing time">{due:%m-%d %H:%M}<' in text
    for hidden in (case.declared.name, case.declared.code, case.declared.person):
        assert hidden not in text
    assert "文件损坏" in shown(browser, "lang=zh")


def test_an_empty_queue_and_one_that_filters_leave_empty_say_so(here: Desk, browser: Browser) -> None:
    assert "Nothing waits" in shown(browser, "lang=en")
    here.escalated()
    assert "Nothing fits these filters" in shown(browser, "lang=en&overdue=1")
    assert "Nothing waits" not in shown(browser, "lang=en")


@pytest.mark.parametrize(
    "query",
    [
        "risk=9",
        "risk=x",
        "type=x",
        "age=5",
        "after=x",
        "after=2026-01-01~1~esc",
        f"site={'x' * 101}",
    ],
)
def test_an_address_that_asks_for_what_there_is_not_is_refused(browser: Browser, query: str) -> None:
    assert browser.get(f"/console/queue?{query}").status_code == 422


def test_links_lead_through_all_pages_with_their_filters(here: Desk, browser: Browser) -> None:
    for _ in range(LINES + 1):
        here.world.clock.tick(seconds=1)
        here.escalated()
    first = shown(browser, f"who=nobody&risk={Risk.NORMAL.value}")
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    assert "who=nobody" in older
    second = html.unescape(browser.get(older).text)
    cases = [set(re.findall(r"/console/cases/(case_\w+)", text)) for text in (first, second)]
    assert (len(cases[0]), len(cases[1]), cases[0] & cases[1]) == (LINES, 1, set())
    assert re.findall(r'rel="prev" href="([^"]+)"', second) == ["/console/queue?who=nobody&risk=2"]


def test_the_next_case_is_taken_and_opened(here: Desk, browser: Browser, anna: Colleague) -> None:
    case, _ = here.escalated()
    opened = browser.post("/console/queue/next")
    assert (opened.status_code, opened.headers["Location"]) == (303, f"/console/cases/{case.id}")
    assert here.waiting(case).assignee == anna.member.id
    assert case.declared.name in shown(browser)  # whoever holds it sees whose it is
    nothing = browser.post("/console/queue/next", type="hr_agency")
    assert nothing.headers["Location"] == f"/console/cases/{case.id}"  # what one holds comes first
    browser.post(f"/console/queue/{here.waiting(case).id}/release")
    nothing = browser.post("/console/queue/next", type="hr_agency")
    assert nothing.headers["Location"] == "/console/queue?said=queue_done&type=hr_agency"
    assert here.waiting(case).assignee is None


def test_who_is_second_at_a_case_is_told(app: Flask, here: Desk, browser: Browser) -> None:
    case, escalation = here.escalated()
    assert browser.post(f"/console/queue/{escalation.id}/take").status_code == 303
    other = at_desk(app, joined(here.world, "bert"))
    refused = other.post(f"/console/queue/{escalation.id}/take")
    assert refused.status_code == 409
    assert words.SAID["trouble_held_by_another_title"][0] in refused.text
    assert case.declared.name not in refused.text


def test_a_search_finds_and_leaves_what_was_typed_in_no_address(here: Desk, browser: Browser) -> None:
    case, _ = here.escalated()
    found = browser.post("/console/queue/search", text=case.declared.name)
    assert found.status_code == 200
    assert "Location" not in found.headers
    assert f"/console/cases/{case.id}" in found.text
    assert case.declared.name not in "".join(re.findall(r'(?:href|action)="([^"]*)"', found.text))
    nothing = browser.post("/console/queue/search", text=case.declared.name, ended="1")
    assert f"/console/cases/{case.id}" not in nothing.text
    assert browser.post("/console/queue/search", text="x").status_code == 422


def test_a_case_is_handed_over_by_a_form(app: Flask, here: Desk, browser: Browser) -> None:
    case, escalation = here.escalated()
    bert = joined(here.world, "bert", display_name="Bert")
    browser.post("/console/queue/next")
    page = f"/console/queue/{escalation.id}/give"
    assert "Bert" in browser.get(page).text
    refused = browser.post(page, to="stf_nobody", words="These words stay.")
    assert refused.status_code == 422
    assert "These words stay." in refused.text
    assert browser.post(page, to=bert.member.id, words="Yours.").status_code == 303
    assert here.waiting(case).assignee == bert.member.id
    lead = at_desk(app, joined(here.world, "lead", Role.LEAD))
    assert "Anna Lin" in lead.get(page).text


def test_views_are_kept_opened_and_removed(here: Desk, browser: Browser) -> None:
    here.escalated()
    kept = browser.post("/console/queue/views", name="Old & <risky>", risk="1", age="24", text="A firm")
    assert kept.headers["Location"] == "/console/queue?said=view_kept&risk=1&age=24"
    page = browser.get("/console/queue?risk=1&age=24").text
    assert 'href="/console/queue?risk=1&amp;age=24" aria-current="true">Old &amp; &lt;risky&gt;<' in page
    (removal,) = re.findall(r'action="(/console/queue/views/\w+/remove)"', page)
    browser.post(removal)
    assert "risky" not in shown(browser)
    assert browser.post("/console/queue/views", name="Broken", risk="9").status_code == 422


def test_whoever_says_that_they_are_away_lets_go_of_their_cases(
    here: Desk, browser: Browser, anna: Colleague
) -> None:
    case, _ = here.escalated()
    browser.post("/console/queue/next")
    browser.post("/console/account/away", until=f"{here.ports.clock.now() + timedelta(days=3):%Y-%m-%d}")
    assert here.waiting(case).assignee is None
    away = shown(browser, "lang=en")
    assert "You are marked as away" in away
    assert "/console/queue/next" not in away
    assert browser.post("/console/queue/next").headers["Location"] == "/console/queue?said=queue_away"
    assert here.waiting(case).assignee is None
    with here.ports.view() as tx:
        actions = [one.action for one in tx.audit.entries(here.tenant.id) if one.subject == case.id]
    assert actions[-1] == Action.ESCALATION_RELEASED


def test_an_auditor_sees_the_queue_and_takes_nothing(app: Flask, here: Desk) -> None:
    here.escalated()
    auditor = at_desk(app, joined(here.world, "audit", Role.AUDITOR))
    text = shown(auditor)
    assert "/console/cases/" in text
    for deed in ("/take", "/give", "/next", "/release"):
        assert deed not in text


def test_pages_hold_no_script_and_no_style_of_their_own(here: Desk, browser: Browser) -> None:
    here.escalated()
    text = shown(browser, "risk=2")
    assert not re.findall(r"<script(?![^>]* src=)|<style| style=| on\w+=", text)


def test_every_reason_of_a_case_has_words_of_a_few_characters() -> None:
    of_people = {code for said in SPOKEN_OF_PEOPLE for code in (*said.SAID, *said.SILENT, *said.LOOKED_AT)}
    told = {code for code, said in advice.ADVICE.items() if said is not advice.NOTHING_TO_DO}
    assert told - of_people <= set(REASONS)
    assert all(len(zh) <= 12 and len(en) <= 30 for zh, en in REASONS.values())

"""The page of a corporate mailbox and the one behind the link in its message, without a script."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.mail_acts import ADDRESS, SITE, Desk, desk
from verifier.app import equip
from verifier.domain.proof import ProofState
from verifier.settings import Settings
from verifier.usecases.proofs.links import ask_link
from verifier.usecases.proofs.mail.bounces import bounce

TO_PEOPLE = {"Accept": "text/html"}


@pytest.fixture
def here() -> Desk:
    return desk()


@pytest.fixture
def app(registered: Flask, settings: Settings, here: Desk) -> Flask:
    equip(registered, settings, here.ports)
    return registered


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def at(here: Desk) -> str:
    asked = ask_link(here.ports, here.tenant_id, here.employer.id, recruiter_id=here.recruiter_id)
    return f"/apply/{asked.token}/proofs/{here.proof.id}"


def sent(browser: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    answer = browser.post(path, data={"lang": "en", **form}, headers=TO_PEOPLE)
    return answer.status_code, answer.text


def shown(browser: FlaskClient, path: str, lang: str = "en") -> str:
    return str(browser.get(f"{path}?lang={lang}", headers=TO_PEOPLE).text)


def test_from_the_address_to_the_code_to_proven(browser: FlaskClient, at: str, here: Desk) -> None:
    assert 'type="email"' in shown(browser, at)
    assert sent(browser, f"{at}/mail", address=ADDRESS)[0] == 303
    waiting = shown(browser, at)
    assert "on its way to l***@sample-firm.cn" in waiting
    assert 'http-equiv="refresh"' in waiting
    here.carry()
    page = shown(browser, at)
    assert "was sent to l***@sample-firm.cn" in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "wait-60" in page
    assert ADDRESS not in page
    code = here.secrets(here.last()).code
    assert sent(browser, f"{at}/mail/code", code=code)[0] == 303
    assert "Thank you, this is done." in shown(browser, at)
    assert "谢谢" in shown(browser, at, "zh")


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("li.ming", 422, "no complete e-mail address"),
        ("li@qq.com", 422, "Anybody can open a mailbox there"),
        ("li@mailinator.com", 422, "throw-away"),
        ("<script>@x", 422, "no complete e-mail address"),
    ],
)
def test_an_address_that_will_not_do_is_said_in_words(
    browser: FlaskClient, at: str, address: str, status: int, words: str
) -> None:
    got, page = sent(browser, f"{at}/mail", address=address)
    assert (got, words in page) == (status, True)
    assert 'aria-invalid="true"' in page
    assert "<script>" not in page


def test_wrong_codes_are_counted_in_words(browser: FlaskClient, at: str, here: Desk) -> None:
    code = here.secrets(here.sent()).code
    wrong = "000000" if code != "000000" else "111111"
    status, page = sent(browser, f"{at}/mail/code", code=wrong)
    assert (status, "That is not the code" in page, "Tries left: 4." in page) == (409, True, True)
    assert sent(browser, f"{at}/mail/code", code="12")[0] == 422
    for _ in range(3):
        sent(browser, f"{at}/mail/code", code=wrong)
    assert "mistyped too often" in sent(browser, f"{at}/mail/code", code=wrong)[1]
    assert "mistyped too often" in shown(browser, at)


def test_asking_too_soon_keeps_what_was_typed(browser: FlaskClient, at: str, here: Desk) -> None:
    here.sent()
    status, page = sent(browser, f"{at}/mail", address="he@sample-firm.cn")
    assert (status, "wait a little" in page, 'value="he@sample-firm.cn"' in page) == (409, True, True)
    here.clock.tick(seconds=31)
    assert "wait-29" in shown(browser, at)
    here.clock.tick(seconds=29)
    assert "shown-later" not in shown(browser, at)


def test_a_bounce_and_an_expired_code_are_said_and_another_can_be_asked_for(
    browser: FlaskClient, at: str, here: Desk
) -> None:
    here.sent()
    here.clock.tick(minutes=31)
    assert "has expired" in shown(browser, at)
    bounce(here.ports, here.secrets(here.sent()).bounce)
    page = shown(browser, at)
    assert "came back" in page
    assert "shown-later" not in page
    assert 'type="email"' in page


def test_when_no_message_is_left_the_proof_can_be_ended(browser: FlaskClient, at: str, here: Desk) -> None:
    for name in "abc":
        here.sent(f"{name}@sample-firm.cn")
        here.clock.tick(minutes=31)
    assert "/mail/close" in shown(browser, at)
    assert sent(browser, f"{at}/mail/close")[0] == 303
    assert here.now().state is ProofState.UNPROVEN
    assert "It did not work this time" in shown(browser, at)


def test_opening_the_link_changes_nothing_and_its_button_proves(browser: FlaskClient, here: Desk) -> None:
    link = f"/mailbox/{here.secrets(here.sent()).link}"
    for _ in range(3):  # as scanners do
        page = shown(browser, link)
        assert browser.head(link).status_code == 200
    assert here.now().state is ProofState.OPEN
    assert (SITE in page, "l***@sample-firm.cn" in page, ADDRESS in page) == (True, True, False)
    assert sent(browser, link, mine="maybe")[0] == 422
    assert sent(browser, link, mine="yes")[0] == 303
    assert here.now().state is ProofState.PROVEN
    assert "Confirmed, thank you" in shown(browser, link)
    assert sent(browser, link, mine="no")[0] == 409


def test_not_me_ends_the_message(browser: FlaskClient, here: Desk) -> None:
    link = f"/mailbox/{here.secrets(here.sent()).link}"
    assert sent(browser, link, mine="no")[0] == 303
    assert "no more codes are sent" in shown(browser, link)
    assert here.now().state is ProofState.OPEN


def test_a_link_that_is_not_ours_opens_nothing(browser: FlaskClient, here: Desk) -> None:
    link = here.secrets(here.sent()).link
    other = link[:-1] + ("A" if link[-1] != "A" else "B")
    for token in ("x", other):
        assert browser.get(f"/mailbox/{token}", headers=TO_PEOPLE).status_code == 404
        assert sent(browser, f"/mailbox/{token}", mine="yes")[0] == 404
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    answer = browser.post(f"/mailbox/{link}", data={"mine": "yes"}, headers=elsewhere)
    assert answer.status_code == 403
    assert here.now().state is ProofState.OPEN


def test_the_pages_have_no_script_and_no_style_of_their_own(
    browser: FlaskClient, at: str, here: Desk
) -> None:
    here.sent()
    for page in (shown(browser, at), shown(browser, f"/mailbox/{here.secrets(here.last()).link}")):
        assert not re.search(r"<script|<style|style=|onclick", page)

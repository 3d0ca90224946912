"""Bank payments over HTTP: what sites and reviewers are told, and what a sandbox plays."""

import html

import pytest
from flask import Flask

from tests.access.bank import THEY_PAY, WE_PAY, address
from tests.bank_acts import FIRM, NUMBER, firm, imported
from tests.colleagues import at_desk, joined
from tests.fake_bank import OURS
from tests.fakes import world
from tests.sites import Site, serve_sandbox
from verifier.app import equip
from verifier.domain.money import Money, money
from verifier.settings import Settings

OTHER = "样本他人有限公司"


def test_a_payment_of_ours_tells_the_end_of_the_account_and_no_amount(alice: Site) -> None:
    place = address(alice)
    before = alice.get(place).json
    assert (before["way"], before["payment_state"], before["tries_left"]) == (None, None, 3)
    asked = alice.post(place, json=WE_PAY)
    assert asked.status_code == 201
    told = asked.json
    assert (told["way"], told["payment_state"], told["proof"]["state"]) == ("we_pay", "ordered", "pending")
    assert (told["amount"], told["pay_to"]) == (None, None)
    assert told["account"] == "＊" * 15 + "0012"
    assert alice.get(place).json == told
    assert "33050161" not in asked.text


def test_a_payment_to_us_tells_what_to_pay_and_where_to(alice: Site) -> None:
    told = alice.post(address(alice), json=THEY_PAY).json
    assert told["pay_to"] == {
        "holder": OURS.holder, "number": OURS.number, "bank": OURS.bank, "cnaps": OURS.cnaps,
    }  # fmt: skip
    assert 101 <= money(told["amount"]).fen <= 199
    assert told["reference"].startswith("BF")


@pytest.mark.parametrize(
    ("question", "pointer"),
    [
        ({"way": "we_pay"}, "/account"),
        ({"way": "they_pay", "account": WE_PAY["account"]}, "/account"),
        ({"way": "we_pay", "account": {"number": "12", "bank": "样本"}}, "/account/number"),
        ({"way": "we_pay", "account": {"number": "1" * 12, "bank": "=1"}}, "/account/bank"),
        ({"way": "we_pay", "account": {"number": "1" * 12, "bank": "样", "cnaps": "1"}}, "/account/cnaps"),
        ({"way": "we_pay", "account": {"number": "1" * 12, "bank": "样", "holder": "样"}}, "/account/holder"),
        ({"way": "elsewhere"}, "/way"),
    ],
)
def test_what_is_wrong_with_a_question_is_told_by_its_place(
    alice: Site, question: dict[str, object], pointer: str
) -> None:
    place = address(alice)
    refused = alice.post(place, json=question)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == [pointer]
    assert alice.get(place).json["way"] is None


def test_refusals_have_codes_of_their_own(alice: Site) -> None:
    place = address(alice)
    unsent = alice.post(f"{place}/amount", json={"amount": "0.37"})
    assert (unsent.status_code, unsent.json["code"]) == (409, "payment_not_sent")
    alice.post(place, json=THEY_PAY)
    twice = alice.post(place, json=WE_PAY)
    assert (twice.status_code, twice.json["code"]) == (409, "payment_under_way")
    nameless = alice.post(f"{alice.open_employer('nameless')}/proofs", json={"kind": "bank_payment"})
    unnamed = alice.post(f"{nameless.headers['Location']}/bank-payment", json=THEY_PAY)
    assert (unnamed.status_code, unnamed.json["code"]) == (409, "employer_unnamed")


def boxed(alice: Site, question: dict[str, object]) -> tuple[str, str]:
    """A payment in a sandbox, and where the sandbox shows it."""
    place = address(serve_sandbox(alice))
    assert alice.post(place, json=question).status_code == 201
    return place, f"/v1/sandbox{place.removeprefix('/v1')}"


def test_a_sandbox_pays_at_once_and_shows_the_amount(alice: Site) -> None:
    place, shown = boxed(alice, WE_PAY)
    told = alice.get(shown).json
    assert told["payment_state"] == "sent"
    named = alice.post(f"{place}/amount", json={"amount": told["secret_amount"]})
    assert (named.json["right"], named.json["proof"]["state"]) == (True, "proven")
    assert "secret_amount" not in alice.get(place).json


@pytest.mark.parametrize(
    ("act", "state"), [("pay", "proven"), ("pay_other_amount", "review"), ("pay_in_other_name", "review")]
)
def test_firms_of_a_sandbox_pay_as_they_are_told(alice: Site, act: str, state: str) -> None:
    place, shown = boxed(alice, THEY_PAY)
    assert alice.post(shown, json={"act": act}).json["proof"]["state"] == state
    assert alice.get(place).json["payment_state"] == "credited"


def test_a_sandboxs_bank_sends_payments_back_and_no_more(alice: Site) -> None:
    place, shown = boxed(alice, WE_PAY)
    assert alice.post(shown, json={"act": "return"}).json["return_reason"] == "wrong_account"
    assert alice.get(place).json["proof"]["state"] == "open"
    refused = alice.post(shown, json={"act": "pay"})
    assert (refused.status_code, refused.json["code"]) == (409, "payment_not_sent")


def test_a_reviewer_compares_names_and_days_and_is_shown_no_account(
    registered: Flask, settings: Settings
) -> None:
    here = world()
    one = firm(here)
    imported(one.ports, one.row(one.they_pay(), name=OTHER, amount=Money(7)))
    equip(registered, settings, here.ports)
    page = at_desk(registered, joined(here, "anna")).get(f"/console/proofs/{one.proof.id}?lang=en")
    assert page.status_code == 200
    text = html.unescape(page.text)
    for told in (FIRM.name, OTHER, NUMBER[-4:], "payee_name_differs", "payment_amount_differs", "0.07"):
        assert told in text
    assert NUMBER not in text


def test_a_reviewer_is_not_told_what_we_sent(registered: Flask, settings: Settings) -> None:
    here = world()
    one = firm(here)
    payment = one.we_pay()
    equip(registered, settings, here.ports)
    page = at_desk(registered, joined(here, "anna")).get(f"/console/proofs/{one.proof.id}?lang=en")
    assert "We pay, they name the amount" in page.text
    assert str(payment.amount) not in page.text

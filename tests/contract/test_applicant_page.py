"""The applicant's pages over HTTP: what each link opens, what the checklist says, and errors in words."""

import dataclasses

import pytest
from flask.testing import FlaskClient

from tests.access.applicant import CELLS, Cells
from tests.fakes import FakeClock
from tests.sites import Site
from tests.visitors import ABSENT_TOKEN

COLUMNS = [one.name for one in dataclasses.fields(Cells) if one.name not in ("form", "headers")]


@dataclasses.dataclass(frozen=True)
class Firm:
    """An employer with a recruiter, whose mailbox is being proven, and the links to its checklist."""

    browser: FlaskClient
    own: str
    colleague: str
    other: str
    proof_id: str

    def get(self, token: str, path: str = "", lang: str = "en") -> str:
        return self.browser.get(f"/apply/{token}{path}?lang={lang}", headers={"Accept": "text/html"}).text


def made(alice: Site) -> Firm:
    wish = alice.wish()
    employer, recruiter = f"/v1/employers/{wish['employer_id']}", wish["recruiter_id"]

    def link(of: str, **more: str) -> str:
        return str(alice.post(f"{of}/applicant-links", json=more).json["url"]).rpartition("/")[2]

    proof = alice.post(f"{employer}/proofs", json={"kind": "corporate_mail", "recruiter_id": recruiter})
    assert proof.status_code == 201, proof.text
    return Firm(
        alice.client.application.test_client(),
        link(employer, recruiter_id=recruiter),
        link(employer),
        link(alice.open_employer("another")),
        proof.json["id"],
    )


@pytest.fixture
def firm(alice: Site) -> Firm:
    return made(alice)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("name", CELLS)
def test_each_link_opens_what_the_table_says(name: str, column: str, firm: Firm, alice: Site) -> None:
    assert alice.ports is not None
    assert isinstance(alice.ports.clock, FakeClock)
    if column == "over":
        alice.ports.clock.tick(days=8)
    token = {"unknown": ABSENT_TOKEN, "over": firm.own}.get(column) or getattr(firm, column)
    method, _, rule = name.partition(" ")
    path = rule.replace("<token>", token).replace("<proof_id>", firm.proof_id)
    asked = {"data": CELLS[name].form} if CELLS[name].form else {}
    answer = firm.browser.open(
        path, method=method, headers=CELLS[name].headers | {"Accept": "text/html"}, **asked
    )
    assert answer.status_code == getattr(CELLS[name], column)


def test_the_checklist_says_how_each_proof_stands_and_what_the_law_asks_for(firm: Firm) -> None:
    shown = firm.get(firm.own)
    assert "What has been shown is enough at present." in shown
    assert shown.count('name="kind" value=') == 2  # the payment and the film can be started
    assert f"/proofs/{firm.proof_id}" in shown
    assert "waits for you" in shown
    assert shown.count("handed in<") == 1  # the licence, of three papers
    assert "企业材料清单" in firm.get(firm.own, lang="zh")


def test_an_employer_at_high_risk_is_told_that_something_is_needed(firm: Firm, alice: Site) -> None:
    word = {"risk": "high", "reviewer": "reviewer-1", "words": "A complaint."}
    employer = alice.get(f"/v1/proofs/{firm.proof_id}").json["employer_id"]
    assert alice.post(f"/v1/employers/{employer}/risk", json=word).json["risk"] == "high"
    assert "One or more proofs are still needed." in firm.get(firm.own)


def test_a_proof_is_opened_once_and_a_second_one_is_refused_in_words(firm: Firm) -> None:
    path = f"/apply/{firm.own}/proofs"
    first = firm.browser.post(path, data={"kind": "bank_payment"})
    assert first.status_code == 303
    assert firm.browser.get(first.location).status_code == 200
    second = firm.browser.post(path, data={"kind": "bank_payment", "lang": "en"})
    assert second.status_code == 409
    assert "This one is under way already" in second.text


@pytest.mark.parametrize(
    ("kind", "status"), [("field_visit", 409), ("agent_identity", 409), ("", 422), ("nothing", 422)]
)
def test_what_cannot_be_started_here_is_refused(kind: str, status: int, firm: Firm) -> None:
    assert firm.browser.post(f"/apply/{firm.own}/proofs", data={"kind": kind}).status_code == status


def test_a_form_of_another_site_is_refused(firm: Firm) -> None:
    sent = {"Sec-Fetch-Site": "cross-site"}
    refused = firm.browser.post(f"/apply/{firm.own}/proofs", data={"kind": "bank_payment"}, headers=sent)
    assert refused.status_code == 403


def test_a_program_is_answered_with_a_problem_and_a_person_with_a_page(firm: Firm) -> None:
    path = f"/apply/{ABSENT_TOKEN}"
    assert firm.browser.get(path, headers={"Accept": "application/json"}).json["code"] == "link_unknown"
    page = firm.browser.get(f"{path}?lang=en", headers={"Accept": "text/html"})
    assert page.mimetype == "text/html"
    assert "The link leads nowhere" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]

"""A finance clerk at the console: what waits, batches as files, statements and what is refused of them."""

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.bank_acts import NUMBER, Firm, camt, firm, line, table
from tests.colleagues import OWN_PAGE, Browser, Colleague, at_desk, joined
from tests.fake_bank import OURS
from tests.fakes import World, world
from verifier.app import create_app, equip
from verifier.domain.money import Money
from verifier.domain.proof import ProofState
from verifier.domain.staff import Role
from verifier.settings import Settings
from verifier.usecases.bank_ports import NoBank
from verifier.usecases.proofs.bank import following
from verifier.usecases.proofs.bank.exporting import batch_again
from verifier.usecases.staff.recording import OPERATOR_TENANT
from workers.main import sweep_once

PAYMENTS = "/console/payments"


@dataclass
class Office:
    """A clerk at the browser, and the world that the app is over."""

    world: World
    app: Flask
    clerk: Colleague
    browser: Browser

    def page(self, path: str = PAYMENTS) -> str:
        shown = self.browser.get(f"{path}{'&' if '?' in path else '?'}lang=en")
        assert shown.status_code == 200
        return html.unescape(shown.text)

    def sends(self, data: bytes, name: str = "statement.csv") -> TestResponse:
        fields = {"form_token": self.browser.form_token(), "statement": (io.BytesIO(data), name)}
        return self.browser.client.post(
            f"{PAYMENTS}/statements", data=fields, content_type="multipart/form-data", headers=OWN_PAGE
        )

    def report(self, data: bytes, name: str = "statement.csv") -> str:
        sent = self.sends(data, name)
        assert sent.status_code == 303
        return self.page(sent.headers["Location"])

    def recorded(self, tenant_id: str) -> list[tuple[str, str]]:
        with self.world.ports.view() as tx:
            return [(entry.action, entry.actor_id) for entry in tx.audit.entries(tenant_id)]


@pytest.fixture(scope="module")
def whole_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(tmp_path_factory.mktemp("payments")))
        here = world()
        app = create_app(Settings.from_env(), here.ports)
        clerk = joined(here, "qian", Role.FINANCE, display_name="钱会计")
        yield Office(here, app, clerk, at_desk(app, clerk))


@pytest.fixture
def office(whole_office: Office) -> Iterator[Office]:
    store: Any = whole_office.world.ports.transaction.__self__  # type: ignore[attr-defined]  # the fake's
    first = store._state
    yield whole_office
    store._state = first


@pytest.fixture
def ours(office: Office) -> Firm:
    return firm(office.world)


def test_what_waits_is_counted_and_no_account_is_shown_whole(office: Office, ours: Firm) -> None:
    assert "Nothing waits to be paid." in office.page()
    payment = ours.we_pay()
    page = office.page()
    assert f"Payments: 1. In all: {payment.amount} yuan" in page
    assert OURS.masked in page
    assert OURS.number not in page
    assert NUMBER not in page


def test_a_batch_is_made_once_and_taken_as_either_file_by_name(office: Office, ours: Firm) -> None:
    payment = ours.we_pay()
    assert office.browser.post(f"{PAYMENTS}/batches").headers["Location"].endswith("said=batch_made")
    again = office.browser.post(f"{PAYMENTS}/batches")
    assert again.headers["Location"].endswith("said=batch_waits")
    batch_id = ours.payment().batch_id
    assert f"Batch {batch_id} (payments: 1) was not downloaded yet" in office.page()
    for kind, ending in (("csv", "csv"), ("pain.001", "xml")):
        sent = office.browser.post(f"{PAYMENTS}/batches/{batch_id}/file", format=kind)
        assert sent.status_code == 200
        assert sent.headers["Content-Disposition"] == f'attachment; filename="{batch_id}.{ending}"'
        assert sent.headers["Cache-Control"] == "no-store"
        assert NUMBER in sent.text
        assert payment.reference in sent.text
    assert "was not downloaded yet" not in office.page()
    assert office.browser.post(f"{PAYMENTS}/batches").headers["Location"].endswith("said=nothing_waits")
    clerk = office.clerk.member.id
    theirs = [action for action, who in office.recorded(ours.tenant_id) if who == clerk]
    assert theirs == ["payments.exported", "payments.file_taken", "payments.file_taken"]


def test_a_file_of_no_known_kind_or_batch_is_not_there(office: Office, ours: Firm) -> None:
    ours.we_pay()
    office.browser.post(f"{PAYMENTS}/batches")
    place = f"{PAYMENTS}/batches/{ours.payment().batch_id}/file"
    assert office.browser.post(place, format="xlsx").status_code == 404
    assert office.browser.post(f"{PAYMENTS}/batches/bat_none/file", format="csv").status_code == 404


def test_a_batch_of_which_payments_were_erased_gives_no_file(
    office: Office, ours: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.we_pay()
    office.browser.post(f"{PAYMENTS}/batches")
    batch_id = str(ours.payment().batch_id)
    store: Any = office.world.ports.transaction.__self__  # type: ignore[attr-defined]  # the fake's
    monkeypatch.delitem(store._state.payments, ours.payment().id)
    refused = office.browser.post(f"{PAYMENTS}/batches/{batch_id}/file", format="csv")
    assert refused.status_code == 409
    assert batch_again(office.world.ports, batch_id).gone == 1
    assert NUMBER not in refused.text


def test_a_statement_is_imported_settled_and_told_row_by_row(office: Office, ours: Firm) -> None:
    paid = ours.row(ours.they_pay())
    other = ours.row(ours.payment(), reference="S2", remark="货款", amount=Money(990_000), name="样本丙")
    text = table([paid, other]) + line(paid).replace(f"{paid.booked_on:%Y%m%d}", "someday") + "\n"
    report = office.report(text.encode(), "五月 <b>.csv")
    assert "Statement 五月 <b>.csv" in report
    assert counts(report) == {"New": 2, "Matched": 1, "Unknown": 1, "Known before": 0, "Refused": 1}
    assert "The day is unclear." in report
    assert "row_date_unclear" in report
    assert ours.now().state is ProofState.PROVEN
    changed = line(paid).replace(str(paid.amount), "9.99")
    report = office.report(camt([paid, other]).encode(), "again.xml")
    assert counts(report) == {"New": 0, "Matched": 0, "Unknown": 0, "Known before": 2, "Refused": 0}
    report = office.report(f"{table([])}{changed}\n".encode())
    assert counts(report)["Refused"] == 1
    assert "row_altered" in report
    assert paid.reference in report
    page = office.page()
    for told in ("again.xml", "钱会计", "rows refused: 1", "all taken"):
        assert told in page
    said = office.recorded(OPERATOR_TENANT)
    assert said.count(("statement.imported", office.clerk.member.id)) == 3
    for secret in (NUMBER, "样本丙", str(other.amount)):
        assert secret not in report + page


def counts(report: str) -> dict[str, int]:
    found = {}
    for part in report.split("<dt>")[1:]:
        word, _, rest = part.partition(" · ")
        found[word] = int(rest.partition("<dd>")[2].partition("</dd>")[0])
    return found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "statement_empty"),
        (b"PK\x03\x04spreadsheet", "statement_not_text"),
        (b"a,b,c\n1,2,3\n", "statement_columns_missing"),
        (camt([])[:-20].encode(), "statement_xml_broken"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "statement_xml_forbidden"),
        (b"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'/>", "statement_format_unknown"),
        (b"x" * 70_000, "statement_line_too_long"),
    ],
)
def test_a_bad_file_is_told_by_its_code(office: Office, data: bytes, code: str) -> None:
    report = office.report(data)
    assert "file refused" in report
    assert code in report
    assert counts(report)["New"] == 0
    assert "file refused" in office.page()


def test_no_file_and_one_that_is_too_large_are_refused_in_words(office: Office) -> None:
    refused = office.sends(b"", "")
    assert refused.status_code == 422
    assert "请选择一个文件。" in refused.text
    large = office.sends(b"1" * 16_200_000)
    assert large.status_code == 413
    assert "文件太大" in large.text
    assert "还没有导入过流水" in office.browser.get(PAYMENTS).text


def test_what_is_many_is_settled_by_the_workers_and_the_page_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "BATCH", 1)
    tenant_id = firm(office.world).tenant_id
    firms = [firm(office.world, tenant_id, number) for number in (2, 3)]
    report = office.report(table([one.row(one.they_pay()) for one in firms]).encode())
    assert "Payments that are still being settled: 1" in report
    sweep_once(office.world.ports)
    assert "are still being settled" not in office.page()


def test_who_is_confined_to_some_sites_has_no_page_of_the_account_of_all(office: Office, ours: Firm) -> None:
    confined = joined(office.world, "wu", Role.FINANCE, tenants=frozenset({ours.tenant_id}))
    browser = at_desk(office.app, confined)
    ours.we_pay()
    for answer in (
        browser.get(PAYMENTS),
        browser.post(f"{PAYMENTS}/batches"),
        browser.get(f"{PAYMENTS}/statements/stm_1"),
    ):
        assert answer.status_code == 403
    assert ours.payment().batch_id is None


def test_without_an_account_the_page_says_what_to_set(
    office: Office, settings: Settings, registered: Flask
) -> None:
    here = office.world
    equip(registered, settings, replace(here.ports, bank=NoBank()))
    browser = at_desk(registered, office.clerk)
    assert "BONAFIDE_BANK_HOLDER" in browser.get(PAYMENTS).text
    assert browser.post(f"{PAYMENTS}/batches").status_code == 409

"""A bank payment from the applicant's page to the bank's files and back, as firm and clerk see it."""

import csv
import io
import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from tests.bank_acts import FIRM, NUMBER, table
from tests.fake_bank import OURS
from tests.planted import spellings
from verifier import logs, usecases
from verifier.app import create_app
from verifier.assembly import assemble
from verifier.cli import cli
from verifier.domain.case import AccountType
from verifier.domain.money import Money, money
from verifier.domain.statement import Direction, StatementRow
from verifier.settings import Settings
from verifier.usecases.evaluation import CHINA
from verifier.usecases.gate.employers import open_employer
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.links import ask_link
from verifier.usecases.staff.recording import OPERATOR_TENANT

DATA = Path("data", "bonafide.sqlite")


@dataclass
class Firm:
    """A firm at its page; `log` is all that the service said."""

    browser: FlaskClient
    ports: Ports
    token: str
    folder: Path
    log: io.StringIO
    page: str = ""

    def begin(self) -> None:
        self.page = self.post("/proofs", kind="bank_payment")

    def post(self, path: str, **form: str) -> str:
        """Send a form; the address that it leads to, or the page that is wrong."""
        answer = self.browser.post(f"/apply/{self.token}{path}", data={"lang": "en", **form})
        assert answer.status_code in (303, 422), answer.text
        return answer.text if answer.status_code == 422 else answer.location

    def act(self, path: str = "", **form: str) -> str:
        place = re.search(r"/proofs/prf_\w+", self.page)
        assert place is not None
        return self.post(f"{place[0]}/bank-payment{path}", **form)

    def see(self) -> str:
        return self.browser.get(self.page, headers={"Accept": "text/html"}).text

    def export(self, *more: str) -> tuple[Path, Result]:
        out = self.folder / "payments"
        return out, CliRunner().invoke(cli, ["bank", "export", "--out", str(out), *more])

    def bring(self, *rows: StatementRow, encoding: str = "gb18030", name: str = "statement.csv") -> Result:
        file = self.folder / name
        file.write_bytes(table(rows).encode(encoding))
        return CliRunner().invoke(cli, ["bank", "import", str(file)])

    def row(self, ours: str, amount: Money, **changes: Any) -> StatementRow:
        day = datetime.now(CHINA).date()
        row = StatementRow(
            2, OURS.number, f"S{ours}", Direction.IN, amount, day, FIRM.name, NUMBER, f"验证 {ours}"
        )
        return replace(row, **changes)

    def kept(self) -> bytes:
        """All that is on the disk, the write-ahead log included."""
        with closing(sqlite3.connect(self.folder / DATA)) as database:
            database.execute("PRAGMA wal_checkpoint")
        return b"".join(one.read_bytes() for one in sorted((self.folder / "data").glob("bonafide.sqlite*")))


@pytest.fixture
def firm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Firm]:
    for name, value in {
        "DATA_DIR": str(tmp_path / "data"),
        "RATE_LIMITS": "off",
        "BANK_HOLDER": OURS.holder,
        "BANK_NUMBER": OURS.number,
        "BANK_BANK": OURS.bank,
        "BANK_CNAPS": OURS.cnaps or "",
    }.items():
        monkeypatch.setenv(f"BONAFIDE_{name}", value)
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.DEBUG)
    settings = Settings.from_env()
    ports = assemble(settings)
    tenant, _ = usecases.create_tenant(ports, "优才招聘")
    employer = open_employer(
        ports, tenant.id, reference="account-1", account_type=AccountType.DIRECT_EMPLOYER
    )
    usecases.open_case(
        ports, tenant.id, account_type=employer.account_type, declared=FIRM, reference=None,
        employer_id=employer.id,
    )  # fmt: skip
    token = ask_link(ports, tenant.id, employer.id).token
    one = Firm(create_app(settings, ports).test_client(), ports, token, tmp_path, stream)
    one.begin()
    yield one
    root.handlers, root.level = handlers, level


def amount_in(out: Path) -> tuple[Money, str]:
    """What only the firm's bank tells it, and the reference: from the file that our bank was given."""
    (row,) = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    assert (row["收款账号"].strip(), row["收款户名"]) == (NUMBER, FIRM.name)
    return money(row["金额"]), row["附言"]


def test_we_pay_and_the_firm_names_the_amount(firm: Firm) -> None:
    assert FIRM.name in firm.see()
    wrong = firm.act(way="we_pay", number="12", bank="样本银行")
    assert "An account number has 8 to 32 digits" in wrong
    firm.act(way="we_pay", number="3305 0161 6127 0000 012", bank="样本银行杭州分行", cnaps="105100000017")
    waiting = firm.see()
    assert "Noted; our finance team will send it." in waiting
    assert NUMBER not in waiting
    assert f"＊{NUMBER[-4:]}" in waiting
    out, said = firm.export()
    assert (said.exit_code, out.stat().st_mode & 0o777) == (0, 0o600)
    first = out.read_bytes()
    batch = said.output.split()[0]
    assert firm.export()[1].output == "no payment waits\n"
    assert firm.export("--batch", batch)[0].read_bytes() == first
    amount, reference = amount_in(out)
    page = firm.see()
    assert str(amount) not in page.replace("0.37", "")  # the example
    assert 'inputmode="decimal"' in page
    assert "3 tries left" in page
    sent = firm.row(reference, amount, direction=Direction.OUT)
    assert firm.bring(sent).exit_code == 0
    assert "2 tries left" in firm.act("/amount", amount=str(Money(amount.fen % 99 + 1)))
    assert "That cost no try." in firm.act("/amount", amount="1,00")
    assert "/proofs/" in firm.act("/amount", amount=f" {amount} 元")
    assert "Thank you, this is done." in firm.see()
    for secret in (NUMBER, f'"{amount}"'):
        for spelt in spellings(secret):
            assert spelt not in firm.log.getvalue().encode()
            assert spelt not in firm.kept()
    with firm.ports.view() as tx:
        (tenant,) = [one for one in tx.tenants.every() if one.id != OPERATOR_TENANT]
        told = [*tx.events.page(tenant.id, after=None, kind=None, limit=50)]
    assert not any(str(amount) in json.dumps(dict(one.told)) for one in told)


def test_the_firm_pays_and_the_statement_shows_it_twice_altered_and_in_another_order(firm: Firm) -> None:
    firm.act(way="they_pay")
    page = firm.see()
    assert OURS.number in page
    reference = re.search(r'id="reference">(BF\w{9})<', page)
    amount = re.search(r"<b>(1\.\d\d) yuan</b>", page)
    assert reference is not None
    assert amount is not None
    paid = firm.row(reference[1], money(amount[1]))
    others = [
        firm.row("", Money(100 + n), reference=f"X{n}", row=3 + n, name="样本他人有限公司", remark="货款")
        for n in range(3)
    ]
    first = firm.bring(paid, *others)
    assert (first.exit_code, first.output) == (
        0,
        "statement.csv: new 4 known 0 altered 0 matched 1 unmatched 3\nproven                   1\n",
    )
    assert "Thank you, this is done." in firm.see()
    before = firm.browser.get(firm.page, headers={"Accept": "text/html"}).text
    again = firm.bring(*others[::-1], paid, encoding="utf-8", name="again.csv")
    assert again.output == "again.csv: new 0 known 4 altered 0 matched 0 unmatched 0\n"
    altered = firm.bring(others[0], replace(paid, amount=Money(9_999)), others[1], name="altered.csv")
    assert altered.exit_code == 1
    assert f"altered.csv: row 3 row_altered S{reference[1]}\n" in altered.output
    assert "99.99" not in altered.output
    assert FIRM.name not in altered.output
    assert firm.browser.get(firm.page, headers={"Accept": "text/html"}).text == before


def test_a_returned_payment_is_told_and_the_firm_pays_instead(firm: Firm) -> None:
    firm.act(way="we_pay", number=NUMBER, bank="样本银行")
    amount, reference = amount_in(firm.export()[0])
    back = firm.row(reference, amount, remark=f"退汇 {reference} 账号户名不符")
    assert "returned                 1" in firm.bring(back).output
    page = firm.see()
    assert "The bank sent the last payment back: the holder is not that of the account." in page
    firm.act(way="they_pay")
    assert OURS.number in firm.see()


def test_three_wrong_amounts_end_it_with_a_way_on(firm: Firm) -> None:
    firm.act(way="we_pay", number=NUMBER, bank="样本银行")
    amount, _ = amount_in(firm.export()[0])
    for _ in range(3):
        firm.act("/amount", amount=str(Money(amount.fen % 99 + 1)))
    page = firm.see()
    assert "Three amounts that were named are not it" in page
    assert "Choose another proof" in page
    firm.begin()
    assert "Use an account in the name of" in firm.see()


def test_a_batch_in_iso_20022_holds_what_the_table_holds(firm: Firm) -> None:
    pytest.importorskip("xsdata")
    from pyiso20022.pain import pain_001_001_09 as iso
    from xsdata.formats.dataclass.parsers import XmlParser

    firm.act(way="we_pay", number=NUMBER, bank="样本银行", cnaps="105100000017")
    out, said = firm.export("--format", "pain.001")
    document = XmlParser().from_bytes(out.read_bytes(), iso.Document)
    (paid,) = document.cstmr_cdt_trf_initn.pmt_inf[0].cdt_trf_tx_inf
    firm.export("--batch", said.output.split()[0])
    amount, reference = amount_in(out)
    assert (str(paid.amt.instd_amt.value), paid.amt.instd_amt.ccy) == (str(amount), "CNY")
    assert (paid.pmt_id.end_to_end_id, paid.cdtr.nm) == (reference, FIRM.name)
    assert paid.cdtr_acct.id.othr.id == NUMBER
    assert paid.cdtr_agt.fin_instn_id.clr_sys_mmb_id.mmb_id == "105100000017"


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "statement_empty"), (b"name\n1\n", "statement_columns_missing")]
)
def test_a_file_that_is_no_statement_is_refused_by_its_code(firm: Firm, data: bytes, code: str) -> None:
    file = firm.folder / "bad.csv"
    file.write_bytes(data)
    said = CliRunner().invoke(cli, ["bank", "import", str(file)])
    assert said.exit_code == 1
    assert re.search(rf"bad\.csv: refused.*, {code}", said.output)


def test_a_strangers_name_account_and_amount_are_nowhere_in_the_clear(firm: Firm) -> None:
    """Not in a log, an event, a delivery, the audit, a finding, nor anywhere else on the disk."""
    firm.act(way="they_pay")
    reference = re.search(r'id="reference">(BF\w{9})<', firm.see())
    assert reference is not None
    stranger = {"name": "绝密付款人甲", "number": "6222000011119999"}
    said = firm.bring(firm.row(reference[1], Money(7_654_321), **stranger))
    assert "review                   1" in said.output
    firm.bring(firm.row(reference[1], Money(7_654_322), **stranger), name="altered.csv")
    everything = firm.kept() + firm.log.getvalue().encode() + said.output.encode()
    for secret in (*stranger.values(), "76543.21", "7654321", "7654322"):
        for spelt in spellings(secret):
            assert spelt not in everything
    assert b"payee_name_differs" in everything

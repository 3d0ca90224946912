"""What tests do with bank payments again and again: employers, proofs, statements as banks write them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tests import gate_acts
from tests.fake_bank import OURS
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.audit import Actor, ActorKind
from verifier.domain.bank_proof import Payment
from verifier.domain.case import Declared
from verifier.domain.employer import Employer
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.statement import BadRow, Direction, StatementRow
from verifier.usecases.evaluation import CHINA
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.asking import EnteredAccount, ask_to_be_paid, ask_us_to_pay
from verifier.usecases.proofs.bank.exporting import next_batch, note_written
from verifier.usecases.proofs.bank.following import Followed, follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows
from verifier.usecases.proofs.opening import open_proof

FIRM = Declared("杭州样本（虚构）科技有限公司", "91330100MA01SAMPLE", "例子人", "杭州市样本路 1 号")
NUMBER = "3305016161270000012"
ENTERED = EnteredAccount("3305 0161 6127 0000 012", "样本银行杭州分行", "105100000017")
APPLICANT = Actor(ActorKind.APPLICANT, "apl_1")
HEADERS = "交易日期,借贷标志,交易金额,对方户名,对方账号,附言,交易流水号"


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer whose case names it, and a proof of it that is open."""

    world: World
    employer: Employer
    proof: Proof

    @property
    def ports(self) -> Ports:
        return self.world.ports

    @property
    def tenant_id(self) -> str:
        return self.employer.tenant_id

    def today(self) -> date:
        return self.ports.clock.now().astimezone(CHINA).date()

    def now(self) -> Proof:
        with self.ports.view() as tx:
            found = tx.proofs.get(self.tenant_id, self.proof.id)
        assert found is not None
        return found

    def payment(self) -> Payment:
        with self.ports.view() as tx:
            return tx.payments.of_proof(self.tenant_id, self.proof.id)[0]

    def we_pay(self, entered: EnteredAccount = ENTERED) -> Payment:
        return ask_us_to_pay(self.ports, self.tenant_id, self.proof.id, entered, actor=APPLICANT)

    def they_pay(self) -> Payment:
        return ask_to_be_paid(self.ports, self.tenant_id, self.proof.id, actor=APPLICANT)

    def exported(self) -> Payment:
        """The payment once a clerk has taken it to the bank."""
        leaving = next_batch(self.ports)
        assert leaving is not None
        note_written(self.ports, leaving.batch.id)
        return self.payment()

    def row(self, payment: Payment, **changes: Any) -> StatementRow:
        """The statement's row of a payment to us, just as it was asked for."""
        row = StatementRow(
            row=2,
            account=OURS.number,
            reference=f"E{payment.reference}",
            direction=Direction.IN,
            amount=payment.amount,
            booked_on=self.today(),
            name=payment.payee,
            number=NUMBER,
            remark=f"验证 {payment.reference}",
        )
        return replace(row, **changes)

    def sent(self, payment: Payment) -> StatementRow:
        """The row of a payment of ours that left."""
        return self.row(payment, direction=Direction.OUT, reference=f"O{payment.reference}")


def firm(
    here: World | None = None, tenant_id: str | None = None, number: int = 1, declared: Any = FIRM
) -> Firm:
    here = here or world()
    tenant_id = tenant_id or usecases.create_tenant(here.ports, f"site {number}")[0].id
    employer = gate_acts.employed(here.ports, tenant_id, f"account-{number}")
    if declared is not None:
        usecases.open_case(
            here.ports,
            tenant_id,
            account_type=employer.account_type,
            declared=declared,
            reference=None,
            employer_id=employer.id,
        )
    proof = open_proof(here.ports, tenant_id, employer.id, kind=ProofKind.BANK_PAYMENT)
    return Firm(here, employer, proof)


def half_way(here: World, employer: Employer) -> Firm:
    """A proof of this employer whose payment left, which a statement shows that nobody followed up yet."""
    proof = open_proof(here.ports, employer.tenant_id, employer.id, kind=ProofKind.BANK_PAYMENT)
    one = Firm(here, employer, proof)
    one.we_pay()
    import_rows(here.ports, [one.sent(one.exported())], Imported())
    return one


def imported(ports: Ports, *rows: StatementRow | BadRow) -> tuple[Imported, dict[Followed, int]]:
    """Import and follow up."""
    done = import_rows(ports, rows, Imported())
    return done, dict(follow_up(ports))


def table(rows: Iterable[StatementRow], headers: str = HEADERS) -> str:
    """The rows as a bank's table."""
    return "\n".join((headers, *map(line, rows))) + "\n"


def line(row: StatementRow) -> str:
    word = "贷" if row.direction is Direction.IN else "借"
    cells: Sequence[str] = (
        f"{row.booked_on:%Y%m%d}", word, str(row.amount), row.name, row.number, row.remark, row.reference,
    )  # fmt: skip
    return ",".join(cells)


def camt(rows: Iterable[StatementRow], version: str = "camt.053.001.08", account: str = OURS.number) -> str:
    """The rows as an ISO 20022 statement."""
    kind = ("BkToCstmrStmt", "Stmt") if "053" in version else ("BkToCstmrDbtCdtNtfctn", "Ntfctn")
    entries = "".join(_entry(row, old=version.endswith(".02")) for row in rows)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
        f"<{kind[0]}><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-05-04T08:00:00+08:00</CreDtTm></GrpHdr><{kind[1]}>"
        f"<Id>S1</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>{entries}</{kind[1]}></{kind[0]}>"
        "</Document>"
    )


def _entry(row: StatementRow, *, old: bool) -> str:
    side, word = ("Dbtr", "CRDT") if row.direction is Direction.IN else ("Cdtr", "DBIT")
    name = f"<Nm>{row.name}</Nm>" if old else f"<Pty><Nm>{row.name}</Nm></Pty>"
    status = "BOOK" if old else "<Cd>BOOK</Cd>"
    return (
        f'<Ntry><Amt Ccy="CNY">{row.amount}</Amt><CdtDbtInd>{word}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>{row.booked_on}</Dt></BookgDt><AcctSvcrRef>{row.reference}</AcctSvcrRef>"
        f"<BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>"
        f"<RltdPties><{side}>{name}</{side}><{side}Acct><Id><Othr><Id>{row.number}</Id></Othr></Id></{side}Acct>"
        f"</RltdPties><RmtInf><Ustrd>{row.remark}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


DAY = timedelta(days=1)

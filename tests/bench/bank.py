"""A statement of ten thousand payments: imported, and followed up to the last proof; then again, and altered.

Every payment belongs to a proof of its own, which is the most that a statement can ask for. Durable engines,
as in production. Beside seconds there is processor time of this process, which other work on the machine
disturbs less, and its ratio to that of such proofs followed up one a transaction.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests import databases
from tests.bank_acts import FIRM, camt, table
from tests.fake_bank import OURS
from tests.fakes import MORNING, world
from verifier import usecases
from verifier.domain.bank_proof import BankWay, Payment, PaymentState
from verifier.domain.bank_reference import new_reference
from verifier.domain.case import AccountType, Case, CaseState
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.money import Money
from verifier.domain.proof import Proof, ProofKind, ProofState
from verifier.domain.statement import Direction, StatementRow
from verifier.providers.bank.statements.opening import read_statement
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank import following
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows

PAYMENTS = 10_000
AT_ONCE = 500
ONE_BY_ONE = 200  # payments of those, for the ratio
WRITERS: Mapping[str, Callable[[Sequence[StatementRow]], str]] = {"csv": table, "camt.053": camt}


def run() -> Mapping[str, Any]:
    figures = {}
    for engine in ("sqlite", "postgresql"):
        for kind, write in WRITERS.items():
            with _store(engine) as store, tempfile.TemporaryDirectory() as folder:
                figures[f"{engine} {kind}"] = _run(store, Path(folder, "statement"), write)
    return figures


def _run(store: SqlStore, file: Path, write: Callable[[Sequence[StatementRow]], str]) -> Mapping[str, Any]:
    ports = world(store=store).ports
    tenant, _ = usecases.create_tenant(ports, "bench")
    every = [_row(ports, payment, number) for number, payment in enumerate(_payments(ports, tenant.id))]
    import_rows(ports, every[PAYMENTS:], Imported())
    single = _one_by_one(ports)
    rows = every[:PAYMENTS]
    file.write_text(write(rows), encoding="utf-8")
    imported, first = _timed(lambda: _import(ports, file))
    began = time.process_time()
    followed, after = _timed(lambda: follow_up(ports))
    spent = time.process_time() - began
    file.write_text(write(rows[::-1]), encoding="utf-8")
    again, second = _timed(lambda: _import(ports, file))
    file.write_text(write([replace(rows[0], amount=Money(99)), *rows[1:]]), encoding="utf-8")
    altered, _ = _timed(lambda: _import(ports, file))
    return {
        "n_payments": len(rows),
        "file_mb": round(file.stat().st_size / 1e6, 1),
        "import_s": round(first, 2),
        "matched": imported.matched,
        "follow_up_s": round(after, 2),
        "import_to_settled_s": round(first + after, 2),
        "follow_up_cpu_ms_a_proof": round(1000 * spent / PAYMENTS, 2),
        "one_by_one_cpu_ms_a_proof": round(1000 * single, 2),
        "one_by_one_n": ONE_BY_ONE,
        "ratio_to_one_by_one": round(spent / PAYMENTS / single, 3),
        "followed": {what.value: count for what, count in followed.items()},
        "again_other_order_s": round(second, 2),
        "again": {state.value: count for state, count in again.counts.items()},
        "altered_refused": [one.flaw.value for one in altered.refused],
        "credited_after_that": dict(follow_up(ports)),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _one_by_one(ports: Ports) -> float:
    """Seconds of processor time for a proof that is settled in a transaction of its own."""
    began, at_once = time.process_time(), following.BATCH
    following.BATCH = 1
    try:
        follow_up(ports)
    finally:
        following.BATCH = at_once
    return (time.process_time() - began) / ONE_BY_ONE


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def _import(ports: Ports, file: Path) -> Imported:
    return import_rows(ports, read_statement(file, OURS.number), Imported())


def _payments(ports: Ports, tenant_id: str) -> Iterator[Payment]:
    """Employers, their cases, proofs and payments that are awaited, written at once."""
    for start in range(0, PAYMENTS + ONE_BY_ONE, AT_ONCE):
        with ports.transaction() as tx:
            for number in range(start, min(start + AT_ONCE, PAYMENTS + ONE_BY_ONE)):
                employer, case, proof, payment = _firm(tenant_id, number)
                tx.employers.add(employer)
                tx.cases.add(case)
                tx.proofs.add(proof)
                tx.payments.add(payment)
                yield payment


def _firm(tenant_id: str, number: int) -> tuple[Employer, Case, Proof, Payment]:
    name = f"{number:026d}"
    employer = Employer(
        f"emp_{name}", tenant_id, f"account-{number}", AccountType.DIRECT_EMPLOYER, EmployerState.PENDING,
        MORNING, MORNING,
    )  # fmt: skip
    declared = replace(FIRM, name=f"杭州样本{number}（虚构）科技有限公司")
    case = Case(
        f"case_{name}", tenant_id, employer.account_type, declared, None, CaseState.OPEN, MORNING,
        employer_id=employer.id,
    )  # fmt: skip
    ends = MORNING + timedelta(days=10)
    proof = Proof(
        f"prf_{name}", tenant_id, employer.id, ProofKind.BANK_PAYMENT, ProofState.PENDING, MORNING, ends, "v"
    )
    payment = Payment(
        f"bpy_{name}", tenant_id, employer.id, proof.id, BankWay.THEY_PAY, PaymentState.AWAITED,
        new_reference(), MORNING, MORNING + timedelta(days=7), declared.name, Money(100 + number % 100),
    )  # fmt: skip
    return employer, case, proof, payment


def _row(ports: Ports, payment: Payment, number: int) -> StatementRow:
    return StatementRow(
        number + 2, OURS.number, f"S{number:012d}", Direction.IN, payment.amount, MORNING.date(),
        payment.payee, f"622200000{number:010d}", f"验证 {payment.reference}",
    )  # fmt: skip


@contextmanager
def _store(engine: str) -> Iterator[SqlStore]:
    seals = Seal(databases.KEY), Seal(databases.FACE_KEY)
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            opened = databases.migrated(f"sqlite:///{folder}/bench.sqlite")
            yield SqlStore(opened, *seals)
            opened.dispose()
        return
    with databases.postgres_server() as server, databases.new_database(server) as url:
        opened = databases.migrated(url)
        yield SqlStore(opened, *seals)
        opened.dispose()

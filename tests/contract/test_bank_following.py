"""A statement's rows are followed up in batches: as one by one, and none is lost or taken twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

import pytest

from tests.bank_acts import APPLICANT, ENTERED, Firm, firm, imported
from tests.fakes import MORNING, MemoryStore, World, world
from verifier import usecases
from verifier.domain.bank_proof import ReturnReason
from verifier.domain.event import EventType
from verifier.domain.money import Money
from verifier.domain.proof import ProofState
from verifier.domain.statement import StatementRow
from verifier.domain.webhook import Webhook
from verifier.store.transaction import SqlStore
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.proofs.bank import following
from verifier.usecases.proofs.bank.following import Followed, follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows
from verifier.usecases.proofs.bank.naming import name_amount
from workers.main import sweep_once


def account(number: int) -> str:
    return f"62220001000000000{number:02}"


class Killed(Exception):
    """In place of a process that ends."""


def told(here: World, tenant_id: str) -> Webhook:
    hook = Webhook(
        f"whk_{tenant_id}", tenant_id, "https://jobs.example/hook", tuple(EventType), True, MORNING
    )
    with here.ports.transaction() as tx:
        tx.webhooks.add(hook, b"secret")
    return hook


def everything(one: Firm) -> list[Any]:
    """All that is kept of a proof, without what is made at random."""
    with one.ports.view() as tx:
        events = tx.events.page(one.tenant_id, after=None, kind=None, limit=100)
        entries = tx.audit.of_subject(one.tenant_id, one.proof.id, limit=100)
        lines = tx.employers.record(one.tenant_id, one.employer.id, before=None, limit=100)
        known = tx.account_traits.of_employer(one.tenant_id, one.employer.id)
        payments = tx.payments.of_proof(one.tenant_id, one.proof.id)
    proof = one.now()
    return [
        (proof.state, proof.valid_until, proof.settled_at, [finding.code for finding in proof.findings]),
        [(event.type, event.told["state"]) for event in events if event.subject == one.proof.id],
        [(entry.action, entry.actor_id, "findings" in entry.details) for entry in entries],
        [(line.what, line.by, line.state) for line in lines],
        [trait.kind for trait in known],
        [(payment.state, payment.reason, payment.seen and payment.seen.booked_on) for payment in payments],
    ]


def story(here: World) -> tuple[list[Firm], list[StatementRow]]:
    """Two sites' firms and the rows of one statement: every way that a row can be followed up."""
    tenants = [usecases.create_tenant(here.ports, f"site {number}")[0].id for number in (1, 2)]
    firms = []
    for number in range(10):
        here.clock.tick(seconds=1)  # rows are taken in the order in which their employers came
        firms.append(firm(here, tenants[number % 2], number))
    paid, twice, shares, foreign, shares_too, odd, sent, back, guessed, kind = firms
    payers = (paid, foreign, odd, shares, shares_too)
    rows = [one.row(one.they_pay(), number=account(number)) for number, one in enumerate(payers)]
    rows[1] = replace(rows[1], name="样本他人有限公司")
    rows[2] = replace(rows[2], amount=Money(7))
    rows[3], rows[4] = (replace(row, number=account(5)) for row in rows[3:])
    payment = twice.they_pay()
    rows += [twice.row(payment, number=account(10)), twice.row(payment, reference="E2")]
    paid_to = (sent, back, guessed, kind)
    ours = [
        one.we_pay(replace(ENTERED, number=account(number))) for number, one in enumerate(paid_to, start=6)
    ]
    sent.exported()
    for one, it in ((guessed, ours[2]), (kind, ours[3])):
        name_amount(here.ports, one.tenant_id, one.proof.id, str(it.amount), actor=APPLICANT)
    rows += [sent.sent(ours[0]), back.row(ours[1], returned=ReturnReason.WRONG_ACCOUNT)]
    rows += [guessed.row(ours[2], returned=ReturnReason.WRONG_NAME), kind.row(ours[3])]
    return firms, rows


def test_a_batch_of_many_does_what_batches_of_one_do(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    for size in (1, 500):
        monkeypatch.setattr(following, "BATCH", size)
        here = world()
        firms, rows = story(here)
        followed = imported(here.ports, *rows)[1]
        kept.append((followed, [everything(one) for one in firms]))
    assert kept[0] == kept[1]
    assert kept[1][0] == {
        Followed.PROVEN: 3, Followed.REVIEW: 4, Followed.ALREADY: 1, Followed.SENT: 1, Followed.RETURNED: 2,
    }  # fmt: skip


def dying(
    transaction: Callable[[], AbstractContextManager[Any]], at: int
) -> Callable[[], AbstractContextManager[Any]]:
    """Transactions of which that number ends before its commit."""
    begun = Counter[str]()

    @contextmanager
    def one() -> Iterator[Any]:
        begun["transactions"] += 1
        with transaction() as tx:
            yield tx
            if begun["transactions"] == at:
                raise Killed

    return one


@pytest.mark.parametrize("at", [1, 2])
def test_who_is_killed_between_batches_loses_nothing_and_credits_nothing_twice(
    store: MemoryStore | SqlStore, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "BATCH", 2)
    here = world(store=store)
    tenant_id = usecases.create_tenant(here.ports, "site")[0].id
    hook = told(here, tenant_id)
    firms = [firm(here, tenant_id, number) for number in range(3)]
    rows = [one.row(one.they_pay(), number=account(number)) for number, one in enumerate(firms)]
    import_rows(here.ports, rows, Imported())
    with pytest.raises(Killed):
        follow_up(replace(here.ports, transaction=dying(here.ports.transaction, at)))
    assert sum(one.now().state is ProofState.PROVEN for one in firms) == 2 * (at - 1)
    sweep_once(here.ports)
    assert imported(here.ports, *rows[::-1])[1] == {}
    for one in firms:
        assert one.now().state is ProofState.PROVEN
        _, events, entries, lines, _, _ = everything(one)
        assert [state for _, state in events].count("proven") == 1
        assert [action for action, _, _ in entries].count("proof.settled") == 1
        assert [str(what) for what, _, _ in lines].count("proof_settled") == 1
    with here.ports.view() as tx:
        sent = tx.deliveries.page(tenant_id, hook.id, before=None, state=None, limit=100)
        made = tx.events.page(tenant_id, after=None, kind=None, limit=100)
        ids = [event.id for event in made]
    assert sorted(one.event_id for one in sent) == ids
    assert len(set(ids)) == len(ids)
    assert all(not one.faults for one in inspect_chains(here.ports))

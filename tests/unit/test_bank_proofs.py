"""Bank payments both ways: named, missed, returned, credited; statements that come twice, late or altered."""

from dataclasses import replace
from typing import Any

import pytest

from tests.bank_acts import APPLICANT, DAY, ENTERED, FIRM, NUMBER, Firm, firm, imported
from tests.fake_bank import OURS
from verifier.domain.bank_proof import BankWay, PaymentState, ReturnReason
from verifier.domain.errors import Invalid, NotFound
from verifier.domain.money import Money
from verifier.domain.proof import Proof, ProofState
from verifier.domain.proof_errors import (
    BankUnavailable,
    EmployerUnnamed,
    PaymentNotSent,
    PaymentsUsedUp,
    PaymentUnderWay,
    ProofOver,
)
from verifier.domain.statement import BadRow, Direction, RowFlaw
from verifier.usecases.bank_ports import EntryState, NoBank
from verifier.usecases.proofs.bank.asking import ask_to_be_paid
from verifier.usecases.proofs.bank.exporting import batch_again, list_batches, next_batch, note_written
from verifier.usecases.proofs.bank.following import Followed
from verifier.usecases.proofs.bank.naming import Named, name_amount
from verifier.usecases.proofs.opening import open_proof
from verifier.usecases.proofs.settling import expire_proofs


@pytest.fixture
def ours() -> Firm:
    return firm()


def named(one: Firm, text: str) -> Named:
    return name_amount(one.ports, one.tenant_id, one.proof.id, text, actor=APPLICANT)


def wrong(one: Firm) -> str:
    amount = one.payment().amount.fen
    return str(Money(amount + 1 if amount < 99 else 1))


def codes(proof: Proof) -> dict[str, str]:
    return {finding.check: finding.code for finding in proof.findings}


def test_who_names_the_amount_that_arrived_has_proven_it(ours: Firm) -> None:
    payment = ours.we_pay()
    assert (payment.way, payment.state, payment.payee) == (BankWay.WE_PAY, PaymentState.ORDERED, FIRM.name)
    assert ours.now().state is ProofState.PENDING
    payment = ours.exported()
    assert imported(ours.ports, ours.sent(payment))[1] == {Followed.SENT: 1}
    assert ours.now().state is ProofState.OPEN
    said = named(
        ours, f" {str(payment.amount).translate(str.maketrans('0123456789.', '０１２３４５６７８９．'))} 元"
    )
    assert (said.right, said.proof.state) == (True, ProofState.PROVEN)
    assert codes(ours.now()) == {
        "bank_payee": "payee_name_equal",
        "bank_amount": "payment_amount_equal",
        "bank_reference": "payment_reference_given",
        "bank_time": "payment_in_time",
        "bank_account_shared": "bank_account_own",
        "bank_declared": "bank_account_none_declared",
    }
    assert ours.payment().state is PaymentState.NAMED


def test_the_amount_can_be_named_once_the_batch_has_left_and_not_before(ours: Firm) -> None:
    payment = ours.we_pay()
    with pytest.raises(PaymentNotSent):
        named(ours, str(payment.amount))
    ours.exported()
    assert named(ours, str(payment.amount)).right


def test_the_third_wrong_amount_ends_the_proof_and_says_nothing_else(ours: Firm) -> None:
    ours.we_pay()
    ours.exported()
    assert [named(ours, wrong(ours)).tries_left for _ in range(2)] == [2, 1]
    last = named(ours, wrong(ours))
    assert (last.tries_left, last.proof.state) == (0, ProofState.UNPROVEN)
    assert codes(ours.now()) == {"bank_amount": "payment_amount_wrong"}
    with pytest.raises(ProofOver):
        named(ours, str(ours.payment().amount))


@pytest.mark.parametrize("text", ["", "0.371", "-0.01", "1.00", "0", "0.00", "a", "100"])
def test_what_cannot_be_the_amount_costs_no_try(ours: Firm, text: str) -> None:
    ours.we_pay()
    payment = ours.exported()
    with pytest.raises(Invalid):
        named(ours, text)
    assert ours.payment().wrong == 0
    assert named(ours, str(payment.amount)).right


def test_after_seven_days_no_amount_is_taken(ours: Firm) -> None:
    ours.we_pay()
    payment = ours.exported()
    ours.world.clock.tick(days=7)
    with pytest.raises(ProofOver):
        named(ours, str(payment.amount))


def test_a_returned_payment_lets_another_account_be_entered_until_they_are_used_up(ours: Firm) -> None:
    for _ in range(3):
        ours.we_pay()
        payment = ours.exported()
        back = ours.row(payment, remark=f"退汇 {payment.reference}", returned=ReturnReason.WRONG_ACCOUNT)
        assert imported(ours.ports, back)[1] == {Followed.RETURNED: 1}
        assert (ours.now().state, ours.payment().reason) == (ProofState.OPEN, ReturnReason.WRONG_ACCOUNT)
        with pytest.raises(PaymentNotSent):
            named(ours, str(payment.amount))
    with pytest.raises(PaymentsUsedUp):
        ours.we_pay()
    assert ours.they_pay().state is PaymentState.AWAITED


def test_an_amount_that_was_guessed_proves_nothing_once_the_money_is_back(ours: Firm) -> None:
    ours.we_pay()
    payment = ours.exported()
    assert named(ours, str(payment.amount)).proof.state is ProofState.PROVEN
    back = ours.row(payment, returned=ReturnReason.WRONG_NAME)
    assert imported(ours.ports, back)[1] == {Followed.RETURNED: 1}
    assert (ours.now().state, ours.now().valid_until) == (ProofState.UNPROVEN, None)
    assert codes(ours.now()) == {"bank_amount": "payment_returned"}


def test_money_that_comes_back_without_a_word_of_the_bank_is_for_a_person_to_judge(ours: Firm) -> None:
    ours.we_pay()
    payment = ours.exported()
    named(ours, str(payment.amount))
    assert imported(ours.ports, ours.row(payment))[1] == {Followed.REVIEW: 1}
    assert (ours.now().state, ours.now().valid_until) == (ProofState.REVIEW, None)
    assert ours.now().findings[-1].code == "payment_returned"
    assert imported(ours.ports, ours.row(payment))[1] == {}


def test_a_fee_under_the_same_reference_is_no_payment_and_no_return(ours: Firm) -> None:
    ours.we_pay()
    payment = ours.exported()
    fee = ours.row(payment, direction=Direction.OUT, amount=Money(500), reference="F1")
    refund = ours.row(payment, amount=Money(500), reference="F2")
    assert imported(ours.ports, fee, refund)[1] == {Followed.NOTHING: 2}
    assert ours.payment() == payment


def test_a_firm_that_pays_what_it_was_asked_for_has_proven_it(ours: Firm) -> None:
    payment = ours.they_pay()
    assert 101 <= payment.amount.fen <= 199
    assert ours.now().state is ProofState.PENDING
    done, followed = imported(ours.ports, ours.row(payment))
    assert (done.matched, done.unmatched, followed) == (1, 0, {Followed.PROVEN: 1})
    assert ours.now().state is ProofState.PROVEN
    seen = ours.payment().seen
    assert seen is not None
    assert (seen.name, seen.number, seen.amount) == (FIRM.name, NUMBER, payment.amount)


@pytest.mark.parametrize(
    ("changes", "check", "code"),
    [
        ({"amount": Money(100)}, "bank_amount", "payment_amount_differs"),
        ({"name": "样本他人有限公司"}, "bank_payee", "payee_name_differs"),
        ({"name": "例子人"}, "bank_payee", "payee_name_differs"),
        ({"name": ""}, "bank_payee", "payee_name_unknown"),
        ({"number": ""}, "bank_account_shared", "bank_account_unknown"),
        ({"remark": "货款"}, "bank_reference", "payment_reference_missing"),
    ],
)
def test_a_payment_that_differs_goes_to_a_person(
    ours: Firm, changes: dict[str, Any], check: str, code: str
) -> None:
    row = ours.row(ours.they_pay(), **changes)
    assert imported(ours.ports, row)[1] == {Followed.REVIEW: 1}
    assert ours.now().state is ProofState.REVIEW
    assert codes(ours.now())[check] == code


def test_a_payment_after_the_seventh_day_goes_to_a_person_and_one_of_that_day_does_not(ours: Firm) -> None:
    payment = ours.they_pay()
    last = ours.today() + 7 * DAY
    ours.world.clock.tick(days=9)
    assert imported(ours.ports, ours.row(payment, booked_on=last + DAY))[1] == {Followed.REVIEW: 1}
    assert codes(ours.now())["bank_time"] == "payment_late"
    other = firm(number=2)
    payment = other.they_pay()
    last = other.today() + 7 * DAY
    other.world.clock.tick(days=9)
    assert imported(other.ports, other.row(payment, booked_on=last))[1] == {Followed.PROVEN: 1}


def test_a_payment_of_a_proof_that_is_over_is_told_and_settles_nothing(ours: Firm) -> None:
    payment = ours.they_pay()
    ours.world.clock.tick(days=11)
    assert expire_proofs(ours.ports) == 1
    assert imported(ours.ports, ours.row(payment))[1] == {Followed.PROOF_OVER: 1}
    assert ours.now().state is ProofState.EXPIRED


def test_an_account_of_two_employers_goes_to_a_person(ours: Firm) -> None:
    imported(ours.ports, ours.row(ours.they_pay()))
    other = firm(ours.world, ours.tenant_id, 2)
    assert imported(ours.ports, other.row(other.they_pay()))[1] == {Followed.REVIEW: 1}
    assert codes(other.now())["bank_account_shared"] == "bank_account_shared"
    foreign = firm(ours.world, None, 3)  # of another site: nothing is told across
    assert imported(ours.ports, foreign.row(foreign.they_pay()))[1] == {Followed.PROVEN: 1}


def test_an_account_that_was_only_typed_ties_nobody(ours: Firm) -> None:
    ours.we_pay()
    other = firm(ours.world, ours.tenant_id, 2)
    assert imported(ours.ports, other.row(other.they_pay()))[1] == {Followed.PROVEN: 1}


def test_another_account_than_the_declared_one_is_said_and_tolerated() -> None:
    one = firm(declared=replace(FIRM, bank_account="6222000000000000001"))
    assert imported(one.ports, one.row(one.they_pay()))[1] == {Followed.PROVEN: 1}
    assert codes(one.now())["bank_declared"] == "bank_account_other_declared"


def test_the_same_rows_twice_and_in_another_order_change_nothing(ours: Firm) -> None:
    others = [firm(ours.world, ours.tenant_id, number) for number in (2, 3)]
    every = [ours, *others]
    rows = [one.row(one.they_pay(), number=f"{NUMBER}{place}") for place, one in enumerate(every)]
    rows += [
        replace(rows[0], reference="", remark="利息", name="银行"),
        replace(rows[0], reference="", remark="利息", name="银行"),
    ]
    done, followed = imported(ours.ports, *rows)
    assert (done.counts, followed) == ({EntryState.NEW: 5}, {Followed.PROVEN: 3})
    before = [(one.now(), one.payment()) for one in every]
    for again in (rows, rows[::-1]):
        done, followed = imported(ours.ports, *again)
        assert (done.counts, done.matched, followed) == ({EntryState.KNOWN: 5}, 0, {})
    assert [(one.now(), one.payment()) for one in every] == before


@pytest.mark.parametrize(
    "changes",
    [{"amount": Money(9_999)}, {"name": "样本他人"}, {"number": "99999999"}, {"direction": Direction.OUT}],
)
def test_an_altered_row_is_refused_by_name_and_the_rest_is_taken(ours: Firm, changes: dict[str, Any]) -> None:
    other = firm(ours.world, ours.tenant_id, 2)
    row = ours.row(ours.they_pay())
    imported(ours.ports, row)
    before = ours.now(), ours.payment()
    new = other.row(other.they_pay(), row=4, number="6222000000000000009")
    done, followed = imported(ours.ports, replace(row, row=3, **changes), new)
    assert done.refused == [BadRow(3, RowFlaw.ALTERED, row.reference)]
    assert (done.counts[EntryState.NEW], followed) == (1, {Followed.PROVEN: 1})
    assert (ours.now(), ours.payment()) == before


def test_a_second_payment_under_one_reference_is_not_credited_again(ours: Firm) -> None:
    payment = ours.they_pay()
    imported(ours.ports, ours.row(payment))
    before = ours.payment()
    assert imported(ours.ports, ours.row(payment, reference="E2"))[1] == {Followed.ALREADY: 1}
    assert ours.payment() == before


def test_a_row_that_belongs_to_nobody_is_counted_and_a_foreign_one_refused(ours: Firm) -> None:
    row = ours.row(ours.they_pay(), remark="", name="样本他人有限公司")
    done, followed = imported(
        ours.ports, row, replace(row, account="62220000", row=7), BadRow(9, RowFlaw.DATE)
    )
    assert (done.unmatched, done.matched, followed) == (1, 0, {})
    assert [(one.row, one.flaw) for one in done.refused] == [(7, RowFlaw.ACCOUNT), (9, RowFlaw.DATE)]


def test_a_payment_in_the_name_of_two_that_wait_is_left_to_nobody(ours: Firm) -> None:
    other = firm(ours.world, ours.tenant_id, 2)
    first, second = ours.they_pay(), other.they_pay()
    with ours.ports.transaction() as tx:
        tx.payments.keep(replace(second, amount=first.amount))
    assert imported(ours.ports, ours.row(first, remark=""))[0].unmatched == 1


def test_a_reference_of_another_firm_shows_by_the_payers_name(ours: Firm) -> None:
    other = firm(ours.world, ours.tenant_id, 2, replace(FIRM, name="云下样本贸易有限公司"))
    other.they_pay()
    row = ours.row(ours.they_pay(), name="云下样本贸易有限公司")
    assert imported(ours.ports, row)[1] == {Followed.REVIEW: 1}
    assert codes(ours.now())["bank_payee"] == "payee_name_differs"
    assert other.now().state is ProofState.PENDING


def test_batches_hold_each_payment_once_and_one_that_was_cut_off_comes_again(ours: Firm) -> None:
    others = [firm(ours.world, ours.tenant_id, number) for number in (2, 3)]
    payments = [one.we_pay() for one in (ours, others[0])]
    leaving = next_batch(ours.ports)
    assert leaving is not None
    assert [one.id for one in leaving.payments] == sorted(one.id for one in payments)
    assert (leaving.ours, leaving.again) == (OURS, False)
    again = next_batch(ours.ports)  # the clerk's machine died before the file was whole
    assert again is not None
    assert (again.batch, again.payments, again.again) == (leaving.batch, leaving.payments, True)
    note_written(ours.ports, leaving.batch.id)
    assert next_batch(ours.ports) is None
    ours.world.clock.tick(seconds=1)
    last = others[1].we_pay()
    second = next_batch(ours.ports)
    assert second is not None
    assert [one.id for one in second.payments] == [last.id]
    assert batch_again(ours.ports, leaving.batch.id).payments == leaving.payments
    assert [one.id for one in list_batches(ours.ports)] == [second.batch.id, leaving.batch.id]
    with pytest.raises(NotFound):
        batch_again(ours.ports, "bat_none")


def test_nothing_leaves_for_a_proof_that_is_over(ours: Firm) -> None:
    ours.we_pay()
    ours.world.clock.tick(days=11)
    assert next_batch(ours.ports) is None


def test_one_payment_at_a_time_and_none_without_a_name_or_a_bank(ours: Firm) -> None:
    ours.we_pay()
    with pytest.raises(PaymentUnderWay):
        ours.they_pay()
    nameless = firm(ours.world, ours.tenant_id, 2, None)
    with pytest.raises(EmployerUnnamed):
        nameless.we_pay()
    bare = replace(ours.ports, bank=NoBank())
    with pytest.raises(BankUnavailable):
        ask_to_be_paid(bare, ours.tenant_id, ours.proof.id, actor=APPLICANT)
    with pytest.raises(NotFound):
        ask_to_be_paid(ours.ports, "ten_other", ours.proof.id, actor=APPLICANT)


def test_an_account_that_is_none_is_refused_by_its_part(ours: Firm) -> None:
    with pytest.raises(Invalid) as caught:
        ours.we_pay(replace(ENTERED, number="12"))
    assert [one.pointer for one in caught.value.errors] == ["/account/number"]
    assert ours.now().state is ProofState.OPEN


def test_who_used_up_the_tries_may_open_another_and_is_paid_no_more_than_thrice(ours: Firm) -> None:
    for number in range(3):
        if number:
            opened = open_proof(ours.ports, ours.tenant_id, ours.employer.id, kind=ours.proof.kind)
            ours = replace(ours, proof=opened)
        ours.we_pay()
        ours.exported()
        for _ in range(3):
            named(ours, wrong(ours))
        assert ours.now().state is ProofState.UNPROVEN
        ours.world.clock.tick(minutes=1)
    opened = open_proof(ours.ports, ours.tenant_id, ours.employer.id, kind=ours.proof.kind)
    ours = replace(ours, proof=opened)
    with pytest.raises(PaymentsUsedUp):
        ours.we_pay()
    ours.world.clock.tick(days=31)
    assert expire_proofs(ours.ports) == 1
    opened = open_proof(ours.ports, ours.tenant_id, ours.employer.id, kind=ours.proof.kind)
    assert replace(ours, proof=opened).we_pay().state is PaymentState.ORDERED

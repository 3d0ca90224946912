"""A batch as a table, as clerks paste it into their bank's template: Chinese headers, UTF-8 with its mark.

Account numbers and codes have a tab before them, which keeps a spreadsheet from making numbers of them; banks
and our own reader take it off. Nothing here begins with what a spreadsheet would run (see `domain.bank`).
"""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Final

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import Payment
from verifier.usecases.bank_ports import Batch

HEADERS: Final = (
    "序号", "付款账号", "付款户名", "收款账号", "收款户名", "收款银行", "收款行联行号", "币种", "金额",
    "附言", "付款编号", "批次号",
)  # fmt: skip
FORMULAS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def table_bytes(batch: Batch, payments: Sequence[Payment], ours: BankAccount) -> bytes:
    """The file; the same batch always gives the same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(_rows(batch, payments, ours))
    return text.getvalue().encode("utf-8-sig")


def _rows(batch: Batch, payments: Sequence[Payment], ours: BankAccount) -> Iterator[tuple[str, ...]]:
    for number, payment in enumerate(payments, start=1):
        theirs = payment.account
        assert theirs is not None, "a payment of ours names where it goes"
        yield (
            str(number),
            f"\t{ours.number}",
            _inert(ours.holder),
            f"\t{theirs.number}",
            _inert(theirs.holder),
            _inert(theirs.bank),
            f"\t{theirs.cnaps}" if theirs.cnaps else "",
            "CNY",
            str(payment.amount),
            payment.reference,
            payment.id,
            batch.id,
        )


def _inert(text: str) -> str:
    return f"\t{text}" if text.startswith(FORMULAS) else text

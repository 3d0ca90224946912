"""The words of a bank payment on a reviewer's page. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "proof_bank": ("对公打款", "Bank payment"),
    "proof_bank_none": ("企业还没有选择方式。", "The employer has not chosen a way yet."),
    "proof_bank_way": ("方式", "Way"),
    "proof_bank_way_we_pay": ("我们打款，对方填写金额", "We pay, they name the amount"),
    "proof_bank_way_they_pay": ("对方打款", "They pay us"),
    "proof_bank_employer": ("企业名称", "The employer's name"),
    "proof_bank_holder": ("账户户名", "The account holder's name"),
    "proof_bank_account": ("账号", "Account"),
    "proof_bank_asked": ("要求金额（元）", "Asked for (yuan)"),
    "proof_bank_paid": ("实付金额（元）", "Paid (yuan)"),
    "proof_bank_reference": ("附言编号", "Reference"),
    "proof_bank_booked": ("记账日期", "Booked on"),
    "proof_bank_due": ("期限", "Until"),
    "proof_bank_wrong": ("填错次数", "Wrong amounts named"),
    "proof_bank_state_ordered": ("等待财务发出", "waits for the clerk"),
    "proof_bank_state_exported": ("已交银行", "with the bank"),
    "proof_bank_state_sent": ("已打款", "sent"),
    "proof_bank_state_named": ("金额已填对", "amount named"),
    "proof_bank_state_given_up": ("次数用完", "tries used up"),
    "proof_bank_state_returned": ("被退回", "sent back"),
    "proof_bank_state_awaited": ("等待到账", "awaited"),
    "proof_bank_state_credited": ("已到账", "arrived"),
}

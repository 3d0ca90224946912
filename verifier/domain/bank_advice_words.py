"""The words of verifier.domain.advice on bank payments, by finding code: Chinese, English. Data only.

For whoever sees to it at the firm. No amount and no account stands here, and nothing that helps to guess one.
"""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "payee_name_equal", "payment_amount_equal", "payment_reference_given", "payment_in_time",
    "bank_account_own", "bank_account_as_declared", "bank_account_none_declared",
)  # fmt: skip

# A person will look; which of these it was is for the reviewer alone.
LOOKED_AT: Final = (
    "payee_name_unknown", "payment_amount_unknown", "payment_day_unknown", "payment_early",
    "bank_account_shared", "bank_account_unknown", "bank_account_not_compared", "bank_account_other_declared",
)  # fmt: skip

SILENT: Final = ()

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "payee_name_differs": (
        "对公账户的户名须与企业名称完全一致。这笔款项的户名不同，审核人员会查看；也可以换用本企业名下的账户重新进行。",
        "The account has to be in the company's own name, to the character. This one is in another name: a "
        "reviewer will look, or start anew with an account of the company's own.",
    ),
    "payment_amount_differs": (
        "收到的金额与页面上写明的不同，审核人员会查看。",
        "The amount that arrived is not the one that the page had stated; a reviewer will look.",
    ),
    "payment_amount_wrong": (
        "三次填写的金额都不对，这次已经结束。请与财务核对银行流水后重新进行，或者改由贵单位向我们打款，也可以选择其他证明。",
        "Three amounts that were named are not it, so this attempt is over. Check the bank statement with "
        "your finance colleague and start anew, or pay us instead, or choose another proof.",
    ),
    "payment_returned": (
        "银行退回了我们的打款。请核对账号和户名后重新填写。",
        "The bank sent our payment back. Check the account and its holder, and enter it again.",
    ),
    "payment_reference_missing": (
        "这笔款项没有写附言中的编号，审核人员会按户名和金额核对。",
        "The payment carries no reference; a reviewer will compare it by name and amount.",
    ),
    "payment_late": (
        "款项在期限之后才到账，审核人员会查看。",
        "The payment arrived after the last day; a reviewer will look.",
    ),
}

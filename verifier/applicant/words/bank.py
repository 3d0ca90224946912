"""The words of the pages of a bank payment. Data only; no amount of ours is ever in them."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "bank_choose": ("选择一种方式", "Choose a way"),
    "bank_lead": (
        "请用 {name} 名下的对公账户完成。两种方式效力相同，任选其一。",
        "Use an account in the name of {name}. Both ways are worth the same; choose either.",
    ),
    "bank_we_pay": ("我们向贵单位打款", "We pay you"),
    "bank_we_pay_how": (
        "我们向对公账户转入 0.01 至 0.99 元中的一个随机金额，附言为本页的编号。通常 1 至 3 个工作日到账，"
        "之后请在这里填写收到的金额。",
        "We send a random amount from 0.01 to 0.99 yuan to the company's account. It takes one to three "
        "working days; then come back and name what arrived.",
    ),
    "bank_they_pay": ("贵单位向我们打款", "You pay us"),
    "bank_they_pay_how": (
        "用对公账户向我们转一笔一元多的款项，附言填写本页给出的编号。我们收到银行对账单后自动核对，"
        "通常 1 至 3 个工作日。",
        "Pay us a little more than one yuan from the company's account, with the reference that this page "
        "gives you. We compare it with our bank's statement, as a rule within one to three working days.",
    ),
    "bank_holder": ("户名", "Account holder"),
    "bank_holder_hint": (
        "必须与企业名称一致，不能修改。",
        "It has to be the company's own name and cannot be changed.",
    ),
    "bank_number": ("对公账号", "Account number"),
    "bank_number_hint": (
        "请填写完整账号，空格和短横线不影响。",
        "The whole number; spaces and dashes do no harm.",
    ),
    "bank_bank": ("开户银行", "Bank and branch"),
    "bank_bank_hint": ("例如：某某银行杭州西湖支行。", "As on the account's papers."),
    "bank_cnaps": ("联行号（选填）", "Bank code in CNAPS (if you know it)"),
    "bank_cnaps_hint": (
        "12 位数字，填写后到账更稳妥。",
        "12 digits; with it the payment is surer to arrive.",
    ),
    "bank_ask_us": ("请向此账户打款", "Send the payment"),
    "bank_show_payment": ("查看如何付款", "Show me what to pay"),
    "bank_remark": ("附言", "Remark"),
    "bank_keep": (
        "账号加密保存，只用于这次核对，页面上只显示末四位。",
        "The number is kept encrypted, used for this alone, and shown by its last four digits.",
    ),
    "bank_ordered": (
        "已登记，正在等待我们的财务发出。通常 1 至 3 个工作日到账，请稍后再来。",
        "Noted; our finance team will send it. It takes one to three working days: please come back.",
    ),
    "bank_on_its_way": (
        "款项已经发往尾号 {tail} 的账户，附言 {reference}。请查看对公账户的流水，收到后在下面填写金额。",
        "A payment is on its way to the account ending in {tail}, with the remark {reference}. Look at the "
        "account's statement and name the amount below once it is there.",
    ),
    "bank_amount": ("收到的金额（元）", "Amount that arrived (yuan)"),
    "bank_amount_hint": ("例如 0.37。还可以填写 {left} 次。", "For example 0.37. {left} tries left."),
    "bank_name_it": ("核对金额", "Check the amount"),
    "bank_wrong": (
        "这不是收到的金额。请与财务核对流水后再填，还剩 {left} 次。",
        "That is not the amount. Check the statement with your finance colleague; {left} tries left.",
    ),
    "bank_no_amount": (
        "请填写 0.01 至 0.99 之间的金额，例如 0.37。没有扣除次数。",
        "Please name an amount from 0.01 to 0.99, like 0.37. That cost no try.",
    ),
    "bank_not_yet": (
        "还没有到账？节假日银行可能顺延。期限之前都可以填写。",
        "Not there yet? Banks rest on holidays. You may name it until the last day.",
    ),
    "bank_returned": ("银行退回了上一笔打款：{reason}。", "The bank sent the last payment back: {reason}."),
    "bank_returned_wrong_account": ("账号有误", "the account number is wrong"),
    "bank_returned_closed_account": ("账户已销户或不能收款", "the account is closed or takes no payments"),
    "bank_returned_wrong_name": ("户名与账号不符", "the holder is not that of the account"),
    "bank_returned_other": ("银行未说明原因", "the bank gave no reason"),
    "bank_returned_again": (
        "请核对后重新填写，或改由贵单位向我们打款。",
        "Check it and enter it again, or pay us instead.",
    ),
    "bank_pay_this": ("请转这笔款项", "Please make this payment"),
    "bank_pay_amount": ("金额", "Amount"),
    "bank_yuan": ("{amount} 元", "{amount} yuan"),
    "bank_pay_to": ("收款户名", "To"),
    "bank_pay_number": ("收款账号", "Account"),
    "bank_pay_bank": ("收款银行", "Bank"),
    "bank_pay_cnaps": ("收款行联行号", "Bank code in CNAPS"),
    "bank_pay_remark": ("附言（必填）", "Remark (needed)"),
    "bank_pay_remark_hint": (
        "请原样填写在附言或用途中，我们靠它认出这笔款项。",
        "Write it as the remark, just so: we know the payment by it.",
    ),
    "bank_copy": ("复制编号", "Copy the reference"),
    "bank_copied": ("已复制。", "Copied."),
    "bank_not_copied": ("请手动复制。", "Please copy it by hand."),
    "bank_pay_until": ("请在 {until} 之前转出。", "Please pay by {until}."),
    "bank_pay_from": (
        "必须从 {name} 名下的对公账户转出，个人代付不能通过。",
        "It has to come from an account in the name of {name}; a private account will not do.",
    ),
    "bank_pay_wait": (
        "转出后无需其他操作。我们收到对账单后自动核对，结果会通知招聘网站。",
        "There is nothing more to do. We compare it with our statement; the site is told the outcome.",
    ),
    "bank_until": ("截止时间：{until}", "Until {until}"),
    "bank_another": ("选择其他证明", "Choose another proof"),
    "bank_wrong_number": (
        "账号应为 8 至 32 位数字，请核对。",
        "An account number has 8 to 32 digits; please check it.",
    ),
    "bank_wrong_bank": (
        "请填写开户银行名称，以文字开头，最多 100 字。",
        "Please name the bank: it begins with a letter and has at most 100 characters.",
    ),
    "bank_wrong_cnaps": (
        "联行号是 12 位数字，最后一位与前面不符，请核对或留空。",
        "A bank code has 12 digits, and its last does not fit the others; check it, or leave it out.",
    ),
    "bank_wrong_holder": ("企业名称不明。", "The company's name is not known."),
    "trouble_bank_unavailable_title": ("暂不支持对公打款", "No bank payments here"),
    "trouble_bank_unavailable": (
        "本服务没有设置收付款账户。请返回清单选择其他证明。",
        "This service has no account of its own configured. Please choose another proof on the checklist.",
    ),
    "trouble_employer_unnamed_title": ("请先提交企业认证", "Hand in the company's papers first"),
    "trouble_employer_unnamed": (
        "还不知道企业名称，无法核对户名。请先在招聘网站提交企业认证，再回到这里。",
        "The company's name is not known yet, so that no account can be compared with it. Hand in its papers "
        "on the recruitment site, then come back.",
    ),
    "trouble_payment_under_way_title": ("已经有一笔在进行", "One is under way already"),
    "trouble_payment_under_way": ("请返回清单，继续那一笔。", "Go back to the checklist and go on with it."),
    "trouble_payments_used_up_title": ("打款次数已用完", "No more payments from us"),
    "trouble_payments_used_up": (
        "我们近期已多次向贵单位打款。请改由贵单位向我们打款，或选择其他证明。",
        "We have paid your company several times lately. Pay us instead, or choose another proof.",
    ),
    "trouble_payment_not_sent_title": ("款项还没有发出", "The payment has not left yet"),
    "trouble_payment_not_sent": ("请稍后再来填写金额。", "Please come back later to name the amount."),
}

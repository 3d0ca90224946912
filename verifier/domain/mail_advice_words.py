"""The words of verifier.domain.advice on corporate mailboxes, by finding code: Chinese, English. Data."""

from collections.abc import Mapping
from typing import Final

PASSES: Final = (
    "mail_confirmed", "mail_domain_corporate", "mail_domain_unlike", "mail_domain_unshared",
    "mail_domain_takes_mail", "mail_domain_of_the_site", "mail_of_a_person",
)  # fmt: skip

# Nothing that whoever typed the address would have to know of; or for the reviewer alone.
SILENT: Final = ("mail_domain_unanswered", "mail_domain_not_asked", "website_not_declared")
LOOKED_AT: Final = (
    "mail_domain_scripts_mixed", "mail_domain_same_to_the_eye", "mail_domain_carries_a_name",
    "mail_domain_other_ending", "mail_domain_near", "mail_domain_of_another_employer",
)  # fmt: skip

_OWN: Final = (
    "请使用贵单位自己域名的邮箱，例如 name@贵单位域名；任何人都能注册的邮箱不能证明您是单位的人。",
    "Please use a mailbox of your company's own domain. One that anybody can open shows nothing of where you "
    "work.",
)

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "mail_domain_free": _OWN,
    "mail_domain_disposable": _OWN,
    "mail_unconfirmed": (
        "请输入邮件里的六位验证码，或打开邮件里的链接。",
        "Type the six digits from the message, or open the link in it.",
    ),
    "mail_disowned": (
        "收件人表示没有请求过这封邮件。请核对地址，换一个您本人的企业邮箱。",
        "Whoever received the message did not ask for it. Check the address, or use your own company "
        "mailbox.",
    ),
    "mail_domain_takes_no_mail": (
        "这个域名收不到邮件。请核对地址是否有误。",
        "This domain takes no mail. Check the address for a slip.",
    ),
    "mail_domain_not_of_the_site": (
        "邮箱域名与登记的单位网站不同，审核人员会核对；若单位有其他网站，请通过招聘网站补充。",
        "The mailbox is of another domain than the website that was declared; a reviewer will compare them. "
        "If your company has a second site, tell the recruitment site.",
    ),
    "mail_of_an_office": (
        "这是公用邮箱，只能证明单位，不能代替本人的人脸验证；如需代替，请使用您本人的企业邮箱。",
        "This is a shared mailbox: it shows the company and cannot stand for your face. For that, use your "
        "own company mailbox.",
    ),
    "mail_bounced": (
        "邮件被退回：没有这个邮箱，或邮箱已满。请核对地址后重新发送。",
        "The message came back: there is no such mailbox, or it is full. Check the address and send it "
        "again.",
    ),
    "mail_not_delivered": (
        "对方的邮件服务器暂时收不到我们的邮件。请稍后再试，或换一个企业邮箱。",
        "The message could not be delivered. Try again later, or use another company mailbox.",
    ),
    "mail_codes_spent": (
        "验证码多次输入错误。请重新开始。",
        "The code was mistyped too often. Please start anew.",
    ),
}

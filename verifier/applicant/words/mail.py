"""The words of the page of a corporate mailbox, and of the page behind the link in a message. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "mail_lead": (
        "填写您在本单位的邮箱，我们会发送一个六位验证码。请用单位自己域名的邮箱，不要用 QQ、163 等个人邮箱。",
        "Type your mailbox at the company; we send it a code of six digits. It has to be of the company's "
        "own domain: no QQ, 163 or Gmail.",
    ),
    "mail_address": ("企业邮箱地址", "Company e-mail address"),
    "mail_send": ("发送验证码", "Send the code"),
    "mail_sent_title": ("输入验证码", "Type the code"),
    "mail_waiting": (
        "正在把验证码发送到 {address}，通常只要几秒钟。",
        "The code is on its way to {address}; that takes seconds as a rule.",
    ),
    "mail_sent": (
        "验证码已发送到 {address}，{until} 之前有效。没有收到？请看看垃圾邮件。",
        "The code was sent to {address} and is good until {until}. Nothing there? Look among the junk.",
    ),
    "mail_expired": (
        "发送到 {address} 的验证码已过期，请重新发送。",
        "The code that was sent to {address} has expired; send another.",
    ),
    "mail_code": ("六位验证码", "Code of six digits"),
    "mail_confirm": ("确认", "Confirm"),
    "mail_tries": ("还可以输入 {count} 次。", "Tries left: {count}."),
    "mail_another": ("换一个地址，或重新发送", "Another address, or send it again"),
    "mail_again_in": ("还需等待（秒）：", "Seconds to wait: "),
    "mail_again_at": ("{time} 之后可以重新发送。", "It can be sent again from {time}."),
    "mail_left": ("还可以发送 {count} 次。", "Messages left: {count}."),
    "mail_none_left": (
        "这次已没有剩余的发送次数。",
        "No message is left this time.",
    ),
    "mail_close": ("结束，重新开始", "End this and start anew"),
    "mail_bounced": (
        "发送到 {address} 的邮件被退回：没有这个邮箱，或邮箱已满。请核对地址。",
        "The message to {address} came back: there is no such mailbox, or it is full. Check the address.",
    ),
    "mail_failed": (
        "对方的邮件服务器没有收下发送到 {address} 的邮件。请稍后再试，或换一个邮箱。",
        "The mail server of {address} did not take the message. Try again later, or use another mailbox.",
    ),
    "mail_spent": (
        "验证码输错次数太多，已作废。请重新发送。",
        "The code was mistyped too often and is void. Send another.",
    ),
    "mail_disowned": (
        "{address} 的收件人表示没有请求过这封邮件。请使用您本人的企业邮箱。",
        "Whoever reads {address} did not ask for the message. Use your own company mailbox.",
    ),
    "wrong_mail_address_invalid": (
        "这不是一个完整的邮箱地址，请检查。",
        "This is no complete e-mail address; please check it.",
    ),
    "wrong_mail_not_corporate": (
        "任何人都可以注册这种邮箱。请使用单位自己域名的邮箱。",
        "Anybody can open a mailbox there. Use one of your company's own domain.",
    ),
    "wrong_mail_disposable": (
        "这是一次性邮箱。请使用单位自己域名的邮箱。",
        "This is a throw-away mailbox. Use one of your company's own domain.",
    ),
    "wrong_mail_too_soon": (
        "刚刚发送过，请稍等再试。",
        "A message was sent just now; wait a little.",
    ),
    "wrong_mail_messages_spent": (
        "这次已没有剩余的发送次数，请输入最近一封邮件里的验证码。",
        "No message is left this time; type the code of the last one.",
    ),
    "wrong_mail_address_limit": (
        "这个地址今天不能再接收验证码。请明天再试，或换一个邮箱。",
        "This address gets no more codes today. Try again tomorrow, or use another mailbox.",
    ),
    "wrong_mail_limit": (
        "发送次数太多，请过一段时间再试。",
        "Too many messages were sent; try again later.",
    ),
    "wrong_mail_code_malformed": ("验证码是六位数字。", "The code has six digits."),
    "wrong_mail_code_wrong": (
        "验证码不对，请核对最近一封邮件。",
        "That is not the code; compare it with the last message.",
    ),
    "wrong_mail_code_expired": ("验证码已过期，请重新发送。", "The code has expired; send another."),
    "wrong_mail_codes_used_up": (
        "验证码输错次数太多，已作废。请重新发送。",
        "The code was mistyped too often and is void. Send another.",
    ),
    "wrong_mail_not_asked": ("请先发送验证码。", "Send a code first."),
    "mailbox_title": ("确认企业邮箱", "Confirm your mailbox"),
    "mailbox_lead": (
        "有人在{site}招聘，并表示 {address} 是自己的邮箱。是您吗？",
        "Somebody who recruits on {site} says that {address} is theirs. Is that you?",
    ),
    "mailbox_care": (
        "只有您本人正在{site}上认证时才点“是我”。有人催促您点，就不要点。",
        "Press “That is me” only if you yourself are verifying on {site} now. If somebody urges you to, "
        "do not.",
    ),
    "mailbox_yes": ("是我，确认", "That is me"),
    "mailbox_no": ("不是我", "Not me"),
    "mailbox_confirmed": (
        "已确认，谢谢。可以关闭此页，回到原来的页面继续。",
        "Confirmed, thank you. You may close this page and go on where you came from.",
    ),
    "mailbox_disowned": (
        "好的，这次验证已停止，我们不会再向这个邮箱发送验证码。",
        "Understood. This was stopped, and no more codes are sent to this mailbox.",
    ),
    "mailbox_over": (
        "这个链接已失效，无需操作。如果您还在认证，请回到原来的页面重新发送。",
        "This link is over; there is nothing to do. If you are still verifying, go back and send another.",
    ),
}

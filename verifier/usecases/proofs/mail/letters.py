"""What is written to a mailbox: a code, a link, and whom to thank for it. In both languages; pure.

No picture, no counted link, no personal data: whoever reads it by mistake learns the site's name alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Final

from verifier.domain.mail import Letter, MailMessage, Secrets

SUBJECT: Final = "企业邮箱验证码 / Your company mailbox code"
TEXT: Final = """\
您好：

有人在{site}招聘，并填写了这个邮箱，表示它属于自己。
如果是您，请在验证页面输入验证码：

    {code}

或者打开下面的链接，按页面上的按钮确认：
{url}

验证码 {minutes} 分钟内有效。如果不是您，请不要把验证码告诉任何人；
也可以打开链接，选择“不是我”，我们便不再向您发信。

----

Hello,

somebody who recruits on {site} says that this mailbox is theirs.
If that is you, type this code on the page you came from:

    {code}

or open this link and press the button there:
{url}

The code is good for {minutes} minutes. If it is not you, tell nobody the code; you may
also open the link and choose "Not me", and we shall write to you no more.
"""
HTML: Final = """\
<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="font-family:sans-serif;line-height:1.6;color:#1a1a1a">
<div lang="zh-Hans">
<p>您好：</p>
<p>有人在{site}招聘，并填写了这个邮箱，表示它属于自己。如果是您，请在验证页面输入验证码：</p>
<p style="font-size:28px;letter-spacing:4px"><strong>{code}</strong></p>
<p>或者打开<a href="{url}">确认页面</a>，按页面上的按钮确认。</p>
<p>验证码 {minutes} 分钟内有效。如果不是您，请不要把验证码告诉任何人；
也可以在确认页面选择“不是我”，我们便不再向您发信。</p>
</div>
<hr>
<div lang="en">
<p>Hello,</p>
<p>somebody who recruits on {site} says that this mailbox is theirs. If that is you, type this code on the
page you came from:</p>
<p style="font-size:28px;letter-spacing:4px"><strong>{code}</strong></p>
<p>or open <a href="{url}">the confirmation page</a> and press the button there.</p>
<p>The code is good for {minutes} minutes. If it is not you, tell nobody the code; you may also
choose “Not me” on that page, and we shall write to you no more.</p>
</div>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """For whom it is written: the recruitment site's name; where we are reached; how long a code lives."""

    site: str
    public_url: str
    code_life: timedelta


def link_of(public_url: str, secrets: Secrets) -> str:
    return f"{public_url}/mailbox/{secrets.link}"


def letter_of(message: MailMessage, secrets: Secrets, sender: Sender, now: datetime) -> Letter:
    """The letter, the same at every attempt but for its date."""
    told = {
        "site": sender.site,
        "code": secrets.code,
        "url": link_of(sender.public_url, secrets),
        "minutes": f"{sender.code_life / timedelta(minutes=1):.0f}",
    }
    return Letter(
        to=message.address,
        message_id=message.id,
        token=secrets.bounce,
        subject=SUBJECT,
        text=TEXT.format(**told),
        html=HTML.format(subject=SUBJECT, **{name: escape(one) for name, one in told.items()}),
        written_at=now,
    )

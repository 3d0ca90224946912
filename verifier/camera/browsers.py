"""Which messenger's own browser shows the page, by its User-Agent. A hint for words, no reason to refuse.

Such browsers often have no camera for pages, and a link is tied to the browser in which its owner agrees; so
this has to be said before.
"""

import re
from typing import Final

# In this order: WeCom names MicroMessenger too. QQ's own browser (MQQBrowser) is an ordinary one.
_SIGNS: Final = (
    ("wecom", re.compile(r"wxwork/", re.IGNORECASE)),
    ("wechat", re.compile(r"MicroMessenger/", re.IGNORECASE)),
    ("dingtalk", re.compile(r"DingTalk", re.IGNORECASE)),
    ("feishu", re.compile(r"\b(Lark|Feishu)", re.IGNORECASE)),
    ("alipay", re.compile(r"AlipayClient", re.IGNORECASE)),
    ("weibo", re.compile(r"weibo", re.IGNORECASE)),
    ("qq", re.compile(r"(?<![A-Za-z])QQ/", re.IGNORECASE)),
)


def messenger(user_agent: str) -> str | None:
    """The messenger's name among ours, or None for an ordinary browser."""
    return next((name for name, sign in _SIGNS if sign.search(user_agent)), None)

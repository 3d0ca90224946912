"""The words of signing in and out. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "sign_in_title": ("登录审核台", "Sign in to the console"),
    "name": ("登录名", "Name"),
    "password": ("密码", "Password"),
    "sign_in": ("登录", "Sign in"),
    "sign_in_elsewhere": ("使用单位账号登录", "Sign in with your organisation's account"),
    "sign_in_or": ("或者", "or"),
    "sign_in_help": (
        "忘记密码、更换手机？请联系管理员，会给您一个新的邀请链接。",
        "Forgot your password, or lost your phone? An administrator can give you a new link.",
    ),
    "refused_first": (
        "登录名或密码不对。",
        "The name or the password is not right.",
    ),
    "refused_second": ("验证码不对，或已经用过。", "The code is not right, or was used before."),
    "refused_rests": (
        "失败次数较多，请 {minutes} 分钟后再试。",
        "There were too many failures. Try again in {minutes} min.",
    ),
    "second_title": ("第二步验证", "The second step"),
    "second_lead": (
        "输入验证器应用里的六位数字，或一个恢复码。",
        "Type the six digits that your authenticator app shows, or a recovery code.",
    ),
    "second_lead_codes": ("使用通行密钥，或输入一个恢复码。", "Use your passkey, or type a recovery code."),
    "code": ("验证码", "Code"),
    "confirm": ("确认", "Confirm"),
    "use_passkey": ("使用通行密钥", "Use a passkey"),
    "passkey_failed": (
        "浏览器没有给出通行密钥。请再试一次，或换一种方式。",
        "The browser gave no passkey. Try again, or use another way.",
    ),
    "not_known_title": ("这个账号不能登录", "This account cannot sign in here"),
    "not_known": (
        "您的单位账号在审核台没有对应的成员。请联系管理员邀请您。",
        "No member of the console goes with your organisation's account. Ask an administrator to invite you.",
    ),
    "signed_out_title": ("您已退出", "You are signed out"),
    "signed_out": (
        "这台电脑上的登录已经结束。",
        "The session in this browser is over.",
    ),
    "sign_in_again": ("重新登录", "Sign in again"),
    "demo_title": ("进入演示", "Enter the demo"),
    "demo_lead": (
        "您将以演示成员的身份进入审核台。里面都是样本，没有真人的资料。链接只能用一次。",
        "You will enter the console as a member of the demo. All in it is specimens; nobody's data is in it. "
        "The link works once.",
    ),
    "demo_enter": ("进入", "Enter"),
}

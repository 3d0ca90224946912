"""The words from an invitation to the first sign-in. Data only."""

from collections.abc import Mapping
from typing import Final

SAID: Final[Mapping[str, tuple[str, str]]] = {
    "invitation_title": ("欢迎加入", "Welcome"),
    "invitation_lead": (
        "{name}，请先设置密码，再设置第二步验证。全程约三分钟。",
        "{name}, choose a password first, then set up a second step. It takes about three minutes.",
    ),
    "invitation_name": ("您的登录名：{name}", "You sign in as {name}."),
    "new_password": ("新密码", "New password"),
    "password_again": ("再输入一次", "The same again"),
    "password_hint": (
        "至少 {least} 个字符。几个不相关的词连在一起，好记又安全；不必有数字和符号。",
        "At least {least} characters. A few words that do not belong together are safe and easy to keep; "
        "digits and signs are not needed.",
    ),
    "fault_too_short": ("密码太短。", "That password is too short."),
    "fault_too_long": ("密码太长，最多 128 个字符。", "That password is too long; 128 characters at most."),
    "fault_too_common": (
        "这个密码太容易猜到。请换一个，不要用常见词、姓名或登录名。",
        "That password is guessed too soon. Choose another, without common words and names.",
    ),
    "fault_different": ("两次输入的不一样。", "The two were not the same."),
    "invitation_over_title": ("链接已失效", "This link no longer works"),
    "invitation_over": (
        "链接只能用一次，也有期限。请向管理员要一个新的。",
        "Links work once and for a while. Ask an administrator for a new one.",
    ),
    "join_title": ("设置第二步验证", "Set up the second step"),
    "join_lead": (
        "以后登录时，除了密码，还要出示手机或密钥。任选一种。",
        "From now on you sign in with your password and with something that you have. Choose one.",
    ),
    "authenticator": ("验证器应用", "Authenticator app"),
    "authenticator_scan": (
        "用验证器应用（如 Microsoft Authenticator 或 FreeOTP）扫描，再输入它显示的六位数字。",
        "Scan this with an authenticator app, such as Microsoft Authenticator or FreeOTP, then type the six "
        "digits that it shows.",
    ),
    "authenticator_qr": ("验证器应用的二维码", "QR code for the authenticator app"),
    "authenticator_typed": ("不能扫描？手动输入：", "Cannot scan? Type this in the app:"),
    "passkey": ("通行密钥", "Passkey"),
    "passkey_lead": (
        "用指纹、面容、设备密码或安全密钥登录，不怕假冒网站。",
        "Your fingerprint, your device's PIN or a security key. Of no use to a page that poses as ours.",
    ),
    "passkey_name": ("给它起个名字", "A name for it"),
    "passkey_name_hint": ("例如：办公电脑", "Office computer, for instance"),
    "passkey_make": ("添加通行密钥", "Add a passkey"),
    "no_script_passkey": (
        "通行密钥需要 JavaScript。请启用，或使用验证器应用。",
        "Passkeys need JavaScript. Switch it on, or use an authenticator app.",
    ),
    "codes_title": ("请保存恢复码", "Keep your recovery codes"),
    "codes_lead": (
        "手机或密钥丢失时，用它们登录。每个只能用一次，现在只显示这一次。请打印，或存入密码管理器。",
        "They let you in when your phone or key is lost. Each works once, and they are shown only now. Print "
        "them, or put them into a password manager.",
    ),
    "codes_kept": ("已保存，继续", "I have kept them, go on"),
}

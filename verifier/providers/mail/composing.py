"""A letter as a message of the internet (RFC 5322): built by the standard library, and nothing tracks."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, Policy
from email.utils import format_datetime, parseaddr

from verifier.domain.errors import ConfigurationError
from verifier.domain.mail import Letter

SETTING = "BONAFIDE_MAIL_FROM"


@dataclass(frozen=True, slots=True)
class From:
    """Who writes: a name and an address, at whose domain messages come back to `bounce+…`."""

    name: str
    address: str
    domain: str

    def return_path(self, token: str) -> str:
        """Where this one message comes back to, so that it is known whatever the server writes (VERP)."""
        return f"bounce+{token}@{self.domain}"


def sender(text: str) -> From:
    """From `Name <verify@example.com>`, or the address alone. Raises ConfigurationError."""
    name, address = parseaddr(text)
    local, _, domain = address.rpartition("@")
    if not local or not domain or not address.isascii() or any(map(str.isspace, address)):
        raise ConfigurationError(
            f"{SETTING} must be the address that messages come from, like Bonafide <verify@example.com>."
        )
    return From(name, address, domain)


def composed(letter: Letter, writer: From) -> EmailMessage:
    """Plain text with simple HTML beside it. A second attempt has the same Message-ID."""
    message = EmailMessage(policy=policy_for(letter))
    message["From"] = f'"{writer.name}" <{writer.address}>' if writer.name else writer.address
    message["To"] = letter.to.wire
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.message_id}@{writer.domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice is wanted
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    return message


def policy_for(letter: Letter) -> Policy:
    """With letters beyond ASCII where the address has any (RFC 6532)."""
    return SMTP if letter.to.wire.isascii() else SMTPUTF8

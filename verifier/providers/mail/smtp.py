"""Messages handed to a mail server (RFC 5321), with TLS whenever it leaves this machine.

What the server says of the recipient is told apart from what it says of us and of itself: only the first is
the applicant's matter. Nothing is logged but the kind of trouble and the server's three digits.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from verifier.domain.errors import ConfigurationError
from verifier.domain.mail import Carried, Letter
from verifier.domain.networks import is_this_machine
from verifier.providers.mail.composing import From, composed
from verifier.usecases.mail_ports import Mailer

log = structlog.get_logger(__name__)

SETTING: Final = "BONAFIDE_SMTP_URL"
TIMEOUT: Final = 10.0  # seconds for every answer; an exchange has at most ten, within the lease of a claim
PORTS: Final = {"smtp": 587, "smtps": 465}
PERMANENT: Final = range(500, 600)
# 5.1.8 and 5.7.x: it is us whom the server does not want, and not the recipient (RFC 3463).
OURS: Final = ("5.7.", "5.1.8", "5.5.")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and how it is spoken to. `starttls` is off for a server on this machine alone."""

    host: str
    port: int
    implicit_tls: bool
    starttls: bool
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def server(url: str) -> Server:
    """From smtp://user:password@host:587, or smtps:// for TLS from the first byte. Raises ConfigurationError.

    `?starttls=off` is taken for a server on this machine alone.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise ConfigurationError(_WRONG) from None
    asked = parse_qs(parts.query).get("starttls", ["on"])[-1]
    if parts.scheme not in PORTS or not parts.hostname or asked not in ("on", "off"):
        raise ConfigurationError(_WRONG)
    if asked == "off" and not is_this_machine(parts.hostname):
        raise ConfigurationError(f"{SETTING}: starttls=off is for a server on this machine alone.")
    return Server(
        host=parts.hostname,
        port=port,
        implicit_tls=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp" and asked == "on",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


_WRONG: Final = f"{SETTING} must be like smtp://user:password@mail.example.com:587 or smtps://…"


class SmtpMailer(Mailer):
    """One connection a letter: codes are few, and a connection that is kept breaks at night.

    `context` says whom TLS trusts; tests give one of their own.
    """

    def __init__(
        self,
        to: Server,
        writer: From,
        *,
        context: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._server = to
        self._writer = writer
        self._context = context or ssl.create_default_context()
        self._timeout = timeout

    def carry(self, letter: Letter) -> Carried:
        message = composed(letter, self._writer)
        try:
            with self._connected() as connection:
                return self._hand_over(connection, letter, message)
        except smtplib.SMTPResponseException as error:
            return self._later(letter, "refused_us", error.smtp_code)
        except smtplib.SMTPException as error:
            return self._later(letter, type(error).__name__)
        except ssl.SSLError:
            return self._later(letter, "tls_failed")
        except OSError as error:
            return self._later(letter, type(error).__name__)

    def answers(self) -> bool:
        """Whether the server lets us in, for `check-config`; sends nothing."""
        try:
            with self._connected() as connection:
                return connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        """Greeted, secured and signed in. Raises SMTPException or OSError; the goodbye raises nothing.

        For what a server says once it has taken a letter does not make it untaken.
        """
        connection = self._open()
        try:
            yield connection
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()

    def _open(self) -> smtplib.SMTP:
        to = self._server
        if to.implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                to.host, to.port, timeout=self._timeout, context=self._context
            )
        else:
            connection = smtplib.SMTP(to.host, to.port, timeout=self._timeout)
        try:
            if to.starttls:
                connection.starttls(context=self._context)
            connection.ehlo_or_helo_if_needed()
            if to.user:
                connection.login(to.user, to.password)
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _hand_over(self, connection: smtplib.SMTP, letter: Letter, message: EmailMessage) -> Carried:
        beyond_ascii = not letter.to.wire.isascii()
        if beyond_ascii and not connection.has_extn("smtputf8"):
            return self._noted(letter, Carried.UNFIT, "no_smtputf8")
        options = ["SMTPUTF8"] if beyond_ascii else []
        writer = self._writer.return_path(letter.token)
        code, _ = connection.mail(writer, options)
        if code != 250:
            return self._later(letter, "sender_refused", code)
        code, said = connection.rcpt(letter.to.wire)
        if code not in (250, 251):
            return self._of_recipient(letter, code, said)
        code, said = connection.data(message.as_bytes())
        if code != 250:
            return self._of_recipient(letter, code, said)
        return Carried.TAKEN

    def _of_recipient(self, letter: Letter, code: int, said: bytes) -> Carried:
        """Refused for good, unless the server says that it is us whom it does not want."""
        enhanced = said.decode("ascii", "replace").partition(" ")[0]
        if code in PERMANENT and not enhanced.startswith(OURS):
            return self._noted(letter, Carried.REFUSED, "recipient_refused", code)
        return self._later(letter, "put_off", code)

    def _later(self, letter: Letter, trouble: str, code: int | None = None) -> Carried:
        return self._noted(letter, Carried.LATER, trouble, code)

    def _noted(self, letter: Letter, met: Carried, trouble: str, code: int | None = None) -> Carried:
        log.warning("mail_not_taken", message=letter.message_id, met=met, trouble=trouble, status=code)
        return met

"""Which mailer and which resolver the settings name."""

from verifier.providers.mail.composing import From, sender
from verifier.providers.mail.domains import SystemDomains
from verifier.providers.mail.folder import FolderMailer
from verifier.providers.mail.smtp import SmtpMailer, server
from verifier.settings import Settings
from verifier.usecases.mail_ports import Domains, Mailer, NoDomains


def open_mailer(settings: Settings) -> Mailer:
    """The mail server, or else a folder. Raises ConfigurationError."""
    writer = _writer(settings)
    if settings.smtp_url is None:
        return FolderMailer(settings.mail_folder, writer)
    return SmtpMailer(server(settings.smtp_url), writer)


def open_domains(settings: Settings) -> Domains:
    """The system's resolver if that was asked for: else nothing leaves the host."""
    return SystemDomains() if settings.dns else NoDomains()


def _writer(settings: Settings) -> From:
    return sender(settings.mail_from)

"""The bank that the settings name."""

from verifier.domain.bank import NoAccount, account
from verifier.domain.errors import ConfigurationError
from verifier.providers.bank.file_bank import FileBank
from verifier.settings import PREFIX, Settings
from verifier.usecases.bank_ports import Bank, NoBank


def open_bank(settings: Settings) -> Bank:
    """A bank that is reached by files, where our account is configured. Raises ConfigurationError."""
    ours = settings.bank_account
    if ours is None:
        return NoBank()
    try:
        return FileBank(account(holder=ours.holder, number=ours.number, bank=ours.bank, cnaps=ours.cnaps))
    except NoAccount as error:
        raise ConfigurationError(f"{PREFIX}BANK_{error.part.upper()}: {error.detail}.") from None

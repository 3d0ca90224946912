"""The bank that the settings name."""

from pathlib import Path

from verifier.domain.bank import NoAccount, account
from verifier.domain.errors import ConfigurationError
from verifier.providers.bank.file_bank import FileBank
from verifier.providers.bank.files import Files
from verifier.providers.bank.statements.columns import load_mapping
from verifier.settings import PREFIX, Settings
from verifier.usecases.bank_ports import Bank, BankFiles, NoBank


def open_bank(settings: Settings) -> Bank:
    """A bank that is reached by files, where our account is configured. Raises ConfigurationError."""
    ours = settings.bank_account
    if ours is None:
        return NoBank()
    try:
        return FileBank(account(holder=ours.holder, number=ours.number, bank=ours.bank, cnaps=ours.cnaps))
    except NoAccount as error:
        raise ConfigurationError(f"{PREFIX}BANK_{error.part.upper()}: {error.detail}.") from None


def open_files(mapping: Path | None) -> BankFiles:
    """Files whose tables have the columns that this mapping names, if any. Raises ConfigurationError."""
    return Files(load_mapping(mapping)) if mapping else Files()

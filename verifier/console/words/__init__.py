"""Every word of the console, Chinese beside English, looked up by key. Each page has a module.

The names in braces are filled in where a word is shown. A new module is a line here.
"""

from collections.abc import Mapping
from typing import Final

from verifier.console.words import (
    account,
    around,
    auditing,
    case,
    case_decision,
    cases,
    complaints,
    joining,
    overseeing,
    payments,
    proof_bank,
    proof_mail,
    proof_video,
    proofs,
    queue,
    replaying,
    signing_in,
    staff,
    visiting,
    visits,
)
from verifier.domain.consent import LANGUAGES

SAID: Final[Mapping[str, tuple[str, str]]] = {
    **around.SAID,
    **signing_in.SAID,
    **joining.SAID,
    **account.SAID,
    **staff.SAID,
    **visits.SAID,
    **visiting.SAID,
    **cases.SAID,
    **case.SAID,
    **case_decision.SAID,
    **queue.SAID,
    **complaints.SAID,
    **proofs.SAID,
    **proof_bank.SAID,
    **proof_mail.SAID,
    **proof_video.SAID,
    **overseeing.SAID,
    **payments.SAID,
    **auditing.SAID,
    **replaying.SAID,
}


def say(language: str, key: str, **values: object) -> str:
    """The words for a key. Raises KeyError for one that there is not, or a value that is missing."""
    return SAID[key][LANGUAGES.index(language)].format(**values)


def knows(key: str) -> bool:
    return key in SAID

"""Every check of a corporate mailbox. Adding one is one file and one line here; the policy names it too."""

from collections.abc import Mapping
from typing import Final

from verifier.checks.proofs.mail import control, domain, earlier, exchange, likeness, role, site
from verifier.domain.check import Check, by_name
from verifier.domain.mail import MailFacts

MAIL_CHECKS: Final[Mapping[str, Check[MailFacts]]] = by_name(
    (
        control.CHECK,
        domain.CHECK,
        likeness.CHECK,
        earlier.CHECK,
        exchange.CHECK,
        site.CHECK,
        role.CHECK,
    )
)

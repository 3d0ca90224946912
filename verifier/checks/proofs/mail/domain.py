"""Is the domain one at which only a firm's people have mailboxes?

pass  on no list of others
fail  a provider of free mailboxes, or of mailboxes to be thrown away

Such an address is refused before anything is sent; a list that grew meanwhile is noticed here.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import DomainKind, MailFacts
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    CORPORATE = "mail_domain_corporate"
    FREE = "mail_domain_free"
    DISPOSABLE = "mail_domain_disposable"


CODES: Final = {
    DomainKind.CORPORATE: (Outcome.PASS, Code.CORPORATE),
    DomainKind.FREE: (Outcome.FAIL, Code.FREE),
    DomainKind.DISPOSABLE: (Outcome.FAIL, Code.DISPOSABLE),
}


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    address = facts.address
    outcome, code = CODES[address.kind]
    yield Judgement(outcome, code, f"{address.domain} is {address.kind}.", address.registrable)


CHECK: Final = of_mail("mail_domain", Code, judge)

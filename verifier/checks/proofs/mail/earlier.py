"""Is another account of the same site known by this domain already?

pass     by none
concern  by at least one: a group of firms, or one who recruits under several names; a person looks
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    UNSHARED = "mail_domain_unshared"
    SHARED = "mail_domain_of_another_employer"


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.others:
        detail = f"{facts.others} other accounts are known by {facts.address.registrable}."
        yield Judgement(Outcome.CONCERN, Code.SHARED, detail, facts.others, 0)
    else:
        detail = f"No other account is known by {facts.address.registrable}."
        yield Judgement(Outcome.PASS, Code.UNSHARED, detail, 0, 0)


CHECK: Final = of_mail("mail_earlier", Code, judge)

"""Does the domain take mail at all, as the domain name system says?

pass          a server for its mail is named
fail          no such name, no server, or a null MX (RFC 7505)
inconclusive  we do not ask, or were not answered in time
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts, TakesMail
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    TAKES = "mail_domain_takes_mail"
    TAKES_NONE = "mail_domain_takes_no_mail"
    UNANSWERED = "mail_domain_unanswered"
    NOT_ASKED = "mail_domain_not_asked"


CODES: Final = {
    TakesMail.YES: (Outcome.PASS, Code.TAKES),
    TakesMail.NO: (Outcome.FAIL, Code.TAKES_NONE),
    TakesMail.UNANSWERED: (Outcome.INCONCLUSIVE, Code.UNANSWERED),
    TakesMail.NOT_ASKED: (Outcome.INCONCLUSIVE, Code.NOT_ASKED),
}


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    outcome, code = CODES[facts.takes_mail]
    detail = f"Whether {facts.address.domain} takes mail: {facts.takes_mail}."
    yield Judgement(outcome, code, detail, facts.takes_mail)


CHECK: Final = of_mail("mail_exchange", Code, judge)

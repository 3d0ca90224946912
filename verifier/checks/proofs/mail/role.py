"""Is it a person's mailbox, or an office's?

pass     a person's, as far as the name says
concern  an office's, as hr@ or info@: that proves the firm's domain, and not who answered
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    PERSONAL = "mail_of_a_person"
    ROLE = "mail_of_an_office"


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.address.is_role:
        yield Judgement(Outcome.CONCERN, Code.ROLE, "A box that several people may read (RFC 2142).")
    else:
        yield Judgement(Outcome.PASS, Code.PERSONAL, "No name of an office's box.")


CHECK: Final = of_mail("mail_role", Code, judge)

"""Did somebody show that they read the mailbox?

pass          they typed the code, or pressed the button behind the link
fail          whoever reads the mailbox said that they asked for nothing
inconclusive  nobody has answered: the message came back, could not be handed over, or the code was mistyped
              as often as it may be
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts, MessageState
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    CONFIRMED = "mail_confirmed"
    DISOWNED = "mail_disowned"
    BOUNCED = "mail_bounced"
    NOT_DELIVERED = "mail_not_delivered"
    SPENT = "mail_codes_spent"
    UNCONFIRMED = "mail_unconfirmed"


UNANSWERED: Final = {
    MessageState.DISOWNED: (Outcome.FAIL, Code.DISOWNED),
    MessageState.BOUNCED: (Outcome.INCONCLUSIVE, Code.BOUNCED),
    MessageState.FAILED: (Outcome.INCONCLUSIVE, Code.NOT_DELIVERED),
    MessageState.SPENT: (Outcome.INCONCLUSIVE, Code.SPENT),
}


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.confirmed is not None:
        yield Judgement(Outcome.PASS, Code.CONFIRMED, f"Answered by {facts.confirmed}.", facts.confirmed)
        return
    outcome, code = UNANSWERED.get(facts.state, (Outcome.INCONCLUSIVE, Code.UNCONFIRMED))
    yield Judgement(outcome, code, f"No answer; the last message is {facts.state}.", facts.state)


CHECK: Final = of_mail("mail_control", Code, judge)

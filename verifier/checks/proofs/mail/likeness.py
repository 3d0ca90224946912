"""Could the domain be taken for somebody else's?

pass     it is like none of those that it was compared with
concern  its scripts are mixed as in no name; it is the same to the eye as another; another firm's name is
         carried in it, stands under another ending, or is one slip away
fail     never: names are alike by chance, too

Short names are one slip away from many; from which length on that counts is the policy's. The employer's own
site under another ending is judged by `mail_site`.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts, Resemblance, Whose
from verifier.domain.mail_check import of_mail

DISTANCE_MAX: Final = "distance_max"
NAME_MIN: Final = "name_min"


class Code(StrEnum):
    UNLIKE = "mail_domain_unlike"
    SCRIPTS = "mail_domain_scripts_mixed"
    SAME = "mail_domain_same_to_the_eye"
    CARRIES = "mail_domain_carries_a_name"
    ENDING = "mail_domain_other_ending"
    NEAR = "mail_domain_near"


def judge(facts: MailFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    domain = facts.address.registrable
    like = [one for one in facts.resemblances if _code(one, thresholds) is not None]
    if facts.scripts_mixed:
        detail = f"A part of {facts.address.domain} mixes scripts."
        yield Judgement(Outcome.CONCERN, Code.SCRIPTS, detail, domain)
    for one in like:
        code = _code(one, thresholds)
        assert code is not None, "those without a code were left out"
        yield Judgement(Outcome.CONCERN, code, _detail(domain, one), domain, one.domain)
    if not like and not facts.scripts_mixed:
        yield Judgement(Outcome.PASS, Code.UNLIKE, f"{domain} is like none that is known.", domain)


def _code(one: Resemblance, thresholds: Thresholds) -> Code | None:
    if one.same_to_the_eye:
        return Code.SAME
    long_enough = len(one.name) >= thresholds[NAME_MIN]
    if one.distance == 0:
        return Code.ENDING if one.whose is not Whose.WEBSITE and long_enough else None
    if one.carries:
        return Code.CARRIES
    return Code.NEAR if long_enough and one.distance <= thresholds[DISTANCE_MAX] else None


def _detail(domain: str, one: Resemblance) -> str:
    return f"{domain} is like {one.domain} ({one.whose}): {one.distance} characters apart."


CHECK: Final = of_mail("mail_likeness", Code, judge, (DISTANCE_MAX, NAME_MIN))

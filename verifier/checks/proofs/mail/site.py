"""Is it the domain of the website that the employer declared?

pass          the same domain
concern       another one: a group's, a provider's, or somebody else's
inconclusive  no website was declared, or none that could be read
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.mail import MailFacts
from verifier.domain.mail_check import of_mail


class Code(StrEnum):
    DECLARED = "mail_domain_of_the_site"
    OTHER = "mail_domain_not_of_the_site"
    NO_SITE = "website_not_declared"


def judge(facts: MailFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    found, site = facts.address.registrable, facts.website
    if site is None:
        detail = "No website was declared that the domain could be compared with."
        yield Judgement(Outcome.INCONCLUSIVE, Code.NO_SITE, detail, found)
    elif found == site:
        yield Judgement(Outcome.PASS, Code.DECLARED, f"{found}, as the site.", found, site)
    else:
        detail = f"{found}, and the site is at {site}."
        yield Judgement(Outcome.CONCERN, Code.OTHER, detail, found, site)


CHECK: Final = of_mail("mail_site", Code, judge)

"""Does another account of the same site name the same person, and nothing else that is the same?

pass          no case of another account has this person's name alone in common
concern       one has: a person may represent several firms, and many people share a name
inconclusive  the search was not made
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import NO_LICENCE, Check, Thresholds
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.relatives import Shared

NAME: Final = "shared_person"


class Code(StrEnum):
    NONE = "person_not_shared"
    NOT_SEARCHED = "person_not_searched"
    SHARED = "relative_same_person"


def judge(facts: Facts, _: Thresholds) -> Iterator[Finding]:
    if not (facts.licences() or facts.relatives()):
        detail = "No page of the case was read as a business licence, and so no person was looked for."
        yield Finding(NAME, Outcome.INCONCLUSIVE, NO_LICENCE, detail, evidence_ids=tuple(facts.evidence))
        return
    if unsearched := facts.unsearched():
        detail = "The person was not looked for among the site's other cases."
        yield Finding(NAME, Outcome.INCONCLUSIVE, Code.NOT_SEARCHED, detail, evidence_ids=unsearched)
        return
    cases: dict[str, str] = {
        relative.case_id: evidence_id
        for evidence_id, body in facts.relatives()
        for relative in body.relatives
        if not relative.same_account and set(relative.shared) == {Shared.PERSON}
    }
    if cases:
        detail = f"The same person's name, and nothing else, under another account: {', '.join(cases)}."
        evidence_ids = tuple(dict.fromkeys(cases.values()))
        yield Finding(NAME, Outcome.CONCERN, Code.SHARED, detail, len(cases), evidence_ids=evidence_ids)
    else:
        detail = "No other account of the site has this person's name alone in common."
        yield Finding(NAME, Outcome.PASS, Code.NONE, detail, evidence_ids=tuple(facts.evidence))


CHECK: Final = Check(NAME, (*Code, NO_LICENCE), judge)

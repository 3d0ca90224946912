"""Is this employer tied to others of the site, older than it, by what two firms do not share by chance?

What a person looked at and found lawful is not among the facts any more.

pass          by nothing, or by little
concern       by more than the policy lets pass; a person looks
fail          never: an agency, a group of firms and a shared office are lawful
inconclusive  the links could not be searched
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.account_traits import TraitKind
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "links"
SCORE_MAX: Final = "score_max"
WORTH: Final = {kind: f"worth_{kind}" for kind in TraitKind}


class Code(StrEnum):
    NONE = "no_links"
    WEAK = "links_weak"
    STRONG = "links_strong"


def judge(facts: GateFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    if not facts.links:
        yield Judgement(Outcome.PASS, Code.NONE, "Tied to no other employer of this site.")
        return
    score = round(sum(thresholds[WORTH[link.kind]] for link in facts.links), 2)
    most = thresholds[SCORE_MAX]
    shared = "; ".join(f"{link.kind} with {link.count}" for link in facts.links)
    strong = score > most
    outcome, code = (Outcome.CONCERN, Code.STRONG) if strong else (Outcome.PASS, Code.WEAK)
    yield Judgement(outcome, code, f"Shared with other employers: {shared}.", score, most)


CHECK: Final = of_wish(NAME, Code, judge, (SCORE_MAX, *WORTH.values()))

"""Is one résumé read by recruiters of employers that are tied to each other?

pass          by none or few of them
concern       by more; a person looks, and may clear what ties the employers
fail          never: a group of firms is lawful
inconclusive  never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read
from verifier.domain.resume_read import ReadFacts

NAME: Final = "overlap"
READERS_MAX: Final = "linked_readers_max"


class Code(StrEnum):
    NONE = "resume_readers_few"
    LINKED = "resume_readers_linked"


def judge(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    readers, most = facts.linked_readers, thresholds[READERS_MAX]
    linked = readers > most
    outcome, code = (Outcome.CONCERN, Code.LINKED) if linked else (Outcome.PASS, Code.NONE)
    detail = f"Read by {readers} recruiters of employers that are tied to this one."
    yield Judgement(outcome, code, detail, readers, most)


CHECK: Final = of_read(NAME, Code, judge, (READERS_MAX,))

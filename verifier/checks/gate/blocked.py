"""Is anything about this employer, recruiter or device on the block list?

pass          nothing
concern       an entry that is being appealed
fail          an entry in force
inconclusive  the list could not be searched
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.account_traits import Block
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "blocked"


class Code(StrEnum):
    FREE = "not_blocked"
    BLOCKED = "blocked"
    APPEALED = "block_appealed"


def judge(facts: GateFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    held = [block for block in facts.blocks if block.holds_at(facts.now)]
    for block in held:
        yield _said(block)
    if not held:
        yield Judgement(Outcome.PASS, Code.FREE, "Nothing here is on the block list.")


def _said(block: Block) -> Judgement:
    detail = f"The {block.kind} is on the block list ({block.id}, {block.reason})."
    if block.appealed_at is not None:
        return Judgement(Outcome.CONCERN, Code.APPEALED, detail, block.kind, block.until.isoformat())
    return Judgement(Outcome.FAIL, Code.BLOCKED, detail, block.kind, block.until.isoformat())


CHECK: Final = of_wish(NAME, Code, judge)

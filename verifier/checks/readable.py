"""Could all the evidence be read?

pass          every piece of evidence has a reading
fail          a piece can never be read: broken, encrypted, not an image, too small
inconclusive  a piece has no reading at all: its reader failed or never ran
concern       never

The code of a fail is the intake's own, so that the applicant is told what to do about that very file.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Thresholds
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.unreadable import UNREADABLE_CODES

NAME: Final = "readable"


class Code(StrEnum):
    READ = "read"
    NOT_READ = "not_read"


def judge(facts: Facts, _thresholds: Thresholds) -> Iterator[Finding]:
    broken = dict(facts.unreadable())
    read = facts.read()
    for evidence_id, body in broken.items():
        yield Finding(NAME, Outcome.FAIL, body.code, body.detail, evidence_ids=(evidence_id,))
    for evidence_id in facts.evidence:
        if evidence_id not in read:
            detail = "No reading was made of this evidence; its reader failed or never ran."
            yield Finding(NAME, Outcome.INCONCLUSIVE, Code.NOT_READ, detail, evidence_ids=(evidence_id,))
        elif evidence_id not in broken:
            yield Finding(
                NAME, Outcome.PASS, Code.READ, "The evidence was read.", evidence_ids=(evidence_id,)
            )


CHECK: Final = Check(NAME, (*Code, *UNREADABLE_CODES), judge)

"""Is a paper marked as a specimen? By the rule of verifier.domain.specimen_marks, as licences are.

pass          no line is a specimen's mark
fail          a line says SPECIMEN, or little more than 样本 or the like
concern       never
inconclusive  no paper of any kind was handed in

Judges whatever was handed in as a paper, also a page that was read as none: templates are sold half empty.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.evidence import PAPERS
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.licence_forms import box_of
from verifier.domain.paper import PaperReading
from verifier.domain.paper_check import no_paper
from verifier.domain.policy import NO_PAPER
from verifier.domain.specimen_marks import marked

NAME: Final = "paper_specimen"
SHARE_MIN: Final = "share_min"


class Code(StrEnum):
    UNMARKED = "paper_unmarked"
    MARKED = "paper_specimen_mark"


def judge(facts: Facts, thresholds: Thresholds) -> Iterator[Finding]:
    pages = facts.papers(*PAPERS)
    for evidence_id, page in pages:
        yield finding_of(NAME, _judged(page, thresholds[SHARE_MIN]), (evidence_id,))
    if not pages:
        yield finding_of(NAME, no_paper(PAPERS))


def _judged(page: PaperReading, share_min: float) -> Judgement:
    found = marked(page.lines, share_min)
    if not found:
        return Judgement(Outcome.PASS, Code.UNMARKED, "No line marks the paper as a specimen.")
    boxes = tuple(box_of(line) for line in found)
    detail = f"The paper is marked as a specimen in {len(found)} lines."
    return Judgement(Outcome.FAIL, Code.MARKED, detail, len(found), share_min, boxes)


CHECK: Final = Check(NAME, (*Code, NO_PAPER), judge, (SHARE_MIN,))

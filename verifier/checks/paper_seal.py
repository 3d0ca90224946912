"""Does each certificate and letter bear the employer's own seal, in red?

pass          a red round or oval seal's ring reads as the employer's name, but for a letter that looks alike
concern       there is no red seal, or its ring names another firm
fail          never: seals blot, and rings are read with errors
inconclusive  no such paper was handed in; the ring was not read surely, or nearly says the name

A ring nearly as declared is no pass: two firms' names may differ by a single character.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Outcome
from verifier.domain.paper import PaperField
from verifier.domain.paper_check import Paper, of_each_paper, unread
from verifier.domain.wording import comparable, differences, look_alike
from verifier.domain.written import Seal

NAME: Final = "paper_seal"
ALIKE_MIN: Final = "alike_min"
SCORE_MIN: Final = "score_min"
SEALED: Final = (EvidenceKind.IN_SERVICE_CERTIFICATE, EvidenceKind.AUTHORISATION_LETTER)


class Code(StrEnum):
    AGREES = "paper_seal_agrees"
    NEARLY = "paper_seal_nearly_agrees"
    DIFFERS = "paper_seal_differs"
    ABSENT = "paper_seal_absent"
    UNREAD = "paper_seal_unread"


def judge(paper: Paper, thresholds: Thresholds) -> Iterator[Judgement]:
    said, seals = paper.facts.declared, paper.reading.seals
    if said is None:
        yield unread(PaperField.COMPANY)
    elif not seals:
        yield Judgement(Outcome.CONCERN, Code.ABSENT, "No red seal stands on the paper.", 0, 1)
    else:
        sure = [seal for seal in seals if seal.text and seal.score >= thresholds[SCORE_MIN]]
        yield _compare(sure, said.name, thresholds[ALIKE_MIN]) if sure else _unread(seals)


def _compare(seals: list[Seal], name: str, alike_min: float) -> Judgement:
    alike, seal = max(((_alike(one, name), one) for one in seals), key=lambda pair: pair[0])
    ring, boxes = seal.text, (seal.box,)
    if _same(seal, name):
        detail = "The ring of the seal reads as the employer's name."
        return Judgement(Outcome.PASS, Code.AGREES, detail, ring, name, boxes)
    if alike >= alike_min:
        detail = f"The ring reads nearly as the employer's name, {alike:.2f} of it."
        return Judgement(Outcome.INCONCLUSIVE, Code.NEARLY, detail, alike, alike_min, boxes)
    detail = f"The ring of the seal reads as another name, alike by {alike:.2f}."
    return Judgement(Outcome.CONCERN, Code.DIFFERS, detail, ring, name, boxes)


def _alike(seal: Seal, name: str) -> float:
    return round(fuzz.ratio(comparable(seal.text or ""), comparable(name)) / 100, 2)


def _same(seal: Seal, name: str) -> bool:
    """Equal, but for single characters that recognition takes for one another."""
    parts = differences(comparable(seal.text or ""), comparable(name))
    return all(look_alike(part.printed, part.typed) for part in parts)


def _unread(seals: tuple[Seal, ...]) -> Judgement:
    boxes = tuple(seal.box for seal in seals)
    return Judgement(Outcome.INCONCLUSIVE, Code.UNREAD, "The seal's ring was not read surely.", boxes=boxes)


CHECK: Final = of_each_paper(NAME, Code, SEALED, judge, (ALIKE_MIN, SCORE_MIN))

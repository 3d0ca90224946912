"""Does a sign in the film name the firm?

pass          a line names it, read surely and large enough to be a sign
concern       a sign names another firm and none names this one
inconclusive  no sign was read, or it is not known what the firm is called
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import Sighting, VideoFacts
from verifier.domain.proof_check import of_proof

NAME: Final = "video_sign"
ALIKE_MIN: Final = "alike_min"  # 0 to 1, of the whole name
SCORE_MIN: Final = "score_min"  # the engine's, 0 to 1
FIRM_ENDINGS: Final = (
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "合伙企业",
    "事务所",
    "合作社",
    "分公司",
    "集团",
)


class Code(StrEnum):
    SEEN = "sign_agrees"
    OTHER = "sign_of_another_firm"
    UNSEEN = "sign_not_seen"


def judge(facts: VideoFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    lines = _lines(facts, thresholds[SCORE_MIN])
    alike = max((_alike(one.text, name) for one in lines for name in facts.names), default=0.0)
    if alike >= thresholds[ALIKE_MIN]:
        yield Judgement(Outcome.PASS, Code.SEEN, "A sign names the firm.", alike, thresholds[ALIKE_MIN])
    elif facts.names and any(one.text.endswith(FIRM_ENDINGS) for one in lines):
        detail = "A sign names another firm, and none this one."
        yield Judgement(Outcome.CONCERN, Code.OTHER, detail, alike, thresholds[ALIKE_MIN])
    else:
        detail = "No sign with the firm's name was read."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, detail, alike, thresholds[ALIKE_MIN])


def _lines(facts: VideoFacts, score_min: float) -> list[Sighting]:
    seen = facts.reading.sightings if facts.reading else ()
    return [one for one in seen if one.score >= score_min]


def _alike(text: str, name: str) -> float:
    """Of the whole name: a sign may say more beside it, and never less."""
    return round(fuzz.partial_ratio(name, text) / 100, 3) if len(text) >= len(name) - 1 else 0.0


CHECK: Final = of_proof(NAME, Code, judge, (ALIKE_MIN, SCORE_MIN))

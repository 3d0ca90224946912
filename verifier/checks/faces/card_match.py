"""Is it the face on the identity card that was handed in with the recruiter's case?

pass          alike to the card's photograph
fail          it is another face
inconclusive  in doubt, for a card's photograph is small, printed and may be twenty years old; or no face is
              seen on the card; or it may be another's of the case's recruiters; or none was handed in
concern       never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures
from verifier.domain.face_facts import FaceFacts, Match
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome
from verifier.domain.policy import NO_PAPER

NAME: Final = "card_match"
MATCH_MIN: Final = "match_min"
DOUBT_MIN: Final = "doubt_min"


class Code(StrEnum):
    MATCHES = "card_matches"
    DOUBTFUL = "card_doubtful"
    DIFFERS = "card_differs"
    UNSEEN = "card_portrait_unseen"
    OF_SEVERAL = "card_of_several"
    UNCOMPARED = "card_uncompared"
    NO_CARD = NO_PAPER


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    cards = facts.reading.with_cards
    if not cards:
        yield _silent(Code.NO_CARD, "No identity card was handed in with the recruiter's case.")
    elif not live.likeness:
        yield _silent(Code.UNCOMPARED, "No face that looks ahead is on the film.")
    else:
        yield from (_compared(match, thresholds) for match in cards)


def _compared(match: Match, thresholds: Thresholds) -> Judgement:
    if match.still is None:
        detail = "Several recruiters were added for the case, and the card may be another's."
        return _silent(Code.OF_SEVERAL, detail)
    if match.still.face is None:
        return _silent(Code.UNSEEN, "No face is seen where the card bears its photograph.")
    if match.cosine is None:
        return _silent(Code.UNCOMPARED, "The engine has no template of the card's photograph.")
    outcome, code = _zone(match.cosine, thresholds)
    detail = f"Alike to the card's photograph by {match.cosine}."
    return Judgement(outcome, code, detail, match.cosine, thresholds[MATCH_MIN])


def _zone(cosine: float, thresholds: Thresholds) -> tuple[Outcome, Code]:
    if cosine >= thresholds[MATCH_MIN]:
        return Outcome.PASS, Code.MATCHES
    if cosine >= thresholds[DOUBT_MIN]:
        return Outcome.INCONCLUSIVE, Code.DOUBTFUL
    return Outcome.FAIL, Code.DIFFERS


def _silent(code: Code, detail: str) -> Judgement:
    return Judgement(Outcome.INCONCLUSIVE, code, detail)


CHECK: Final = of_measures(NAME, Code, judge, (MATCH_MIN, DOUBT_MIN))

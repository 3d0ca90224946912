"""Is it the face of the person who it should be?

pass          alike to every picture it is compared with, and the one that the purpose asks for is among them
concern       it may be: between the two thresholds a person has to look, or a better film has to be made
fail          it is another face
inconclusive  the film shows no face to compare, a picture none, a selfie several, or no comparison was made

To enrol it has to match the selfie, and the identity document's portrait where there is one; later on, the
template.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures
from verifier.domain.face_facts import Against, FaceFacts, Match
from verifier.domain.face_session import Purpose
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "match"
MATCH_MIN: Final = "match_min"
DOUBT_MIN: Final = "doubt_min"
NEEDED: Final[Mapping[Purpose, Against]] = {
    Purpose.ENROL: Against.SELFIE,
    Purpose.REAUTHENTICATE: Against.TEMPLATE,
}


class Code(StrEnum):
    MATCHES = "face_matches"
    DOUBTFUL = "face_doubtful"
    DIFFERS = "face_differs"
    UNSEEN = "live_face_unseen"
    PORTRAIT = "portrait_without_face"
    SEVERAL = "portrait_several_faces"
    UNCOMPARED = "face_uncompared"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    if not live.likeness:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, "No face that looks ahead is on the film.")
        return
    yield from (_compared(match, thresholds) for match in facts.reading.own)
    needed = NEEDED[facts.purpose]
    if needed not in {match.against for match in facts.reading.own}:
        detail = f"The face was not compared with the {needed}."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNCOMPARED, detail, threshold=needed)


def _compared(match: Match, thresholds: Thresholds) -> Judgement:
    if match.still is not None and match.still.face is None:
        detail = f"No face is seen in the picture: {match.against}."
        return Judgement(Outcome.INCONCLUSIVE, Code.PORTRAIT, detail)
    # Whose face a selfie of two shows is nobody's guess. Documents may bear the one portrait twice.
    if match.against is Against.SELFIE and match.still is not None and match.still.faces > 1:
        detail = f"Several faces are seen in the picture: {match.against}."
        return Judgement(Outcome.INCONCLUSIVE, Code.SEVERAL, detail, match.still.faces, 1)
    if match.cosine is None:
        detail = f"There is nothing to compare the face with: {match.against}."
        return Judgement(Outcome.INCONCLUSIVE, Code.UNCOMPARED, detail)
    outcome, code = _zone(match.cosine, thresholds)
    detail = f"Alike to the {match.against} by {match.cosine}."
    return Judgement(outcome, code, detail, match.cosine, thresholds[MATCH_MIN])


def _zone(cosine: float, thresholds: Thresholds) -> tuple[Outcome, Code]:
    if cosine >= thresholds[MATCH_MIN]:
        return Outcome.PASS, Code.MATCHES
    if cosine >= thresholds[DOUBT_MIN]:
        return Outcome.CONCERN, Code.DOUBTFUL
    return Outcome.FAIL, Code.DIFFERS


CHECK: Final = of_measures(NAME, Code, judge, (MATCH_MIN, DOUBT_MIN))

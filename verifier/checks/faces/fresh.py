"""Was this film shown to us before, whole or in parts?

pass          none of its sampled frames came in an earlier film of the site's recruiters
fail          some did, byte for byte: no camera takes the same frame twice
concern, inconclusive  never: the sample is taken from whatever bytes came
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_film
from verifier.domain.face_facts import FaceFacts
from verifier.domain.finding import Outcome

NAME: Final = "fresh"
REPLAYED_MAX: Final = "replayed_max"


class Code(StrEnum):
    FRESH = "film_fresh"
    REPLAYED = "film_replayed"


def judge(facts: FaceFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    replayed, most = facts.reading.upload.replayed, thresholds[REPLAYED_MAX]
    outcome, code = (Outcome.FAIL, Code.REPLAYED) if replayed > most else (Outcome.PASS, Code.FRESH)
    yield Judgement(outcome, code, f"Sampled frames that came before: {replayed}.", replayed, most)


CHECK: Final = of_film(NAME, Code, judge, (REPLAYED_MAX,))

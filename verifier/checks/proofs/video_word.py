"""Does the film show the word that was given for it?

pass          it was read
concern       something like it was read, another word: an older film, or one for somebody else
inconclusive  no word was read
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import CHARACTERS, WORD_CHARACTERS, WORD_DIGITS, VideoFacts
from verifier.domain.proof_check import of_proof

NAME: Final = "video_word"
WORD: Final = re.compile(f"[{CHARACTERS}]{{{WORD_CHARACTERS}}}[0-9]{{{WORD_DIGITS}}}")


class Code(StrEnum):
    SEEN = "word_agrees"
    OTHER = "word_differs"
    UNSEEN = "word_not_seen"


def judge(facts: VideoFacts, _: Thresholds) -> Iterator[Judgement]:
    texts = [re.sub(r"\s", "", one.text) for one in (facts.reading.sightings if facts.reading else ())]
    if any(facts.word in text for text in texts):
        yield Judgement(Outcome.PASS, Code.SEEN, "The word that was given for this film is in it.")
    elif any(WORD.search(text) for text in texts):
        yield Judgement(Outcome.CONCERN, Code.OTHER, "Another word is in it than was given for it.")
    else:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, "The word that was given was not read.")


CHECK: Final = of_proof(NAME, Code, judge)

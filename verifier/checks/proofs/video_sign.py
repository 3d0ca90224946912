"""Does a sign in the film name the firm?

pass          a sign names it, character for character, read surely
concern       a sign names another firm and none names this one
inconclusive  the sign differs from the name by one character, or shows a part of it alone (a trade name);
              no sign was read, or it is not known what the firm is called

A film shows its sign in many frames, so that one misread frame costs nothing; what differs in all of them may
be a firm that was registered to look like this one, and a person looks.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import VideoFacts
from verifier.domain.proof_check import of_proof
from verifier.domain.wording import comparable, differences

NAME: Final = "video_sign"
SCORE_MIN: Final = "score_min"  # the engine's, 0 to 1
LINES: Final = 3  # on which a sign may spread a name
PART: Final = 2  # characters: the shortest trade name
FIRM_ENDINGS: Final = ("公司", "合伙企业", "事务所", "合作社", "集团")


class Code(StrEnum):
    SEEN = "sign_agrees"
    NEARLY = "sign_nearly_agrees"
    PARTLY = "sign_names_part"
    OTHER = "sign_of_another_firm"
    UNSEEN = "sign_not_seen"


def judge(facts: VideoFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    texts = tuple(_texts(facts, thresholds[SCORE_MIN]))
    names = tuple(filter(None, map(comparable, facts.names)))
    yield _judged(texts, names)


def _judged(texts: Sequence[str], names: Sequence[str]) -> Judgement:
    if any(_names(text, name) for text in texts for name in names):
        return Judgement(Outcome.PASS, Code.SEEN, "A sign names the firm.")
    if any(_nearly(text, name) for text in texts for name in names):
        detail = "A sign differs from the firm's name by one character."
        return Judgement(Outcome.INCONCLUSIVE, Code.NEARLY, detail)
    if names and any(_of_another(text, names) for text in texts):
        return Judgement(Outcome.CONCERN, Code.OTHER, "A sign names another firm, and none this one.")
    if any(text in _core(name) for text in texts for name in names if len(text) >= PART):
        detail = "Only a part of the firm's name was read on a sign, which others may have, too."
        return Judgement(Outcome.INCONCLUSIVE, Code.PARTLY, detail)
    return Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, "No sign with the firm's name was read.")


def _texts(facts: VideoFacts, score_min: float) -> Iterator[str]:
    """What was read surely: each line, and neighbouring lines of a frame as one."""
    frames: dict[int, list[str]] = {}
    for one in facts.reading.sightings if facts.reading else ():
        if one.score >= score_min:
            frames.setdefault(one.at, []).append(comparable(one.text))
    for lines in frames.values():
        for start in range(len(lines)):
            yield from ("".join(lines[start : start + count]) for count in range(1, LINES + 1))


def _names(text: str, name: str) -> bool:
    """The sign may say more after the name, but not so that it is another firm's, as a branch's is."""
    return text == name or (text.startswith(name) and not text.endswith(FIRM_ENDINGS))


def _nearly(text: str, name: str) -> bool:
    """One character is another, is missing or is too much."""
    found = differences(name, text) if abs(len(text) - len(name)) <= 1 else ()
    return len(found) == 1 and max(len(found[0].printed), len(found[0].typed)) == 1


def _of_another(text: str, names: Sequence[str]) -> bool:
    """A firm's name, and not this one's end, which is what the edge of a picture leaves, nor nearly that."""
    return text.endswith(FIRM_ENDINGS) and not any(
        text in name or _nearly(text, name[-len(text) :]) for name in names
    )


def _core(name: str) -> str:
    """The name without what says of which form it is."""
    for ending in ("股份有限公司", "有限责任公司", "有限公司", *FIRM_ENDINGS):
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


CHECK: Final = of_proof(NAME, Code, judge, (SCORE_MIN,))

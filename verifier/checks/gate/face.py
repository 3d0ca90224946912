"""Has the recruiter shown their own live face recently enough?

How recent depends on the risk: a new device, a link to other accounts or a suspicion of the text asks for
a face of just now; else one of the last hours does. Where the policy asks for a face before every posting,
one face serves for one.

pass          verified within the time, and not used for another posting if one face serves for one;
              or what the policy lets stand for a face (R6) was proven within the time
concern       too long ago, used, never, or no face is enrolled, or a person still looks at the last session
fail          never
inconclusive  the sessions could not be looked up
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish
from verifier.domain.screening import ScreeningAction

NAME: Final = "face"
HOURS_MAX: Final = "hours_max"
HOURS_AT_RISK_MAX: Final = "hours_at_risk_max"
EVERY_POSTING: Final = "every_posting"  # 1: one face serves for one posting; 0: for all within the time


class Code(StrEnum):
    FRESH = "face_fresh"
    REPLACED = "face_replaced"
    STALE = "face_stale"
    SPENT = "face_spent"
    NEVER = "face_never_verified"
    NOT_ENROLLED = "face_not_enrolled"
    IN_REVIEW = "face_in_review"


def judge(facts: GateFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    minutes = facts.minutes_since_face()
    if facts.in_review and facts.proofs.face_stood_at is None:
        yield Judgement(Outcome.CONCERN, Code.IN_REVIEW, "A person is looking at the last face session.")
    elif minutes is not None:
        yield _seen(facts, round(minutes / 60, 2), thresholds)
    elif facts.enrolled:
        yield Judgement(Outcome.CONCERN, Code.NEVER, "No face session is on record for the enrolled face.")
    else:
        yield Judgement(Outcome.CONCERN, Code.NOT_ENROLLED, "The recruiter has no enrolled face.")


def _seen(facts: GateFacts, hours: float, thresholds: Thresholds) -> Judgement:
    most = thresholds[HOURS_AT_RISK_MAX if at_risk(facts) else HOURS_MAX]
    if hours > most:
        return Judgement(Outcome.CONCERN, Code.STALE, "The last verified face is too old.", hours, most)
    if facts.face_spent and thresholds[EVERY_POSTING]:
        return Judgement(
            Outcome.CONCERN, Code.SPENT, "The last verified face served for another posting.", hours
        )
    if facts.face_at is None or facts.face_at < (facts.proofs.face_stood_at or facts.face_at):
        detail = "The recruiter recently proved what stands for a face."
        return Judgement(Outcome.PASS, Code.REPLACED, detail, hours, most)
    return Judgement(Outcome.PASS, Code.FRESH, "The face was verified recently.", hours, most)


def at_risk(facts: GateFacts) -> bool:
    """Whether something about this wish asks for a face of just now."""
    suspected = facts.screening is None or facts.screening.action is not ScreeningAction.NONE
    vouched = suspected and not facts.text_cleared
    return facts.device_known is False or bool(facts.links) or vouched


CHECK: Final = of_wish(NAME, Code, judge, (HOURS_MAX, HOURS_AT_RISK_MAX, EVERY_POSTING))

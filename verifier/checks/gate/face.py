"""Has the recruiter shown their own live face recently enough?

How recent depends on the risk: a new device, a link to other accounts or a suspicion of the text asks for
a face of just now; else one of the last hours does. A policy that asks for a face before every posting sets
both to the few minutes that a posting takes.

pass          verified within the time
concern       too long ago, never, or no face is enrolled, or a person is still looking at the last session
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


class Code(StrEnum):
    FRESH = "face_fresh"
    STALE = "face_stale"
    NEVER = "face_never_verified"
    NOT_ENROLLED = "face_not_enrolled"
    IN_REVIEW = "face_in_review"


def judge(facts: GateFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    most = thresholds[HOURS_AT_RISK_MAX if at_risk(facts) else HOURS_MAX]
    minutes = facts.minutes_since_face()
    hours = None if minutes is None else round(minutes / 60, 2)
    if facts.open_session is not None:
        yield Judgement(Outcome.CONCERN, Code.IN_REVIEW, "A person is looking at the last face session.")
    elif hours is not None and hours <= most:
        yield Judgement(Outcome.PASS, Code.FRESH, "The face was verified recently.", hours, most)
    elif hours is not None:
        yield Judgement(Outcome.CONCERN, Code.STALE, "The last verified face is too old.", hours, most)
    elif facts.enrolled:
        yield Judgement(Outcome.CONCERN, Code.NEVER, "No face session is on record for the enrolled face.")
    else:
        yield Judgement(Outcome.CONCERN, Code.NOT_ENROLLED, "The recruiter has no enrolled face.")


def at_risk(facts: GateFacts) -> bool:
    """Whether something about this wish asks for a face of just now."""
    suspected = facts.screening is None or facts.screening.action is not ScreeningAction.NONE
    return facts.device_known is False or bool(facts.links) or suspected


CHECK: Final = of_wish(NAME, Code, judge, (HOURS_MAX, HOURS_AT_RISK_MAX))

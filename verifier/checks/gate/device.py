"""Is the posting made from a device that the recruiter has posted from before?

A sold account is used from another device. A new one is no offence; it asks for a face of just now, which the
rule `face` sees to, and this one says so to the auditor.

pass          known, or new with a face of just now
concern       new
fail          never
inconclusive  the site told no device
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "device"
MINUTES_MAX: Final = "minutes_since_face_max"


class Code(StrEnum):
    KNOWN = "device_known"
    PROVEN = "device_proven"
    NEW = "device_new"
    NOT_TOLD = "device_not_told"


def judge(facts: GateFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    minutes, most = facts.minutes_since_face(), thresholds[MINUTES_MAX]
    if facts.device_known is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.NOT_TOLD, "The site told no device.")
    elif facts.device_known:
        yield Judgement(Outcome.PASS, Code.KNOWN, "The recruiter has posted from this device before.")
    elif minutes is not None and minutes <= most:
        detail = "A new device; the face was verified just now."
        yield Judgement(Outcome.PASS, Code.PROVEN, detail, minutes, most)
    else:
        yield Judgement(Outcome.CONCERN, Code.NEW, "The recruiter has not posted from this device before.")


CHECK: Final = of_wish(NAME, Code, judge, (MINUTES_MAX,))

"""Does whoever reads résumés also get in touch, as people do who want to hire?

Whoever sells résumés reads many and contacts nobody. The site reports contacts.

pass          few reads within the week, enough contacts for them, or a face of just now
concern       many reads, and hardly a contact
fail          never: a slow week is no offence
inconclusive  never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read, seen_just_now
from verifier.domain.resume_read import ReadFacts

NAME: Final = "contacts"
READS_MIN: Final = "week_reads_min"  # below it the share says nothing
SHARE_MIN: Final = "share_min"
MINUTES_MAX: Final = "minutes_since_face_max"


class Code(StrEnum):
    USUAL = "contacts_usual"
    PROVEN = "contacts_proven"
    FEW = "contacts_few"


def judge(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    pace, least = facts.pace, thresholds[SHARE_MIN]
    share = round(pace.contacted / pace.week, 3) if pace.week else None
    if share is None or pace.week < thresholds[READS_MIN] or share >= least:
        detail = "Reads and contacts are in a usual proportion, or reads are few."
        yield Judgement(Outcome.PASS, Code.USUAL, detail, share, least)
    elif seen_just_now(facts, thresholds[MINUTES_MAX]):
        yield Judgement(Outcome.PASS, Code.PROVEN, "Few contacts, with a face of just now.", share, least)
    else:
        yield Judgement(
            Outcome.CONCERN, Code.FEW, "Many résumés read, hardly anybody contacted.", share, least
        )


CHECK: Final = of_read(NAME, Code, judge, (READS_MIN, SHARE_MIN, MINUTES_MAX))

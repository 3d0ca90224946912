"""Findings: the judgement of one check on the readings of a case. Values, never exceptions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from verifier.domain.reading import Box


class Outcome(StrEnum):
    """How a check ends. A missing or broken input is inconclusive, never a pass."""

    PASS = "pass"
    CONCERN = "concern"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


Measure: TypeAlias = str | float | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw and what it expected.

    `code` is stable and snake_case; the words for the applicant are looked up by it (verifier.domain.advice).
    `detail` is one sentence for the auditor and may hold personal data: it never reaches a log or a queue.
    """

    check: str
    outcome: Outcome
    code: str
    detail: str
    measured: Measure = None
    threshold: Measure = None
    evidence_ids: tuple[str, ...] = ()
    boxes: tuple[Box, ...] = ()

"""A case of one local file: inspected, read and judged as the service does, and stored nowhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from verifier.checks import judge
from verifier.domain.case import AccountType, Declared
from verifier.domain.decision import Proposal
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.policy import Policy
from verifier.domain.reading import LicenceReading, Reading, Unreadable
from verifier.intake import EvidenceRefused, inspect
from verifier.usecases.evaluation import CHINA

EVIDENCE: Final = "evd_local"
Read: TypeAlias = Callable[[str, bytes, str], tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file. `milliseconds` is the whole way, from bytes to proposal."""

    file: str
    declared: Declared | None
    readings: tuple[Reading, ...]
    findings: tuple[Finding, ...]
    proposal: Proposal
    milliseconds: int

    def page(self) -> LicenceReading | None:
        """The page as it was read; None when nothing could be."""
        return next((r.body for r in self.readings if isinstance(r.body, LicenceReading)), None)


def verdict_of(
    path: Path, data: bytes, read: Read, policy: Policy, applicant: tuple[Declared | None, AccountType]
) -> Verdict:
    """Judge one file. A file that the intake refuses is a case with unreadable evidence, never an error."""
    started = time.perf_counter()
    declared, account_type = applicant
    readings = _readings(data, read)
    facts = Facts(
        account_type=account_type,
        declared=declared,
        evidence={EVIDENCE: EvidenceKind.BUSINESS_LICENCE},
        readings=readings,
        today=datetime.now(CHINA).date(),
    )
    findings = judge(facts, policy)
    proposal = policy.propose(findings)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return Verdict(str(path), declared, readings, findings, proposal, milliseconds)


def _readings(data: bytes, read: Read) -> tuple[Reading, ...]:
    try:
        media_type = inspect(data, None).media_type
    except EvidenceRefused as refused:
        refusal = Unreadable(refused.code, refused.detail)
        return (Reading(EVIDENCE, "intake", "none", "none", 0, refusal),)
    return read(EVIDENCE, data, media_type)

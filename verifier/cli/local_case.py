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
from verifier.domain.reading import Reading, Unreadable
from verifier.intake import EvidenceRefused, inspect
from verifier.usecases.evaluation import CHINA

EVIDENCE: Final = "evd_local"
Read: TypeAlias = Callable[[str, bytes, str], Reading]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file. `milliseconds` is the whole way, from bytes to proposal."""

    file: str
    declared: Declared | None
    reading: Reading
    findings: tuple[Finding, ...]
    proposal: Proposal
    milliseconds: int


def verdict_of(
    path: Path, data: bytes, read: Read, policy: Policy, applicant: tuple[Declared | None, AccountType]
) -> Verdict:
    """Judge one file. A file that the intake refuses is a case with unreadable evidence, never an error."""
    started = time.perf_counter()
    declared, account_type = applicant
    reading = _reading(data, read)
    facts = Facts(
        account_type=account_type,
        declared=declared,
        evidence={EVIDENCE: EvidenceKind.BUSINESS_LICENCE},
        readings=(reading,),
        today=datetime.now(CHINA).date(),
    )
    findings = judge(facts, policy)
    proposal = policy.propose(findings)
    milliseconds = round((time.perf_counter() - started) * 1000)
    return Verdict(str(path), declared, reading, findings, proposal, milliseconds)


def _reading(data: bytes, read: Read) -> Reading:
    try:
        media_type = inspect(data, None).media_type
    except EvidenceRefused as refused:
        return Reading(EVIDENCE, "intake", "none", "none", 0, Unreadable(refused.code, refused.detail))
    return read(EVIDENCE, data, media_type)

"""Answers of a sandbox alone."""

from dataclasses import dataclass
from datetime import datetime

from bonafide.answers.enums import CaseOutcome
from bonafide.answers.integration_enums import SandboxScript


@dataclass(frozen=True, slots=True, kw_only=True)
class MagicCode:
    """A code to declare, and what the sandbox decides about a case that declares it."""

    script: SandboxScript
    code: str
    outcome: CaseOutcome
    reasons: tuple[str, ...]
    after_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The sandbox's time, the real one, and by how much the first is ahead."""

    now: datetime
    real: datetime
    ahead_seconds: int

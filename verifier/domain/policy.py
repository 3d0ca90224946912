"""The policy: a versioned file that says what each check weighs and holds every threshold with its source.

A *hard* check must pass, or the case escalates; a check that gave no finding at all counts as inconclusive.
A *soft* check adds to the picture: the case escalates when `soft_limit` of them concern or fail.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.decision import DecisionOutcome, Proposal
from verifier.domain.finding import Finding, Outcome

NOT_JUDGED: Final = "not_judged"


class Weight(StrEnum):
    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Rule:
    """How the policy uses one check, and the numbers it gives it, each with where it comes from."""

    weight: Weight
    source: str
    thresholds: Mapping[str, float]
    threshold_sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the policy. Pure: the same findings always give the same proposal."""

    version: str
    decision_lifetime: timedelta
    soft_limit: int
    rules: Mapping[str, Rule]
    waived: tuple[tuple[str, str], ...] = ()

    def without(self, check: str) -> "Policy":
        """The same policy with one check left out, for callers who have nothing to give that check."""
        rules = {name: rule for name, rule in self.rules.items() if name != check}
        return replace(self, rules=rules)

    def propose(self, findings: Iterable[Finding]) -> Proposal:
        """Verify when every hard check passed and few soft ones did not; escalate otherwise."""
        found = tuple(findings)
        reasons = self._hard_reasons(found) + self._soft_reasons(found)
        outcome = DecisionOutcome.ESCALATED if reasons else DecisionOutcome.VERIFIED
        return Proposal(outcome, self.version, reasons, self.waived)

    def _hard_reasons(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        hard = [name for name, rule in self.rules.items() if rule.weight is Weight.HARD]
        silent = set(hard) - {finding.check for finding in findings}
        missing = tuple(_not_judged(name) for name in hard if name in silent)
        return missing + tuple(f for f in findings if f.check in hard and f.outcome is not Outcome.PASS)

    def _soft_reasons(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        against = tuple(
            finding
            for finding in findings
            if finding.outcome in (Outcome.CONCERN, Outcome.FAIL)
            and finding.check in self.rules
            and self.rules[finding.check].weight is Weight.SOFT
        )
        return against if len(against) >= self.soft_limit else ()


def _not_judged(check: str) -> Finding:
    detail = f"The policy asks for the check {check!r}, which gave no finding."
    return Finding(check, Outcome.INCONCLUSIVE, NOT_JUDGED, detail)

"""The policy: a versioned file that says what each check weighs and holds every threshold with its source.

A *hard* check must pass, or the case escalates; a check that gave no finding at all counts as inconclusive.
A *guard* escalates when it finds a contradiction; where it said that it could not look, the decision goes
without it and names it among what was waived. It is for print that genuine papers often hide, never for
anything that a verification rests on.
A *soft* check adds to the picture: the case escalates when `soft_limit` of them concern or fail.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.decision import DecisionOutcome, Proposal
from verifier.domain.finding import Finding, Outcome

NOT_JUDGED: Final = "not_judged"
NO_PAPER: Final = "no_paper"
"""What a check says of a paper that nobody handed in; what is asked for by law is among the waived."""


class Weight(StrEnum):
    HARD = "hard"
    GUARD = "guard"
    SOFT = "soft"


# What a single finding may be without escalating the case; soft ones are counted together.
TOLERATED: Final[Mapping[Weight, frozenset[Outcome]]] = {
    Weight.HARD: frozenset({Outcome.PASS}),
    Weight.GUARD: frozenset({Outcome.PASS, Outcome.INCONCLUSIVE}),
    Weight.SOFT: frozenset(Outcome),
}


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

    def propose(self, findings: Iterable[Finding], *, handed_in: Iterable[str] = ()) -> Proposal:
        """Verify when every hard check passed, no guard failed and few soft ones did; escalate otherwise.

        `handed_in` are the kinds of evidence that were, and so were not waived.
        """
        found = tuple(findings)
        reasons = (*self.silent(found), *self._against(found), *self._soft_reasons(found))
        outcome = DecisionOutcome.ESCALATED if reasons else DecisionOutcome.VERIFIED
        given = frozenset(handed_in)
        waived = tuple(one for one in self.waived if one[0] not in given)
        return Proposal(outcome, self.version, reasons, waived + self._unguarded(found))

    def silent(self, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        """A finding of our own for each hard check or guard that gave none: a fault, so never tolerated."""
        spoken = {finding.check for finding in findings}
        for name, rule in self.rules.items():
            if name not in spoken and rule.weight is not Weight.SOFT:
                yield _not_judged(name)

    def _against(self, findings: tuple[Finding, ...]) -> Iterator[Finding]:
        for finding in findings:
            rule = self.rules.get(finding.check)
            if rule is not None and finding.outcome not in TOLERATED[rule.weight]:
                yield finding

    def _unguarded(self, findings: tuple[Finding, ...]) -> tuple[tuple[str, str], ...]:
        guards = {name for name, rule in self.rules.items() if rule.weight is Weight.GUARD}
        blind = (f for f in findings if f.check in guards and _could_not_look(f))
        return tuple((f.check, f"The check could not look: {f.code}.") for f in blind)

    def _soft_reasons(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        against = tuple(
            finding
            for finding in findings
            if finding.outcome in (Outcome.CONCERN, Outcome.FAIL)
            and finding.check in self.rules
            and self.rules[finding.check].weight is Weight.SOFT
        )
        return against if len(against) >= self.soft_limit else ()


def _could_not_look(finding: Finding) -> bool:
    return finding.outcome is Outcome.INCONCLUSIVE and finding.code != NO_PAPER


def _not_judged(check: str) -> Finding:
    detail = f"The policy asks for the check {check!r}, which gave no finding."
    return Finding(check, Outcome.INCONCLUSIVE, NOT_JUDGED, detail)

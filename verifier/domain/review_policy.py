"""The policy of reviews: how soon a person looks, how long a claim lasts, who must agree, what is odd."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from verifier.domain.escalation import Risk, Verdict
from verifier.domain.finding import Finding, Outcome


@dataclass(frozen=True, slots=True)
class FourEyes:
    """When a second person has to agree: for these verdicts over a finding of these codes."""

    verdicts: frozenset[Verdict]
    codes: frozenset[str]

    def asked(self, verdict: Verdict, findings: Iterable[Finding]) -> bool:
        against = {f.code for f in findings if f.outcome in (Outcome.FAIL, Outcome.CONCERN)}
        return verdict in self.verdicts and not self.codes.isdisjoint(against)


@dataclass(frozen=True, slots=True)
class Viewing:
    """How much one member of staff may look at within an hour or a day before a lead is told; counts."""

    cases_an_hour: int
    reveals_an_hour: int
    reveals_a_day: int
    reveals_without_decision: int  # within a day, of cases that the member neither held nor decided


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """One version of it. `high` and `low` are codes of findings; one that is in neither makes NORMAL."""

    version: str
    due: Mapping[Risk, timedelta]
    high: frozenset[str]
    low: frozenset[str]
    claim: timedelta
    four_eyes: FourEyes
    viewing: Viewing

    def risk(self, reasons: Collection[str]) -> Risk:
        """The highest of any reason; LOW only where all are."""
        if not self.high.isdisjoint(reasons):
            return Risk.HIGH
        return Risk.LOW if reasons and self.low.issuperset(reasons) else Risk.NORMAL


PLAIN: Final = ReviewPolicy(
    version="plain",
    due={risk: timedelta(hours=24) for risk in Risk},
    high=frozenset(),
    low=frozenset(),
    claim=timedelta(minutes=20),
    four_eyes=FourEyes(frozenset(), frozenset()),
    viewing=Viewing(0, 0, 0, 0),
)
"""One that makes no difference between cases, for a service that no policy of reviews was configured for."""

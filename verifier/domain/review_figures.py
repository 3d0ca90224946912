"""What people made of escalated cases, counted: how much and how fast, and how often findings were right.

A share is given with its 95 % interval after Wilson (1927), and not at all below LEAST cases. Whoever decides
saw only what was escalated: these figures say nothing of what a check lets through.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import ceil, sqrt
from statistics import median
from typing import Final

from verifier.domain.decision import DecisionOutcome, Ruling
from verifier.domain.escalation import DecisionGround, Escalation, Verdict
from verifier.domain.finding import Outcome

LEAST: Final = 10  # cases; below it an interval is half of the scale or wider
Z95: Final = 1.959964  # standard normal quantile of a two-sided 95 % interval
_VERDICTS: Final = {DecisionOutcome.VERIFIED: Verdict.VERIFY, DecisionOutcome.REJECTED: Verdict.REJECT}


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why the policy did not verify, without what it saw."""

    check: str
    code: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """An escalation that a person ended, why it was opened, and what they decided.

    Without an outcome they asked the applicant for more. `claimed_at` is when the one who ended it last took
    it; None where it was handed to them.
    """

    escalation: Escalation
    causes: tuple[Cause, ...]
    policy_version: str
    outcome: DecisionOutcome | None
    ruling: Ruling | None
    claimed_at: datetime | None = None

    @property
    def ended_at(self) -> datetime:
        assert self.escalation.ended_at is not None, "it ended"
        return self.escalation.ended_at

    @property
    def ended_by(self) -> str:
        assert self.escalation.ended_by is not None, "a person ended it"
        return self.escalation.ended_by

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self.outcome] if self.outcome else Verdict.ASK_FOR_MORE

    @property
    def is_override(self) -> bool:
        return self.verdict is Verdict.VERIFY and bool(self.causes)

    @property
    def is_misread(self) -> bool:
        """Verified, because what spoke against it had been read wrongly."""
        said = self.ruling.grounds if self.ruling else ()
        return self.verdict is Verdict.VERIFY and DecisionGround.MISREAD in said

    @property
    def second_word(self) -> bool | None:
        """Whether a second person agreed with the first; None where no other spoke first."""
        first = self.escalation.first_word
        if first is None or first.by == self.ended_by:
            return None
        return first.said.verdict is self.verdict


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`."""

    hits: int
    n: int

    @property
    def rate(self) -> float | None:
        """None below LEAST: too few to say."""
        return self.hits / self.n if self.n >= LEAST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's score interval, 95 %; None below LEAST."""
        if self.n < LEAST:
            return None
        share, n, z2 = self.hits / self.n, self.n, Z95 * Z95
        middle = (share + z2 / (2 * n)) / (1 + z2 / n)
        half = Z95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(slots=True)
class Standing:
    """How often people decided with a finding or in spite of it; those who asked for more decided nothing.

    `misread` are those of the overridden whose ground is that it was read wrongly. The rest of the overridden
    was true and outweighed.
    """

    upheld: int = 0
    overridden: int = 0
    misread: int = 0

    @property
    def n(self) -> int:
        return self.upheld + self.overridden

    @property
    def overrides(self) -> Share:
        return Share(self.overridden, self.n)

    @property
    def agreement(self) -> Share:
        return Share(self.upheld, self.n)

    @property
    def errors(self) -> Share:
        """Found wrong by people, of all that they decided."""
        return Share(self.misread, self.n)

    def count(self, one: Ended) -> None:
        self.upheld += one.verdict is Verdict.REJECT
        self.overridden += one.verdict is Verdict.VERIFY
        self.misread += one.is_misread


@dataclass(slots=True)
class Work:
    """What one member of staff ended, and with which second words."""

    ended: int = 0
    overrides: int = 0
    agreed: int = 0
    refused: int = 0
    minutes: list[float] = field(default_factory=list)  # from taking it to ending it

    @property
    def median_minutes(self) -> float | None:
        return median(self.minutes) if self.minutes else None

    def count(self, one: Ended) -> None:
        self.ended += 1
        self.overrides += one.is_override
        self.agreed += one.second_word is True
        self.refused += one.second_word is False
        if one.claimed_at is not None and one.claimed_at >= one.escalation.opened_at:
            self.minutes.append((one.ended_at - one.claimed_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Ages:
    """Hours from escalation to its end: of how many, their median and 90th percentile, how many were late."""

    n: int
    median: float | None
    ninetieth: float | None
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the escalations of some time; days are those of UTC, the newest first."""

    ages: Ages
    days: Mapping[date, Mapping[Verdict, int]]
    reviewers: Mapping[str, Work]
    codes: Mapping[tuple[str, str], Standing]  # by check and code
    checks: Mapping[str, Standing]  # of their fails alone


def figures(every: Iterable[Ended]) -> Figures:
    """Count them, each once."""
    days: defaultdict[date, Counter[Verdict]] = defaultdict(Counter)
    reviewers: defaultdict[str, Work] = defaultdict(Work)
    codes: defaultdict[tuple[str, str], Standing] = defaultdict(Standing)
    checks: defaultdict[str, Standing] = defaultdict(Standing)
    hours: list[float] = []
    late = 0
    for one in every:
        days[one.ended_at.astimezone(UTC).date()][one.verdict] += 1
        reviewers[one.ended_by].count(one)
        hours.append((one.ended_at - one.escalation.opened_at).total_seconds() / 3600)
        late += one.ended_at >= one.escalation.due_at
        for place in {(cause.check, cause.code) for cause in one.causes}:
            codes[place].count(one)
        for check in {cause.check for cause in one.causes if cause.outcome is Outcome.FAIL}:
            checks[check].count(one)
    return Figures(
        ages=Ages(len(hours), median(hours) if hours else None, percentile(hours, 90), late),
        days={day: days[day] for day in sorted(days, reverse=True)},
        reviewers=dict(sorted(reviewers.items(), key=lambda item: (-item[1].ended, item[0]))),
        codes=dict(sorted(codes.items(), key=lambda item: (-item[1].n, item[0]))),
        checks=dict(sorted(checks.items(), key=lambda item: (-item[1].n, item[0]))),
    )


def percentile(values: Sequence[float], per_cent: int) -> float | None:
    """The smallest value that so many per cent do not exceed (nearest rank); None of none."""
    if not values:
        return None
    return sorted(values)[max(0, ceil(len(values) * per_cent / 100) - 1)]

"""What a check is: a pure function from facts and thresholds to findings, with every code it may give.

The facts are a case's, or those of a film of a face (`face_check`). Most checks of a case judge one licence;
`of_each_licence` puts the case around them, so that a case with two licences is judged on both and a case
with none is inconclusive; `of_each_page` does so for every page that was handed in as one, whatever it was
read as. A check holds no threshold of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Generic, TypeAlias, TypeVar

from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Measure, Outcome
from verifier.domain.reading import Box, Field, FieldName, LicenceReading

Thresholds: TypeAlias = Mapping[str, float]

NO_LICENCE: Final = "no_licence"
FIELD_ABSENT: Final = "field_absent"
SHARED_CODES: Final = (NO_LICENCE, FIELD_ABSENT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding before it is known which check and which evidence it belongs to."""

    outcome: Outcome
    code: str
    detail: str
    measured: Measure = None
    threshold: Measure = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """One page read as a licence, with the case around it."""

    evidence_id: str
    reading: LicenceReading
    facts: Facts

    def field(self, name: FieldName) -> Field | None:
        return self.reading.fields.get(name)


LicenceJudge: TypeAlias = Callable[[Licence, Thresholds], Iterable[Judgement]]
Pages: TypeAlias = tuple[tuple[str, LicenceReading], ...]  # with their evidence ids
FactsT = TypeVar("FactsT")
FactsJudge: TypeAlias = Callable[[FactsT, Thresholds], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Check(Generic[FactsT]):
    """A check under its name: every finding code it may give, and the thresholds a policy must give it."""

    name: str
    codes: tuple[str, ...]
    judge: FactsJudge[FactsT]
    thresholds: tuple[str, ...] = ()

    def __call__(self, facts: FactsT, thresholds: Thresholds) -> tuple[Finding, ...]:
        return tuple(self.judge(facts, thresholds))


CaseCheck: TypeAlias = Check[Facts]


def by_name(checks: Iterable[Check[FactsT]]) -> Mapping[str, Check[FactsT]]:
    """The checks under their names. Raises ValueError where two have the same."""
    named: dict[str, Check[FactsT]] = {}
    for check in checks:
        if check.name in named:
            raise ValueError(f"Two checks are called {check.name!r}.")
        named[check.name] = check
    return MappingProxyType(named)


def of_each_licence(
    name: str, codes: type[StrEnum], judge: LicenceJudge, thresholds: tuple[str, ...] = ()
) -> CaseCheck:
    """A check that judges every licence of the case by itself, and is inconclusive when there is none."""
    return Check(name, (*codes, *SHARED_CODES), _each(name, judge, Facts.licences), thresholds)


def of_each_page(
    name: str, codes: type[StrEnum], judge: LicenceJudge, thresholds: tuple[str, ...] = ()
) -> CaseCheck:
    """A check that judges every page handed in as a licence, also one that was not recognised as such."""
    return Check(name, (*codes, NO_LICENCE), _each(name, judge, _handed_in), thresholds)


def absent(*names: FieldName) -> Judgement:
    """What a check says that needs fields which were not read: inconclusive, never a pass."""
    wanted = ", ".join(names)
    return Judgement(
        Outcome.INCONCLUSIVE, FIELD_ABSENT, f"Nothing usable was read for: {wanted}.", threshold=wanted
    )


def _each(name: str, judge: LicenceJudge, pages: Callable[[Facts], Pages]) -> FactsJudge[Facts]:
    def judge_all(facts: Facts, numbers: Thresholds) -> Iterator[Finding]:
        found = pages(facts)
        for evidence_id, reading in found:
            for judgement in judge(Licence(evidence_id, reading, facts), numbers):
                yield finding_of(name, judgement, (evidence_id,))
        if not found:
            yield finding_of(name, _no_licence(), tuple(facts.evidence))

    return judge_all


def _handed_in(facts: Facts) -> Pages:
    return tuple(
        (reading.evidence_id, reading.body)
        for reading in facts.readings
        if isinstance(reading.body, LicenceReading)
        and facts.evidence.get(reading.evidence_id) is EvidenceKind.BUSINESS_LICENCE
    )


def _no_licence() -> Judgement:
    return Judgement(Outcome.INCONCLUSIVE, NO_LICENCE, "No page of the case was read as a business licence.")


def finding_of(check: str, judgement: Judgement, evidence_ids: tuple[str, ...] = ()) -> Finding:
    """The judgement as the finding of a check, on the evidence that it judged."""
    return Finding(
        check=check,
        outcome=judgement.outcome,
        code=str(judgement.code),
        detail=judgement.detail,
        measured=judgement.measured,
        threshold=judgement.threshold,
        evidence_ids=evidence_ids,
        boxes=judgement.boxes,
    )

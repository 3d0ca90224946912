"""What the checks of papers share: the papers of one case beside what was declared, and words for silence."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from verifier.domain.check import CaseCheck, Check, Judgement, Thresholds, finding_of
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.paper import FOREVER, PaperField, PaperReading
from verifier.domain.policy import NO_PAPER
from verifier.domain.wording import comparable

OTHER_KIND: Final = "paper_other_kind"
PAPER_FIELD_ABSENT: Final = "paper_field_absent"
SHARED_CODES: Final = (NO_PAPER, OTHER_KIND, PAPER_FIELD_ABSENT)


@dataclass(frozen=True, slots=True)
class Paper:
    """One page read as a paper, with the case around it."""

    evidence_id: str
    reading: PaperReading
    facts: Facts

    def value(self, name: PaperField) -> str | None:
        return self.reading.value(name)

    def day(self, name: PaperField) -> date | None:
        """The day of a field; None where it was not read or names none."""
        text = self.value(name)
        return date.fromisoformat(text) if text and text != FOREVER and _is_day(text) else None


PaperJudge: TypeAlias = Callable[[Paper, Thresholds], Iterable[Judgement]]


def of_each_paper(
    name: str,
    codes: type[StrEnum],
    kinds: tuple[EvidenceKind, ...],
    judge: PaperJudge,
    thresholds: tuple[str, ...] = (),
) -> CaseCheck:
    """A check that judges every paper of these kinds by itself; inconclusive where none was handed in."""

    def judge_all(facts: Facts, numbers: Thresholds) -> Iterator[Finding]:
        found = facts.papers(*kinds)
        for evidence_id, reading in found:
            judgements: Iterable[Judgement]
            if reading.kind is facts.evidence[evidence_id]:
                judgements = judge(Paper(evidence_id, reading, facts), numbers)
            else:
                judgements = (_other(reading, facts.evidence[evidence_id]),)
            for judgement in judgements:
                yield finding_of(name, judgement, (evidence_id,))
        if not found:
            yield finding_of(name, no_paper(kinds))

    return Check(name, (*codes, *SHARED_CODES), judge_all, thresholds)


def no_paper(kinds: Iterable[EvidenceKind]) -> Judgement:
    wanted = ", ".join(kinds)
    return Judgement(Outcome.INCONCLUSIVE, NO_PAPER, f"Nothing readable was handed in as: {wanted}.")


def unread(*names: PaperField) -> Judgement:
    """What a check says that needs fields which were not read: inconclusive, never a pass."""
    wanted = ", ".join(names)
    detail = f"Nothing usable was read for: {wanted}."
    return Judgement(Outcome.INCONCLUSIVE, PAPER_FIELD_ABSENT, detail, threshold=wanted)


def same_name(one: str, other: str) -> bool:
    """Whether two wordings are one name, whatever the widths, blanks and brackets."""
    return comparable(one) == comparable(other)


class Source(StrEnum):
    """Who else says whose paper it is."""

    CARD = "the identity card"
    DECLARED = "the agent declared"


def of_the_agent(paper: Paper, others: Mapping[Source, StrEnum], uncompared: StrEnum) -> Iterator[Judgement]:
    """What is said of the person whom the paper names, if it is not the agent's of every source there is.

    `others` are the codes of a paper that names another person than a source, `uncompared` that of one beside
    which there is no source.
    """
    mine = paper.value(PaperField.NAME)
    if mine is None:
        yield unread(PaperField.NAME)
        return
    same = dict(_compared(paper, mine))
    if not same:
        detail = "No identity card was read and no agent declared to compare the person with."
        yield Judgement(Outcome.INCONCLUSIVE, uncompared, detail)
    box = paper.reading.fields[PaperField.NAME].box
    for source, agrees in same.items():
        if not agrees:
            detail = f"The paper names another person than {source}."
            yield Judgement(Outcome.CONCERN, others[source], detail, boxes=(box,))


def _compared(paper: Paper, mine: str) -> Iterator[tuple[Source, bool]]:
    """Each source there is, and whether its person is the paper's."""
    said, its_number = paper.facts.declared, paper.value(PaperField.NUMBER)
    name, number = _on_card(paper.facts)
    if name:
        numbers_agree = not (number and its_number) or number == its_number
        yield Source.CARD, same_name(mine, name) and numbers_agree
    if said and said.agent:
        yield Source.DECLARED, same_name(mine, said.agent)


def _on_card(facts: Facts) -> tuple[str | None, str | None]:
    """Name and number of the person on the identity card, each None where it was not read."""
    cards = [reading for _, reading in facts.papers(EvidenceKind.AGENT_IDENTITY)]
    name, number = (
        next((value for card in cards if (value := card.value(field))), None)
        for field in (PaperField.NAME, PaperField.NUMBER)
    )
    return name, number


def _other(reading: PaperReading, wanted: EvidenceKind) -> Judgement:
    seen = str(reading.kind or "another page")
    detail = f"Handed in as {str(wanted)!r}, the page was read as {seen!r}."
    return Judgement(Outcome.CONCERN, OTHER_KIND, detail, seen, str(wanted))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

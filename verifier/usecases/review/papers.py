"""Papers of people as one reviewer is given them: fields beside what was declared, and what is covered."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from verifier.domain.case import Declared
from verifier.domain.evidence import EvidenceKind
from verifier.domain.licence_forms import box_of
from verifier.domain.masking import COVER, ON_PAPERS, Cover, Personal
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.places import Box
from verifier.domain.reading import Reading
from verifier.domain.wording import comparable
from verifier.domain.written import Line
from verifier.usecases.review.case_file import Row

PREFIX: Final = "paper_"  # tells a paper's fields from those of a licence, which has some of the same names
# What must have been read of a paper for the places of its personal data to be known.
NEEDED: Final[Mapping[EvidenceKind, frozenset[PaperField]]] = {
    EvidenceKind.IN_SERVICE_CERTIFICATE: frozenset({PaperField.NAME}),
    EvidenceKind.AUTHORISATION_LETTER: frozenset({PaperField.NAME}),
    EvidenceKind.AGENT_IDENTITY: frozenset({PaperField.NAME, PaperField.NUMBER, PaperField.ADDRESS}),
    EvidenceKind.HR_SERVICE_LICENCE: frozenset({PaperField.LEGAL_PERSON}),
    EvidenceKind.DISPATCH_LICENCE: frozenset({PaperField.LEGAL_PERSON}),
}
# Lines on which an identity number may stand that was misread, and so is no field.
NUMBERED: Final = re.compile(r"身份证号|公民身份号码|[0-9OIlXx]{15,}")


def personal(readings: Iterable[Reading]) -> Iterator[tuple[Personal, str | None]]:
    """Every personal value that the case's papers say."""
    for reading in readings:
        if isinstance(reading.body, PaperReading):
            for name, kind in ON_PAPERS.items():
                if found := reading.body.fields.get(name):
                    yield kind, found.value
                    yield kind, found.normalised


def rows(evidence_id: str, paper: PaperReading, said: Declared, hides: Cover) -> Iterator[Row]:
    """The fields of a paper, each beside what was declared of the same."""
    declared = {
        PaperField.NAME: said.agent,
        PaperField.COMPANY: said.name,
        PaperField.CODE: said.code,
        PaperField.LEGAL_PERSON: said.person,
    }
    for name, found in paper.fields.items():
        told = declared.get(name)
        yield Row(
            field=PREFIX + name.value,
            declared=told and hides.text(told),
            printed=hides.text(found.value),
            qr=None,
            registry=None,
            differs=told is not None and comparable(told) != comparable(found.value),
            personal=ON_PAPERS.get(name),
            boxes=(found.box,),
            evidence_id=evidence_id,
            score=found.score,
        )


def hidden_on(paper: PaperReading, bare: frozenset[Personal], hides: Cover) -> tuple[Box, ...] | None:
    """Where the picture of a paper has to be covered; None: all of it."""
    if Personal.PAGE in bare:
        return ()
    needed = NEEDED.get(paper.kind) if paper.kind else None
    if needed is None or not needed <= set(paper.fields):
        return None
    if paper.kind is EvidenceKind.AGENT_IDENTITY and paper.portrait is None:
        return None
    return tuple(dict.fromkeys(_places(paper, bare, hides)))


def without_words(paper: PaperReading, bare: frozenset[Personal], hides: Cover) -> PaperReading:
    """The reading with covered values; its lines keep their places, and their text where it tells nobody."""
    fields = {
        name: replace(found, value=hides.text(found.value), normalised=None, repairs=())
        if name in ON_PAPERS and ON_PAPERS[name] not in bare
        else found
        for name, found in paper.fields.items()
    }
    places = tuple(_places(paper, bare, hides))
    lines = tuple(
        replace(line, text=COVER) if any(_meets(box_of(line), place) for place in places) else line
        for line in paper.lines
    )
    return replace(paper, fields=fields, lines=lines)


def _places(paper: PaperReading, bare: frozenset[Personal], hides: Cover) -> Iterator[Box]:
    for name, kind in ON_PAPERS.items():
        if name in paper.fields and kind not in bare:
            yield paper.fields[name].box
    if paper.portrait and Personal.FACES not in bare:
        yield paper.portrait
    yield from (box_of(line) for line in paper.lines if _tells(line, bare, hides))


def _tells(line: Line, bare: frozenset[Personal], hides: Cover) -> bool:
    """Whether a line repeats something personal, wherever it stands."""
    numbered = Personal.IDENTITY_NUMBER not in bare and NUMBERED.search(line.text) is not None
    return numbered or hides.text(line.text) != line.text


def _meets(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

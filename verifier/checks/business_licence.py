"""Is there a business licence among the evidence, and only one?

pass          every page that was handed in as a licence is one, and all bear the same code
concern       the pages bear different codes: several licences in one case
fail          a page that was handed in as a licence shows something else
inconclusive  nothing was handed in as a licence, or none of it could be read
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import NO_LICENCE, Check, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.reading import DocumentType, FieldName, LicenceReading

NAME: Final = "business_licence"


class Code(StrEnum):
    IS_LICENCE = "is_licence"
    NOT_A_LICENCE = "not_a_licence"
    SEVERAL_LICENCES = "several_licences"
    NO_LICENCE = NO_LICENCE


def judge(facts: Facts, _thresholds: Thresholds) -> Iterator[Finding]:
    pages = tuple(_pages(facts))
    for evidence_id, reading in pages:
        yield _judge_page(evidence_id, reading)
    if not pages:
        detail = "Nothing that was handed in as a business licence could be read."
        yield Finding(NAME, Outcome.INCONCLUSIVE, Code.NO_LICENCE, detail)
    yield from _judge_codes(facts)


def _pages(facts: Facts) -> Iterator[tuple[str, LicenceReading]]:
    for reading in facts.readings:
        wanted = facts.evidence.get(reading.evidence_id) is EvidenceKind.BUSINESS_LICENCE
        if wanted and isinstance(reading.body, LicenceReading):
            yield reading.evidence_id, reading.body


def _judge_page(evidence_id: str, reading: LicenceReading) -> Finding:
    seen, wanted = reading.document_type, DocumentType.BUSINESS_LICENCE
    if seen is wanted:
        outcome, code, detail = (
            Outcome.PASS,
            Code.IS_LICENCE,
            "The page has the wording of a business licence.",
        )
    else:
        outcome, code = Outcome.FAIL, Code.NOT_A_LICENCE
        detail = f"The page was handed in as a business licence and was read as {str(seen)!r}."
    return Finding(NAME, outcome, code, detail, str(seen), str(wanted), (evidence_id,))


def _judge_codes(facts: Facts) -> Iterator[Finding]:
    found = [
        (i, page.fields[FieldName.CODE]) for i, page in facts.licences() if FieldName.CODE in page.fields
    ]
    codes = sorted({field.normalised or field.value for _, field in found})
    if len(codes) > 1:
        detail = f"The licences of this case bear different codes: {', '.join(codes)}."
        ids, boxes = tuple(i for i, _ in found), tuple(field.box for _, field in found)
        yield Finding(NAME, Outcome.CONCERN, Code.SEVERAL_LICENCES, detail, len(codes), 1, ids, boxes)


CHECK: Final = Check(NAME, tuple(Code), judge)

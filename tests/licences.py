"""Readings of licences that no engine made: a genuine-looking one, to be changed one thing at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from verifier.domain import credit_code
from verifier.domain.case import AccountType, Declared
from verifier.domain.check import Check
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.reading import (
    DocumentType,
    Field,
    FieldName,
    Frame,
    LicenceReading,
    Line,
    Reading,
    Unreadable,
)

EVIDENCE = "evd_1"
TODAY = date(2026, 3, 2)
PRINTED: Mapping[FieldName, str] = {
    FieldName.CODE: "91440300708461136T",
    FieldName.NAME: "深圳市云杉信息技术有限公司",
    FieldName.TYPE: "有限责任公司(自然人独资)",
    FieldName.PERSON: "林晓东",
    FieldName.CAPITAL: "伍佰万元人民币",
    FieldName.ESTABLISHED: "2019-05-06",
    FieldName.TERM: "2019-05-06/",
    FieldName.ADDRESS: "广东省深圳市南山区科苑路15号",
    FieldName.SCOPE: "信息技术开发；软件销售；建筑模板批发。",
    FieldName.AUTHORITY: "深圳市市场监督管理局",
    FieldName.ISSUED: "2021-07-08",
}
DECLARED = Declared(PRINTED[FieldName.NAME], PRINTED[FieldName.CODE], PRINTED[FieldName.PERSON])


def made_code(head: str) -> str:
    """A code with right check characters that begins with the given eight characters."""
    first17 = head + "708461136"
    return first17 + credit_code.check_character(first17)


def field(value: str, score: float = 0.99) -> Field:
    """A field as printed, somewhere on the page."""
    return Field(value, value, score, (10, 10, 500, 40))


def line(text: str, at: tuple[float, float] = (600.0, 900.0), score: float = 0.95) -> Line:
    """A line of text whose box starts at a point."""
    x, y = at
    return Line(((x, y), (x + 80, y), (x + 80, y + 20), (x, y + 20)), text, score)


def licence(
    fields: Mapping[str, Field | str | None] | None = None,
    lines: Sequence[Line] = (),
    document_type: DocumentType = DocumentType.BUSINESS_LICENCE,
    **measured: Any,
) -> LicenceReading:
    """The genuine-looking licence with some fields changed; None takes a field away.

    `measured` sets what else a reading holds: person_label, printing, qr_codes.
    """
    printed: dict[FieldName, Field] = {name: field(value) for name, value in PRINTED.items()}
    for name, value in (fields or {}).items():
        if value is None:
            del printed[FieldName(name)]
        else:
            printed[FieldName(name)] = field(value) if isinstance(value, str) else value
    title = line("营业执照", (400, 60))
    return LicenceReading(Frame(1200, 1700), document_type, (title, *lines), printed, **measured)


def reading(body: LicenceReading | Unreadable, evidence_id: str = EVIDENCE) -> Reading:
    return Reading(evidence_id, "licence", "none", "0", 1, body)


def facts(*bodies: LicenceReading | Unreadable, declared: Declared | None = DECLARED) -> Facts:
    """A case of a direct employer with one evidence for each body, or the genuine-looking licence."""
    ids = [f"evd_{number}" for number, _ in enumerate(bodies or (0,), start=1)]
    shown = bodies or (licence(),)
    return Facts(
        account_type=AccountType.DIRECT_EMPLOYER,
        declared=declared,
        evidence=dict.fromkeys(ids, EvidenceKind.BUSINESS_LICENCE),
        readings=tuple(reading(body, i) for i, body in zip(ids, shown, strict=True)),
        today=TODAY,
    )


def posted_by(account_type: AccountType, case: Facts) -> Facts:
    return replace(case, account_type=account_type)


def codes(check: Check, case: Facts, **thresholds: float) -> list[tuple[str, str]]:
    """What a check finds: outcome and code of each finding, after asserting that it may give that code."""
    found: tuple[Finding, ...] = check(case, thresholds)
    assert {finding.code for finding in found} <= set(check.codes)
    assert {finding.check for finding in found} <= {check.name}
    assert all(finding.detail.endswith(".") for finding in found)
    return [(str(finding.outcome), finding.code) for finding in found]

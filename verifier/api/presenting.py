"""From domain values to the members that the answer schemas name. Shapes only: nothing is decided here."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from verifier.api import papers
from verifier.domain.advice import advice_for, advise
from verifier.domain.case import Case, CaseState
from verifier.domain.decision import Decision
from verifier.domain.escalation import Escalation
from verifier.domain.evidence import Evidence
from verifier.domain.finding import Finding
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.provenance import Provenance
from verifier.domain.reading import Body, Field, LicenceReading, Line, PaperReading, Reading, Seal, Unreadable
from verifier.domain.registry import RegistryExtract
from verifier.domain.relatives import Relative, Relatives, Resemblance
from verifier.domain.traces import Traces
from verifier.intake.content import is_mislabelled
from verifier.usecases import CaseView
from verifier.usecases.faces.cards import CardMatch

Members: TypeAlias = dict[str, Any]

_NOTHING: Members = {
    "document_type": None,
    "frame": None,
    "found": {},
    "quality": None,
    "seals": [],
    "unreadable": None,
    "registry": None,
    "relatives": None,
    "provenance": None,
    "traces": None,
    "paper": None,
}
_PLAIN = {Unreadable: "unreadable", RegistryExtract: "registry", Provenance: "provenance"}


def case_url(case_id: str) -> str:
    return f"/v1/cases/{case_id}"


def content_url(evidence_id: str) -> str:
    return f"/v1/evidence/{evidence_id}/content"


def picture_url(evidence_id: str, kind: PictureKind) -> str:
    return f"/v1/evidence/{evidence_id}/pictures/{kind}"


def case_summary(case: Case) -> Members:
    return {
        "id": case.id,
        "url": case_url(case.id),
        "state": case.state,
        "account_type": case.account_type,
        "declared": case.declared,
        "reference": case.reference,
        "employer_id": case.employer_id,
        "opened_at": case.opened_at,
        "submitted_at": case.submitted_at,
    }


def evidence(item: Evidence) -> Members:
    return {
        "id": item.id,
        "case_id": item.case_id,
        "kind": item.kind,
        "media_type": item.media_type,
        "declared_media_type": item.declared_media_type,
        "size": item.size,
        "sha256": item.sha256,
        "content": content_url(item.id),
        "added_at": item.added_at,
    }


def added_evidence(item: Evidence) -> Members:
    return evidence(item) | {"warnings": warnings(item.media_type, item.declared_media_type)}


def picture(item: StoredPicture) -> Members:
    return {
        "evidence_id": item.evidence_id,
        "kind": item.kind,
        "media_type": item.media_type,
        "content": picture_url(item.evidence_id, item.kind),
    }


def reading(item: Reading, *, lines: bool) -> Members:
    measured = {
        "evidence_id": item.evidence_id,
        "reader": item.reader,
        "engine": item.engine,
        "version": item.version,
        "milliseconds": item.milliseconds,
    }
    shown = measured | _NOTHING | _body(item.body)
    if lines and isinstance(item.body, LicenceReading | PaperReading):
        covered = isinstance(item.body, PaperReading)
        return shown | {"lines": [_line(x, covered=covered) for x in item.body.lines]}
    return shown


def _body(body: Body) -> Members:
    if isinstance(body, LicenceReading):
        return _licence(body)
    if isinstance(body, PaperReading):
        return _paper(body)
    if isinstance(body, Relatives):
        return {"relatives": _relatives(body)}
    if isinstance(body, Traces):
        return {"frame": body.frame, "traces": body}
    return {_PLAIN[type(body)]: body}


def decision(item: Decision) -> Members:
    return {
        "id": item.id,
        "outcome": item.proposal.outcome,
        "reasons": [_reason(finding) for finding in item.proposal.reasons],
        "advice": advise(item.proposal.reasons),
        "waived": [{"evidence": what, "reason": why} for what, why in item.proposal.waived],
        "policy_version": item.proposal.policy_version,
        "decided_by": item.decided_by,
        "grounds": item.ruling.grounds if item.ruling else [],
        "words": item.ruling.applicant if item.ruling else None,
        "decided_at": item.decided_at,
        "expires_at": item.expires_at,
    }


def case_view(view: CaseView, *, lines: bool) -> Members:
    return case_summary(view.case) | {
        "evidence": [evidence(item) for item in view.evidence],
        "readings": [reading(item, lines=lines) for item in view.readings],
        "pictures": [picture(item) for item in view.pictures],
        "findings": view.findings,
        "requests": view.requests,
        "card_matches": [_card_match(one) for one in view.card_matches],
        "decision": view.decision and decision(view.decision),
        "progress": progress(view.case, view.asked, view.readings),
    }


def _card_match(one: CardMatch) -> Members:
    return {
        "recruiter_id": one.recruiter_id,
        "face_session_id": one.session_id,
        "outcome": one.finding.outcome,
        "code": one.finding.code,
        "at": one.at,
    }


def review_tag(item: Escalation) -> str:
    """Of this version of this escalation: a case that is escalated again begins to count anew."""
    return f"{item.id}.{item.version}"


def review(item: Escalation) -> Members:
    first = item.first_word
    return {
        "case_id": item.case_id,
        "case_url": case_url(item.case_id),
        "version": item.version,
        "etag": f'"{review_tag(item)}"',
        "risk": item.risk.name.lower(),
        "reasons": item.reasons,
        "opened_at": item.opened_at,
        "due_at": item.due_at,
        "first_word": first and {"by": first.by, "at": first.at, "verdict": first.said.verdict},
        "ended_at": item.ended_at,
        "ended_by": item.ended_by,
    }


def progress(case: Case, asked: int, readings: Sequence[Reading]) -> Members | None:
    """How many of the readings have come in that were asked for when the case was submitted."""
    if case.state is not CaseState.SUBMITTED:
        return None
    return {"done": len(readings), "total": asked}


def warnings(media_type: str, declared_media_type: str | None) -> list[Members]:
    """What was noticed about a file that was taken none the less."""
    if not is_mislabelled(media_type, declared_media_type):
        return []
    detail = f"The content is {media_type}, which is not the media type that came with the file."
    return [{"code": "media_type_corrected", "detail": detail}]


def _relatives(body: Relatives) -> Members:
    return {
        "relatives": [_relative(one) for one in body.relatives],
        "total": body.total,
        "compared": body.compared,
        "unseen": body.unseen,
    }


def _relative(one: Relative) -> Members:
    return {
        "case_id": one.case_id,
        "case_url": case_url(one.case_id),
        "evidence_id": one.evidence_id,
        "thumbnail": picture_url(one.evidence_id, PictureKind.THUMBNAIL),
        "same_account": one.same_account,
        "shared": one.shared,
        "distance": one.distance,
        "resemblance": one.resemblance and _resemblance(one.resemblance),
    }


def _resemblance(found: Resemblance) -> Members:
    return {
        "inliers": found.inliers,
        "agreement": round(found.agreement, 3),
        "print": round(found.print, 3),
        "grain": round(found.grain, 2),
    }


def _licence(body: LicenceReading) -> Members:
    found = {name.value: _field(field) for name, field in body.fields.items()}
    measured = {"document_type": body.document_type, "frame": body.frame, "quality": body.quality}
    return measured | {"found": found, "seals": [_seal(seal) for seal in body.seals]}


def _paper(body: PaperReading) -> Members:
    found = {}
    for name, item in body.fields.items():
        value, normalised = papers.value(name, item)
        found[name.value] = _field(item) | {"value": value, "normalised": normalised}
    return papers.members(body) | {"found": found, "seals": [_seal(seal) for seal in body.seals]}


def _field(item: Field) -> Members:
    return {
        "value": item.value,
        "normalised": item.normalised,
        "score": round(item.score, 4),
        "box": item.box,
        "repairs": item.repairs,
    }


def _seal(item: Seal) -> Members:
    return {
        "box": item.box,
        "coverage": round(item.coverage, 3),
        "colour": item.colour,
        "text": item.text,
        "score": round(item.score, 4),
    }


def _line(item: Line, *, covered: bool) -> Members:
    polygon = [[round(x, 1), round(y, 1)] for x, y in item.polygon]
    return {
        "polygon": polygon,
        "text": papers.text(item) if covered else item.text,
        "score": round(item.score, 4),
    }


def _reason(finding: Finding) -> Members:
    return {
        "check": finding.check,
        "code": finding.code,
        "outcome": finding.outcome,
        "applicant": advice_for(finding.code),
        "auditor": finding.detail,
    }

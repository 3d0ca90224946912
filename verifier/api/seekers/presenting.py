"""From grants and reads to the members that the answer schemas name. Decides nothing."""

from typing import Final

from verifier.api.gate.presenting import reasons
from verifier.api.presenting import Members
from verifier.domain.resume_grant import Grant
from verifier.domain.resume_read import ResumeRead
from verifier.marking.marking import MarkedText
from verifier.usecases.seekers.grants import Withdrawn

READ: Final = (
    "id", "answer", "needs", "grant_id", "seeker_id", "employer_id", "recruiter_id", "purpose", "findings",
    "policy_version", "asked_at", "expires_at", "contacted_at", "marked_at",
)  # fmt: skip


def grant_url(grant_id: str) -> str:
    return f"/v1/resume-grants/{grant_id}"


def read_url(read_id: str) -> str:
    return f"/v1/resume-reads/{read_id}"


def grant(item: Grant) -> Members:
    return {
        "id": item.id,
        "url": grant_url(item.id),
        "seeker_id": item.seeker_id,
        "employer_id": item.terms.employer_id,
        "recruiter_id": item.terms.recruiter_id,
        "purpose": item.terms.purpose,
        "resume": item.terms.resume,
        "text_version": item.agreed.version,
        "text_language": item.agreed.language,
        "text_sha256": item.agreed.text_sha256,
        "agreed_at": item.agreed.at,
        "agreed_way": item.agreed.way,
        "expires_at": item.expires_at,
        "withdrawn_at": item.withdrawn_at,
    }


def withdrawn(done: Withdrawn) -> Members:
    reads = [{name: getattr(one, name) for name in ("id", "recruiter_id", "asked_at")} for one in done.reads]
    return grant(done.grant) | {"reads": reads}


def read(item: ResumeRead) -> Members:
    return {name: getattr(item, name) for name in READ} | {
        "url": read_url(item.id),
        "reasons": reasons(item.answer, item.findings),
        "face_session_id": item.face and item.face.session_id,
        "face_at": item.face and item.face.at,
    }


def marked(done: MarkedText) -> Members:
    places = [{"carrier": carrier, "places": count} for carrier, count in sorted(done.places.items())]
    return {"text": done.text, "places": places}

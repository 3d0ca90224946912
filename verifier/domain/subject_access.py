"""What a person or an employer is told of what is kept of them: where each record comes from, and what for.

PIPL Arts. 17 and 45. How long it stays is the retention policy's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Origin:
    source: str
    purpose: str


SITE: Final = "the recruitment site"
OURS: Final = "worked out by this service"
CAMERA: Final = "the recruiter's own browser"
VERIFY: Final = "to verify the employer (Order 700 Arts. 18, 24, 26; Order 44 Art. 17)"
FACE: Final = "to make sure that the recruiter is there and is the same person, by their consent"
GATE: Final = "to decide whether a job may be posted"
LINKS: Final = "to find accounts and documents that are one and the same forger's"
PROOFS: Final = "to see that the employer controls what is its own"
VISITS: Final = "to see for ourselves that the firm is at its address"
SEEKERS: Final = "to let résumés be read by those alone whom the seeker chose, and to show who did"
ANSWERABLE: Final = "to tell afterwards who did what, and who was given this data (PIPL Art. 51)"

ORIGINS: Final[Mapping[str, Origin]] = MappingProxyType(
    {
        "cases": Origin(SITE, VERIFY),
        "evidence": Origin(SITE, VERIFY),
        "readings": Origin("read from the evidence, or told by the registry", VERIFY),
        "pictures": Origin("drawn from the evidence", VERIFY),
        "decisions": Origin(OURS, VERIFY),
        "escalations": Origin(OURS, "to have a person look"),
        "notes": Origin("a reviewer", "to have a person look"),
        "document_requests": Origin("a reviewer", VERIFY),
        "viewings": Origin(OURS, ANSWERABLE),
        "likenesses": Origin(OURS, LINKS),
        "recruiters": Origin(SITE, GATE),
        "portraits": Origin(SITE, FACE),
        "face_sessions": Origin(f"{SITE}, {CAMERA}", FACE),
        "face_attempts": Origin(OURS, FACE),
        "film_readings": Origin("measured in the film", FACE),
        "kept_frames": Origin(CAMERA, "for a person to look at, by a consent of its own"),
        "face_decisions": Origin(OURS, FACE),
        "face_templates": Origin("computed from the film", FACE),
        "employers": Origin(SITE, GATE),
        "employer_entries": Origin(f"{SITE}, its reviewers", GATE),
        "memberships": Origin(SITE, GATE),
        "permits": Origin(f"{SITE}, {OURS}", GATE),
        "proofs": Origin(f"{SITE}, {OURS}", PROOFS),
        "bank_payments": Origin(f"the employer, {OURS}, our bank's statements", PROOFS),
        "statement_matches": Origin("our bank's statements", PROOFS),
        "visits": Origin("a reviewer of ours", VISITS),
        "visit_answers": Origin("an agent of ours who visited the firm", VISITS),
        "visit_photos": Origin("an agent of ours who visited the firm", VISITS),
        "mail_messages": Origin("the recruiter, or the site; the address is kept sealed", PROOFS),
        "mail_outbox": Origin(OURS, PROOFS),
        "applicant_links": Origin(OURS, PROOFS),
        "office_videos": Origin("read from the film", PROOFS),
        "office_video_parts": Origin("the applicant", PROOFS),
        "office_video_strips": Origin("drawn from the film", PROOFS),
        "office_video_marks": Origin("computed from the film", LINKS),
        "account_traits": Origin(f"{SITE}, {OURS}; as marks that show no value", LINKS),
        "blocks": Origin("a reviewer of the recruitment site", "to keep out what was stopped once"),
        "seekers": Origin(SITE, SEEKERS),
        "resume_grants": Origin("the seeker, on the site or our page", SEEKERS),
        "resume_reads": Origin(f"{SITE}, {OURS}", SEEKERS),
        "seeker_links": Origin(OURS, SEEKERS),
        "seeker_complaints": Origin("the seeker", SEEKERS),
        "audit": Origin(OURS, ANSWERABLE),
    }
)

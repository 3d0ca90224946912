# mypy: disable-error-code="empty-body"
"""Cases and their evidence."""

from collections.abc import Sequence
from typing import Final, Literal

from bonafide.answers.cases import AddedEvidence, Case, CaseSummary, Declared, Review
from bonafide.answers.enums import AccountType, CaseState, DecisionGround, EvidenceKind, PictureKind, Verdict
from bonafide.answers.pages import Page
from bonafide.answers.retention import Erasure, PersonalData
from bonafide.calls import Group, R, delete, get, listing, post, steps
from bonafide.endpoints import File
from bonafide.flows import Flow
from bonafide.waiting import until

UNDECIDED: Final = frozenset({CaseState.OPEN, CaseState.SUBMITTED})


class Cases(Group[R]):
    """Open a case, add the licence, submit it, read what was decided."""

    @post("/v1/cases")
    def open(
        self,
        *,
        account_type: AccountType,
        declared: Declared,
        reference: str | None = None,
        employer_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> CaseSummary:
        """Open a case. `reference` is your own key for the employer's account: pass it always."""

    @listing("/v1/cases")
    def list(self, *, limit: int | None = None, cursor: str | None = None) -> Page[CaseSummary]:
        """Your cases, newest first; `limit` is of a page, 1 to 100."""

    @get("/v1/cases/{case_id}")
    def read(self, case_id: str, *, include: Literal["lines"] | None = None) -> Case:
        """Everything known of a case; with `lines`, each line of text, too."""

    @post("/v1/cases/{case_id}/submission")
    def submit(self, case_id: str, *, idempotency_key: str | None = None) -> CaseSummary:
        """Close the case to evidence and have it read and judged."""

    @post("/v1/cases/{case_id}/evidence")
    def add_evidence(
        self,
        case_id: str,
        *,
        file: File,
        kind: EvidenceKind = EvidenceKind.BUSINESS_LICENCE,
        idempotency_key: str | None = None,
    ) -> AddedEvidence:
        """Add a photo, a scan or a PDF: bytes, a path, or an open file."""

    @get("/v1/evidence/{evidence_id}/content")
    def fetch_content(self, evidence_id: str) -> bytes:
        """A file as it was handed in."""

    @get("/v1/evidence/{evidence_id}/pictures/{kind}")
    def fetch_picture(self, evidence_id: str, kind: PictureKind) -> bytes:
        """A picture that shows what was measured."""

    @get("/v1/cases/{case_id}/review")
    def review(self, case_id: str) -> Review:
        """What waits for a person there, or what became of it."""

    @post("/v1/cases/{case_id}/review")
    def decide(  # noqa: PLR0913  a word has a verdict, grounds, two texts and who says it
        self,
        case_id: str,
        *,
        if_match: str,
        verdict: Verdict,
        grounds: Sequence[DecisionGround],
        applicant: str,
        auditor: str,
        reviewer: str,
        wanted: Sequence[EvidenceKind] | None = None,
        idempotency_key: str | None = None,
    ) -> Review:
        """A person's word on an escalated case; `if_match` is the `etag` of the review they looked at."""

    @get("/v1/cases/{case_id}/personal-data")
    def personal_data(self, case_id: str) -> PersonalData:
        """All that is kept, with sources, purposes and how long each stays."""

    @delete("/v1/cases/{case_id}/personal-data")
    def erase(self, case_id: str) -> Erasure:
        """Erase it, for good. What has to stay is named, and until when."""

    @steps
    def wait(self, case_id: str, *, timeout: float = 120.0) -> Flow[Case]:
        """Look again until a submitted case is decided. Raises StillWaiting after `timeout` seconds."""
        return until(self, Cases.read.endpoint, case_id, lambda case: case.state not in UNDECIDED, timeout)

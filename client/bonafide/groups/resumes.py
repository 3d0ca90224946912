# mypy: disable-error-code="empty-body"
"""The job seeker's word: grants, reads of résumés, and the marks by which leaks are traced."""

from collections.abc import Sequence
from datetime import datetime

from bonafide.answers.resumes import (
    Carrier,
    Grant,
    GrantText,
    MarkedText,
    NewRead,
    Read,
    ReadPurpose,
    SeekerLink,
    TextLanguage,
    Withdrawal,
)
from bonafide.answers.retention import Erasure, PersonalData
from bonafide.asked import GrantOffer
from bonafide.calls import Group, R, delete, get, post


class Resumes(Group[R]):
    """Hand in what seekers grant, ask before each read, mark what is shown."""

    @get("/v1/employers/{employer_id}/resume-grant-text")
    def grant_text(self, employer_id: str, *, purpose: ReadPurpose, language: TextLanguage) -> GrantText:
        """What a seeker is shown before they agree."""

    @post("/v1/resume-grants")
    def grant(  # noqa: PLR0913  terms, and the text that was agreed to
        self,
        *,
        seeker: str,
        employer_id: str,
        purpose: ReadPurpose,
        resume: str,
        expires_at: datetime,
        text_version: str,
        text_language: TextLanguage,
        text_sha256: str,
        recruiter_id: str | None = None,
        idempotency_key: str | None = None,
    ) -> Grant:
        """Hand in a grant that was given on your site."""

    @get("/v1/resume-grants/{grant_id}")
    def read_grant(self, grant_id: str) -> Grant:
        """A grant as of now."""

    @post("/v1/resume-grants/{grant_id}/withdrawal")
    def withdraw(self, grant_id: str, *, idempotency_key: str | None = None) -> Withdrawal:
        """Take a grant back; says what was read by it before."""

    @post("/v1/resume-reads")
    def ask(  # noqa: PLR0913  who reads what for whom, and by which grant
        self,
        *,
        employer_id: str,
        recruiter_id: str,
        purpose: ReadPurpose,
        resume: str,
        grant_id: str | None = None,
        seeker: str | None = None,
        device: str | None = None,
        idempotency_key: str | None = None,
    ) -> NewRead:
        """May this résumé be read now? By `grant_id`, or by `seeker`."""

    @get("/v1/resume-reads/{read_id}")
    def read(self, read_id: str) -> Read:
        """What was answered, and what became of it."""

    @post("/v1/resume-reads/{read_id}/contact")
    def contacted(self, read_id: str, *, idempotency_key: str | None = None) -> Read:
        """The recruiter got in touch with the seeker."""

    @post("/v1/resume-reads/{read_id}/marked-text")
    def mark(
        self,
        read_id: str,
        *,
        text: str,
        carriers: Sequence[Carrier] | None = None,
        idempotency_key: str | None = None,
    ) -> MarkedText:
        """The text as it may be shown for this read."""

    @post("/v1/seeker-links")
    def link(
        self, *, seeker: str, offer: GrantOffer | None = None, idempotency_key: str | None = None
    ) -> SeekerLink:
        """A link to the seeker's own page."""

    @get("/v1/seekers/{seeker_id}/personal-data")
    def personal_data(self, seeker_id: str) -> PersonalData:
        """All that is kept of a seeker."""

    @delete("/v1/seekers/{seeker_id}/personal-data")
    def erase(self, seeker_id: str) -> Erasure:
        """Erase a seeker's data."""

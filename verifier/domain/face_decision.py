"""What becomes of an attempt: verified, another try with advice, or a person; and how much that is worth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.decision import DecisionOutcome, Proposal
from verifier.domain.finding import Finding
from verifier.domain.policy import Policy


class FaceOutcome(StrEnum):
    """`retry` and `review` are the machine's doubts; `rejected` is a person's alone."""

    VERIFIED = "verified"
    RETRY = "retry"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FaceLimits:
    """How often and how long; every number comes from the policy file, with its source."""

    link: timedelta  # from the site's wish to the consent
    upload: timedelta  # from the challenge's issue to the end of the upload
    attempts: int  # films in one session; after the last one a person looks
    attempts_a_day: int  # films of one recruiter in 24 hours that did not verify; then the camera is locked
    locked: timedelta
    kept_frames: timedelta  # how long frames are kept for a reviewer, at most


@dataclass(frozen=True, slots=True)
class FacePolicy:
    """The rules for films, as for cases, and which findings may be mended by trying again."""

    rules: Policy
    retry: frozenset[str]  # finding codes
    limits: FaceLimits

    @property
    def version(self) -> str:
        return self.rules.version

    def propose(self, findings: Iterable[Finding]) -> tuple[FaceOutcome, Proposal]:
        """Verified when nothing speaks against it; retry when all that does may be mended; else review."""
        proposal = self.rules.propose(findings)
        if proposal.outcome is DecisionOutcome.VERIFIED:
            return FaceOutcome.VERIFIED, proposal
        mendable = all(reason.code in self.retry for reason in proposal.reasons)
        return (FaceOutcome.RETRY if mendable else FaceOutcome.REVIEW), proposal


@dataclass(frozen=True, slots=True)
class FaceDecision:
    """The outcome of one attempt, or of a person's look at a session. `decided_by`: POLICY or a reviewer."""

    id: str
    tenant_id: str
    session_id: str
    attempt_id: str | None  # None where no film was made
    outcome: FaceOutcome
    policy_version: str
    reasons: tuple[Finding, ...]
    waived: tuple[tuple[str, str], ...]
    decided_by: str
    decided_at: datetime
    words: str = ""  # a reviewer's reason


class AssuranceLevel(StrEnum):
    """How much an automatic `verified` says. Absent passive weights lower it; nothing raises it.

    Our own words: no conformance with ISO/IEC 30107-3 or any level of another scheme is claimed.
    """

    CHALLENGE = "challenge"  # random actions, relief of a turn and identity, without the passive detector
    CHALLENGE_AND_PASSIVE = "challenge_and_passive"
    PERSON = "person"  # a reviewer decided


NOT_COVERED: Final = ("camera_injection", "live_deepfake", "three_dimensional_mask", "look_alike")
"""Attacks that no check here can see; every answer names them."""

LEVELS: Final[Mapping[bool, AssuranceLevel]] = {
    True: AssuranceLevel.CHALLENGE_AND_PASSIVE,
    False: AssuranceLevel.CHALLENGE,
}

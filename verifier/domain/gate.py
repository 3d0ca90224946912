"""The gate: all that its rules look at, and the policy that turns their findings into one answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.employer import Employer, Membership
from verifier.domain.face_session import FaceSession, Recruiter
from verifier.domain.finding import Finding, Outcome
from verifier.domain.permit import Answer, Need
from verifier.domain.policy import Policy
from verifier.domain.screening import ScreeningResult


class TraitKind(StrEnum):
    """What accounts are linked by, and what can be blocked."""

    FACE = "face"
    LICENCE_IMAGE = "licence_image"
    CODE = "code"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    DEVICE = "device"
    BANK_ACCOUNT = "bank_account"
    MAIL_DOMAIN = "mail_domain"


@dataclass(frozen=True, slots=True)
class Link:
    """A trait that this employer or recruiter shares with other employers of the tenant."""

    kind: TraitKind
    employers: tuple[str, ...]  # ids of the others, newest first, at most ten
    count: int  # of all others


@dataclass(frozen=True, slots=True)
class Block:
    """An entry of the block list that one of the traits is on. It survives a new registration (R12)."""

    id: str
    kind: TraitKind
    reason: str  # a code, no words
    until: datetime
    appealed: bool = False


@dataclass(frozen=True, slots=True)
class GateFacts:
    """One wish to post, as the rules see it. None means: there is no such thing, or nobody told.

    `face_at` is when the recruiter's face was last verified. `device_known`: whether a permit was redeemed
    from this device by this recruiter before. `missing` names the rules
    whose facts could not be asked for just now.
    """

    now: datetime
    employer: Employer | None
    recruiter: Recruiter | None
    membership: Membership | None
    enrolled: bool = False
    face_at: datetime | None = None
    open_session: FaceSession | None = None  # of the recruiter, waiting for a reviewer
    device_known: bool | None = None
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    screening: ScreeningResult | None = None
    missing: frozenset[str] = frozenset()

    def minutes_since_face(self) -> float | None:
        """How long ago the recruiter's face was verified; None if never."""
        return None if self.face_at is None else round((self.now - self.face_at).total_seconds() / 60, 1)


WORST: Final = (Answer.DENY, Answer.STEP_UP, Answer.ALLOW)


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """Which answer a finding asks for, by its code; what a step-up needs; how long an answer holds.

    A finding whose code the policy does not name, and that does not pass, denies: nothing fails open. What
    could not be asked is answered by `on_outage`, an explicit setting.
    """

    rules: Policy
    answers: Mapping[str, Answer]
    needs: Mapping[str, Need]
    permit_life: timedelta
    on_outage: Answer

    @property
    def version(self) -> str:
        return self.rules.version

    def answer(self, findings: Iterable[Finding]) -> tuple[Answer, tuple[Need, ...]]:
        """The worst answer that a finding asks for, and what would mend it."""
        spoken = tuple(findings)
        found = (*spoken, *self.rules.silent(spoken))
        asked = {finding.code: self._of(finding) for finding in found}
        worst = next((answer for answer in WORST if answer in asked.values()), Answer.DENY)
        wanted = (self.needs.get(code, Need.REVIEW) for code, answer in asked.items() if answer is worst)
        return worst, tuple(dict.fromkeys(wanted)) if worst is Answer.STEP_UP else ()

    def _of(self, finding: Finding) -> Answer:
        if finding.outcome is Outcome.PASS:
            return Answer.ALLOW
        if finding.outcome is Outcome.INCONCLUSIVE:
            return self.answers.get(finding.code, self.on_outage)
        return self.answers.get(finding.code, Answer.DENY)

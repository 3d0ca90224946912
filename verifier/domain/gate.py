"""The gate: all that its rules look at, and the policy that turns their findings into one answer.

What accounts are linked and blocked by is in `verifier.domain.account_traits`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.account_traits import Block, Link
from verifier.domain.employer import Employer, Membership
from verifier.domain.face_session import Recruiter
from verifier.domain.finding import Finding, Outcome
from verifier.domain.permit import Answer, Need
from verifier.domain.policy import Policy
from verifier.domain.proof import NO_REQUIREMENT, ProofKind, Requirement
from verifier.domain.screening import ScreeningResult


@dataclass(frozen=True, slots=True)
class Proven:
    """What the employer has proven by now, and what its type and risk ask for.

    `worth` counts each kind once; `face_stood_at` is when the recruiter last proved what stands for a face.
    """

    kinds: frozenset[ProofKind] = frozenset()
    worth: float = 0.0
    required: Requirement = NO_REQUIREMENT
    face_stood_at: datetime | None = None


NOTHING_PROVEN: Final = Proven()


@dataclass(frozen=True, slots=True)
class GateFacts:
    """One wish to post, as the rules see it. None means: there is no such thing, or nobody told.

    `face_at` is when the recruiter's face was last verified, `face_spent` whether a permit allowed a posting
    since. `in_review`: whether a session of theirs waits for a reviewer. `device_known`: whether a permit was
    redeemed from this device by this recruiter before.
    `text_cleared`: whether a person let this employer post this very text. `missing` names the rules whose
    facts could not be asked for just now.
    """

    now: datetime
    employer: Employer | None
    recruiter: Recruiter | None
    membership: Membership | None
    enrolled: bool = False
    face_at: datetime | None = None
    face_spent: bool = False
    in_review: bool = False
    device_known: bool | None = None
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    screening: ScreeningResult | None = None
    text_cleared: bool = False
    proofs: Proven = NOTHING_PROVEN
    missing: frozenset[str] = frozenset()

    def minutes_since_face(self) -> float | None:
        """How long ago the recruiter's face was verified, or what stands for it; None if never."""
        times = [at for at in (self.face_at, self.proofs.face_stood_at) if at is not None]
        return round((self.now - max(times)).total_seconds() / 60, 1) if times else None


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


NO_GATE: Final = GatePolicy(
    rules=Policy("none", timedelta(0), soft_limit=1, rules={}),
    answers={},
    needs={},
    permit_life=timedelta(minutes=1),
    on_outage=Answer.DENY,
)
"""A policy without a rule, which refuses everything: for a service that no gate was configured for."""

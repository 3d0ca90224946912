"""Proofs of control: what a forger cannot have, and public registration data does not give.

A proof is one attempt to show it: the company's mailbox, its bank account, its office, a colleague's paper, a
visitor at the door. It belongs to an employer, and where it is somebody's own, as their mailbox, to a
recruiter besides. What it rests on is kept by its kind; here is what all of them have in common.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from verifier.domain.case import AccountType
from verifier.domain.employer import AccountRisk
from verifier.domain.finding import Finding
from verifier.domain.policy import Policy


class ProofKind(StrEnum):
    """What is shown. The three papers come with a case; the others are asked for one by one."""

    CORPORATE_MAIL = "corporate_mail"
    BANK_PAYMENT = "bank_payment"
    IN_SERVICE_CERTIFICATE = "in_service_certificate"
    AUTHORISATION_LETTER = "authorisation_letter"
    AGENT_IDENTITY = "agent_identity"
    OFFICE_VIDEO = "office_video"
    FIELD_VISIT = "field_visit"


PAPERS: Final = frozenset(
    {ProofKind.IN_SERVICE_CERTIFICATE, ProofKind.AUTHORISATION_LETTER, ProofKind.AGENT_IDENTITY}
)
OWN: Final = PAPERS | {ProofKind.CORPORATE_MAIL}
"""A recruiter's own: it says nothing for a colleague."""


class ProofState(StrEnum):
    """open ⇄ pending → proven, or review; only a person ends a review.

    `open`: somebody of the employer has something to do. `pending`: we wait for a bank, a worker, a visitor.
    `unproven`: the tries are used up, or a person was not convinced. That says nothing against the employer.
    """

    OPEN = "open"
    PENDING = "pending"
    REVIEW = "review"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    EXPIRED = "expired"


UNSETTLED: Final = frozenset({ProofState.OPEN, ProofState.PENDING, ProofState.REVIEW})
RUNNING: Final = frozenset({ProofState.OPEN, ProofState.PENDING})
"""What ends by itself when its time is over; a review waits for a person."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One attempt at one kind. `expires_at` is the end of the time in which it has to be done.

    `valid_until` is how long it holds, once it is proven. `decided_by` is a reviewer, or the policy.
    """

    id: str
    tenant_id: str
    employer_id: str
    kind: ProofKind
    state: ProofState
    opened_at: datetime
    expires_at: datetime
    policy_version: str
    recruiter_id: str | None = None
    settled_at: datetime | None = None
    valid_until: datetime | None = None
    decided_by: str | None = None
    findings: tuple[Finding, ...] = ()
    words: str = field(default="", repr=False)  # a reviewer's, for the auditor

    def state_at(self, now: datetime) -> ProofState:
        """The state, with an end that nobody has written down."""
        over = self.state in RUNNING and now >= self.expires_at
        return ProofState.EXPIRED if over else self.state

    def holds_at(self, now: datetime) -> bool:
        """Whether it proves something now."""
        return self.state is ProofState.PROVEN and self.valid_until is not None and now < self.valid_until

    def moved(self, state: ProofState) -> "Proof":
        """In another state that settles nothing."""
        return replace(self, state=state)

    def settled(
        self, state: ProofState, at: datetime, by: str, *, valid_until: datetime | None = None
    ) -> "Proof":
        """Ended; `valid_until` belongs to what was proven."""
        return replace(self, state=state, settled_at=at, decided_by=by, valid_until=valid_until)


@dataclass(frozen=True, slots=True)
class ApplicantLink:
    """What whoever has the link may do: follow this employer's proofs, for this recruiter if one is named."""

    id: str
    tenant_id: str
    employer_id: str
    recruiter_id: str | None
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """How the policy takes one kind: its worth (1 is enough alone), how long it holds, how long it may take.

    `limits` are the numbers of its use cases (tries, sizes), each with a source in the file; `rules` those
    of its checks.
    """

    worth: float
    lifetime: timedelta
    window: timedelta
    limits: Mapping[str, float]
    rules: Policy


@dataclass(frozen=True, slots=True)
class Requirement:
    """What an account of a type and risk has to have proven: so much worth, and these kinds in any case."""

    worth_min: float
    all_of: frozenset[ProofKind] = frozenset()

    def lacking(self, proven: Iterable[ProofKind]) -> tuple[ProofKind, ...]:
        """The kinds that are asked for in any case and are not there."""
        missing = self.all_of - set(proven)
        return tuple(kind for kind in ProofKind if kind in missing)


NO_REQUIREMENT: Final = Requirement(0.0)


@dataclass(frozen=True, slots=True)
class FaceReplacement:
    """Which proofs stand for a live face (R6): one of these sets, whole.

    The gate takes the time of the youngest of `fresh` for that of a face, so it has to be as recent. A
    recruiter's own proofs count for that recruiter alone, and none of them that has a finding of `without`:
    what an office's mailbox shows is the firm, and nobody of it.
    """

    sets: tuple[frozenset[ProofKind], ...] = ()
    fresh: frozenset[ProofKind] = frozenset()
    without: frozenset[str] = frozenset()  # codes of findings

    def stood_at(self, proofs: Iterable[Proof], recruiter_id: str, now: datetime) -> datetime | None:
        """When the recruiter last proved one of `fresh`, if what holds is such a set; else None."""
        theirs = [
            one
            for one in proofs
            if one.holds_at(now) and (one.kind not in OWN or self._shows(one, recruiter_id))
        ]
        kinds = {one.kind for one in theirs}
        if not any(each <= kinds for each in self.sets):
            return None
        times = [one.settled_at for one in theirs if one.kind in self.fresh and one.settled_at is not None]
        return max(times, default=None)

    def _shows(self, own: Proof, recruiter_id: str) -> bool:
        """Whether a recruiter's own proof shows this very person."""
        return own.recruiter_id == recruiter_id and not any(one.code in self.without for one in own.findings)


RequirementKey: TypeAlias = tuple[AccountType, AccountRisk]


@dataclass(frozen=True, slots=True)
class ProofPolicy:
    """One version of it: the terms of every kind, what is required of whom, and what stands for a face."""

    version: str
    kinds: Mapping[ProofKind, Terms]
    requirements: Mapping[RequirementKey, Requirement]
    replacement: FaceReplacement
    link_life: timedelta

    def terms(self, kind: ProofKind) -> Terms:
        return self.kinds[kind]

    def requirement(self, account_type: AccountType, risk: AccountRisk) -> Requirement:
        return self.requirements[account_type, risk]

    def worth(self, proofs: Iterable[Proof], now: datetime) -> float:
        """Of all that holds, each kind once."""
        kinds = {one.kind for one in proofs if one.holds_at(now)}
        return round(sum(self.kinds[kind].worth for kind in kinds), 3)


_NOTHING: Final = Terms(
    worth=0.0,
    lifetime=timedelta(days=1),
    window=timedelta(days=1),
    limits=MappingProxyType({}),
    rules=Policy("none", timedelta(0), soft_limit=1, rules={}),
)
NO_PROOFS: Final = ProofPolicy(
    version="none",
    kinds=dict.fromkeys(ProofKind, _NOTHING),
    requirements={(account, risk): NO_REQUIREMENT for account in AccountType for risk in AccountRisk},
    replacement=FaceReplacement(),
    link_life=timedelta(days=1),
)
"""One that asks for nothing, for a service that no policy of proofs was configured for."""

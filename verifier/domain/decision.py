"""Decisions: the outcome of a case, with every reason in words for the applicant and for the auditor."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from verifier.domain.finding import Finding


class DecisionOutcome(StrEnum):
    """Automation verifies or escalates; `rejected` is for a person alone (PIPL Art. 24)."""

    VERIFIED = "verified"
    ESCALATED = "escalated"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the policy makes of the findings, before it is written down as a decision.

    `reasons` are the findings that kept the case from being verified; empty when it was verified.
    `waived` names what the policy knowingly went without, evidence or a guard, each with why (R1).
    """

    outcome: DecisionOutcome
    policy_version: str
    reasons: tuple[Finding, ...]
    waived: tuple[tuple[str, str], ...] = ()


POLICY = "policy"  # who decided, when no person did


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person said with a decision: the reasons, a text for the applicant and one for the auditor.

    `grounds` are codes of the list in `escalation`. `overrides` are the codes of the findings that speak for
    another outcome, so that whoever counts overrides need not judge anew. `proposed_by` is who said so first,
    where the policy asks for two (four eyes); never the one who decided.
    """

    grounds: tuple[str, ...]
    applicant: str = field(repr=False)
    auditor: str = field(repr=False)
    overrides: tuple[str, ...] = ()
    proposed_by: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A proposal that became the case's outcome, until it expires. `decided_by` is POLICY or a reviewer's id.

    `round` 1 is the policy's answer to the submission; every later decision on the case takes the next
    number, and the store keeps one decision a round. A person's has a `ruling`, the policy's none.
    """

    id: str
    case_id: str
    proposal: Proposal
    decided_by: str
    decided_at: datetime
    expires_at: datetime
    round: int = 1
    ruling: Ruling | None = None

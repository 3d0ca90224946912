"""Escalations: what waits for a person, who has taken it, and what the first of two said.

An escalation is of one case, from the moment that automation, or a lead, hands it to people until one of them
decides. It shows nothing of the applicant: names and pictures are the case's, and masked until revealed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Final

from verifier.domain.case import AccountType
from verifier.domain.evidence import EvidenceKind


class Risk(IntEnum):
    """How soon a person should look, the first first; the review policy says which findings make it what."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


class Verdict(StrEnum):
    """What a person may say to an escalated case."""

    VERIFY = "verify"
    REJECT = "reject"
    ASK_FOR_MORE = "ask_for_more"


class DecisionGround(StrEnum):
    """Why, in the words of a list that can be counted; the words beside it are the person's own."""

    PAPERS_IN_ORDER = "papers_in_order"
    CONFIRMED_BY_CALL = "confirmed_by_call"
    CONFIRMED_BY_REGISTRY = "confirmed_by_registry"
    LAWFUL_RELATION = "lawful_relation"
    MISREAD = "misread"
    FORGED = "forged"
    TAMPERED = "tampered"
    NOT_IN_OPERATION = "not_in_operation"
    DECLARED_OTHERWISE = "declared_otherwise"
    ONE_PERSON_MANY_ACCOUNTS = "one_person_many_accounts"
    NOT_ENTITLED = "not_entitled"
    ILLEGIBLE = "illegible"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out_of_date"
    OTHER = "other"


GROUNDS: Final[Mapping[Verdict, tuple[DecisionGround, ...]]] = MappingProxyType(
    {
        Verdict.VERIFY: (
            DecisionGround.PAPERS_IN_ORDER,
            DecisionGround.MISREAD,
            DecisionGround.CONFIRMED_BY_CALL,
            DecisionGround.CONFIRMED_BY_REGISTRY,
            DecisionGround.LAWFUL_RELATION,
            DecisionGround.OTHER,
        ),
        Verdict.REJECT: (
            DecisionGround.FORGED,
            DecisionGround.TAMPERED,
            DecisionGround.NOT_IN_OPERATION,
            DecisionGround.DECLARED_OTHERWISE,
            DecisionGround.ONE_PERSON_MANY_ACCOUNTS,
            DecisionGround.NOT_ENTITLED,
            DecisionGround.OTHER,
        ),
        Verdict.ASK_FOR_MORE: (
            DecisionGround.ILLEGIBLE,
            DecisionGround.INCOMPLETE,
            DecisionGround.OUT_OF_DATE,
            DecisionGround.DECLARED_OTHERWISE,
            DecisionGround.OTHER,
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word on an escalated case, before it is a decision. Texts are for applicant and auditor."""

    verdict: Verdict
    grounds: tuple[DecisionGround, ...]
    applicant: str = field(repr=False)
    auditor: str = field(repr=False)
    wanted: tuple[EvidenceKind, ...] = ()  # what is asked for, with ASK_FOR_MORE


@dataclass(frozen=True, slots=True)
class FirstWord:
    """What the first of two reviewers said, which waits for a second."""

    by: str
    at: datetime
    said: Said


@dataclass(frozen=True, slots=True)
class Escalation:
    """A case that waits for a person, or waited.

    `reasons` are the codes of the decision's reasons. `version` grows with everything that a reviewer ought
    to have seen before they decide: a claim that passed to somebody else, a first word, a note, new evidence.
    Who decides names the version that they saw. `assignee` has it until `claimed_until`; after that anybody
    may take it, and the assignee may go on if nobody did.
    """

    id: str
    tenant_id: str
    case_id: str
    account_type: AccountType
    risk: Risk
    reasons: tuple[str, ...]
    opened_at: datetime
    due_at: datetime
    version: int = 1
    assignee: str | None = None
    claimed_until: datetime | None = None
    first_word: FirstWord | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None

    def holder(self, now: datetime) -> str | None:
        """Who has it now."""
        held = self.claimed_until is not None and now < self.claimed_until
        return self.assignee if held else None

    def is_overdue(self, now: datetime) -> bool:
        return self.ended_at is None and now >= self.due_at


@dataclass(frozen=True, slots=True)
class Note:
    """A reviewer's note on a case, for other reviewers and inspectors."""

    id: str
    tenant_id: str
    case_id: str
    by: str
    at: datetime
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """What an applicant was asked for again, and why, in words that they see.

    `replaces` are the ids of the evidence of those kinds that was there: it counts no more.
    """

    id: str
    tenant_id: str
    case_id: str
    asked_at: datetime
    asked_by: str
    wanted: tuple[EvidenceKind, ...]
    grounds: tuple[DecisionGround, ...]
    words: str = field(repr=False)
    replaces: tuple[str, ...] = ()
    answered_at: datetime | None = None  # when the case was submitted again

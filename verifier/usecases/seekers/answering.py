"""Answering wishes to read: all that a tenant asks for at one moment in one transaction, as the gate does."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from verifier.checks.reads import contacts, night, one_face, overlap, pace
from verifier.domain.aliases import Aliases, alias_hash
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import VerifierError
from verifier.domain.event import EventType
from verifier.domain.face_session import FaceSession
from verifier.domain.finding import Finding, Outcome
from verifier.domain.permit import Answer, Need
from verifier.domain.resume_read import ReadFacts, ReadWish, ResumeRead, claims
from verifier.policies.reads import judge_read
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record
from verifier.usecases.events import tell
from verifier.usecases.gate.signing import Signer
from verifier.usecases.idempotency import Once, OnceEach, Served, repeated
from verifier.usecases.ports import Ports, StoredResponse, Transaction
from verifier.usecases.seekers.facts import Desk

TYPE: Final = "resume-read+jwt"
TOKEN_ID_BYTES: Final = 16
PATTERNS: Final = frozenset({pace.NAME, contacts.NAME, night.NAME, one_face.NAME, overlap.NAME})


@dataclass(frozen=True, slots=True)
class Answered:
    """A read: with token and aliases if it is allowed, with a face session and its link if one is needed."""

    read: ResumeRead
    token: str | None = field(default=None, repr=False)
    aliases: Aliases = field(default_factory=Aliases, repr=False)
    session: FaceSession | None = None
    link_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A wish that waits for its answer; `once` where its response is to be kept, which `tell` makes of it."""

    wish: ReadWish
    by: ApiKey | None
    once: Once | None = None
    tell: Callable[[Answered], StoredResponse] | None = None


Given: TypeAlias = Answered | Served


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer, what it rests on, and whether the recruiter was stopped before within the hour."""

    facts: ReadFacts
    answered: Answered


def answer_reads(ports: Ports, tenant_id: str, group: Sequence[Asked]) -> Sequence[Given | VerifierError]:
    """In their order. Each is counted for those after it, as if they had come apart."""
    given: dict[Asked, Given | VerifierError] = {}
    drafts: list[_Draft] = []
    deeds: list[Deed] = []
    with ports.transaction() as tx:
        now, real = ports.clock.now(), ports.clock.real()
        signer = Signer(tx, now)
        desk = Desk(ports, tx, tenant_id, (asked.wish for asked in group), now)
        once_each = OnceEach(tx, tenant_id, (asked.once for asked in group), real)
        for asked in group:
            known = once_each.known(asked.once)
            if known is not None:
                given[asked] = known
                if isinstance(known, Served):
                    deeds.append(repeated(known.response, tenant_id, asked.by))
                continue
            draft = _draft(ports, desk, tenant_id, asked.wish, signer)
            later = Need.FACE_SESSION in draft.answered.read.needs
            kept = once_each.kept(asked.once, draft.answered, asked.tell, later=later)
            given[asked] = kept
            desk.count(draft.answered.read)
            drafts.append(draft)
            deeds.append(_deed(asked, draft))
        tx.resume_reads.add(*(draft.answered.read for draft in drafts))
        for draft in drafts:
            _tell(tx, draft)
        once_each.keep()
        if deeds:
            record(tx, tenant_id, *deeds, now=now)
        once_each.forget_some()
    return [given[asked] for asked in group]


def _draft(ports: Ports, desk: Desk, tenant_id: str, wish: ReadWish, signer: Signer) -> _Draft:
    facts = desk.facts(wish)
    findings = judge_read(facts, ports.read_policy)
    answer, needs = ports.read_policy.answer(findings)
    allowed = answer is Answer.ALLOW
    aliases = ports.aliases.drawn() if allowed else Aliases()
    grant = facts.grant
    until = facts.now + ports.read_policy.permit_life
    read = ResumeRead(
        id=identifiers.new("rrd", facts.now),
        tenant_id=tenant_id,
        grant_id=grant.id if grant else None,
        seeker_id=grant.seeker_id if grant else None,
        employer_id=wish.employer_id,
        recruiter_id=wish.recruiter_id,
        purpose=wish.purpose,
        resume=wish.resume,
        answer=answer,
        needs=needs,
        findings=findings,
        policy_version=ports.read_policy.version,
        asked_at=facts.now,
        expires_at=min(until, grant.expires_at) if allowed and grant else until,
        token_id=secrets.token_urlsafe(TOKEN_ID_BYTES) if allowed else None,
        face=desk.face(facts),
        stopped=_stopped(findings),
        mail_alias=alias_hash(aliases.mail) if aliases.mail else None,
        phone_alias=alias_hash(aliases.phone) if aliases.phone else None,
    )
    ahead = ports.sandbox.ahead() if ports.sandbox else None
    token = signer.signed(claims(read, ports.public_url, ahead), TYPE) if allowed else None
    return _Draft(facts, Answered(read, token, aliases))


def _stopped(findings: Sequence[Finding]) -> bool:
    """Whether pace or pattern spoke against it."""
    return any(one.check in PATTERNS and one.outcome is not Outcome.PASS for one in findings)


def _deed(asked: Asked, draft: _Draft) -> Deed:
    read = draft.answered.read
    return Deed(Action.RESUME_READ_ASKED, asker(asked.by), read.id, _told(read, draft.facts))


def _told(read: ResumeRead, facts: ReadFacts) -> dict[str, str]:
    """The answer, and who it is about, if they are there: otherwise a site may have written anything."""
    told = {"answer": read.answer.value, "policy_version": read.policy_version, "purpose": read.purpose.value}
    for name, one in (
        ("grant_id", facts.grant),
        ("employer_id", facts.gate.employer),
        ("recruiter_id", facts.gate.recruiter),
    ):
        if one is not None:
            told[name] = one.id
    if facts.grant is not None:
        told["seeker_id"] = facts.grant.seeker_id
    return told


def _tell(tx: Transaction, draft: _Draft) -> None:
    """The site, when a recruiter's reads begin to be stopped: once an hour, for it may be a script's."""
    read, facts = draft.answered.read, draft.facts
    if not read.stopped or facts.pace.stopped or facts.gate.employer is None or facts.gate.recruiter is None:
        return
    told = {
        "read_id": read.id,
        "url": f"/v1/resume-reads/{read.id}",
        "employer_id": read.employer_id,
        "recruiter_id": read.recruiter_id,
        "answer": read.answer.value,
    }
    tell(tx, read.tenant_id, EventType.READ_STOPPED, subject=read.id, told=told, now=read.asked_at)

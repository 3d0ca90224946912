"""Answering wishes: all that a tenant asks for at one moment in one transaction, whatever each of them gets.

The facts are read and the answers are written in the transaction that holds the employers, so that whoever
stops an employer ends every permit there is, also one that is being asked for at the same moment.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from verifier.checks.gate import judge_wish
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import VerifierError
from verifier.domain.face_session import FaceSession
from verifier.domain.finding import Finding
from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer, Need, Permit, claims, device_digest, job_digest
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record
from verifier.usecases.gate.facts import Outside, Record, Wish
from verifier.usecases.gate.signing import Signer
from verifier.usecases.idempotency import Once, OnceEach, Served, repeated
from verifier.usecases.ports import Ports, StoredResponse

TOKEN_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Answered:
    """A permit; with its token if it allows, and with a face session and its link's token if one is needed.

    No session where a recruiter has to hand in a selfie first.
    """

    permit: Permit
    token: str | None = field(default=None, repr=False)
    session: FaceSession | None = None
    link_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A wish that waits for its answer; `once` where its response is to be kept, which `tell` makes of it."""

    wish: Wish
    outside: Outside
    by: ApiKey | None
    once: Once | None = None
    tell: Callable[[Answered], StoredResponse] | None = None


Given: TypeAlias = Answered | Served


def answer_all(ports: Ports, tenant_id: str, group: Sequence[Asked]) -> Sequence[Given | VerifierError]:
    """In their order. Each sees the permits of those who were answered before, as if they had come apart."""
    now, real = ports.clock.now(), ports.clock.real()  # repeated requests go by the second
    given: dict[Asked, Given | VerifierError] = {}
    drafts: list[_Draft] = []
    deeds: list[Deed] = []
    with ports.transaction() as tx:
        signer = Signer(tx, now)
        on_record = Record(ports, tx, tenant_id, (asked.wish for asked in group), now)
        once_each = OnceEach(tx, tenant_id, (asked.once for asked in group), real)
        for asked in group:
            known = once_each.known(asked.once)
            if known is not None:
                given[asked] = known
                if isinstance(known, Served):
                    deeds.append(repeated(known.response, tenant_id, asked.by))
                continue
            facts = on_record.facts(asked.wish, asked.outside)
            draft = _draft(ports, tenant_id, asked, facts, signer)
            later = Need.FACE_SESSION in draft.answered.permit.needs
            kept = once_each.kept(asked.once, draft.answered, asked.tell, later=later)
            given[asked] = kept
            on_record.spend(draft.answered.permit)
            drafts.append(draft)
            deeds.append(_deed(asked, draft))
        tx.permits.add(*(draft.answered.permit for draft in drafts))
        once_each.keep()
        if deeds:
            record(tx, tenant_id, *deeds, now=now)
        once_each.forget_some()
    return [given[asked] for asked in group]


@dataclass(frozen=True, slots=True)
class _Draft:
    """An answer, and what it rests on."""

    facts: GateFacts
    answered: Answered


def _draft(ports: Ports, tenant_id: str, asked: Asked, facts: GateFacts, signer: Signer) -> _Draft:
    permit = _permit(ports, tenant_id, asked.wish, facts, judge_wish(facts, ports.gate_policy))
    ahead = ports.sandbox.ahead() if ports.sandbox else None
    token = signer.signed(claims(permit, ports.public_url, ahead)) if permit.token_id else None
    return _Draft(facts, Answered(permit, token))


def _deed(asked: Asked, draft: _Draft) -> Deed:
    permit = draft.answered.permit
    return Deed(Action.PERMIT_ASKED, asker(asked.by), permit.id, _told(permit, draft.facts))


def _told(permit: Permit, facts: GateFacts) -> dict[str, str]:
    """The answer; and who it was asked for, if they are there: otherwise a site may have written anything."""
    told = {"answer": permit.answer.value, "policy_version": permit.policy_version}
    if facts.employer is not None:
        told["employer_id"] = facts.employer.id
    if facts.recruiter is not None:
        told["recruiter_id"] = facts.recruiter.id
    return told


def _permit(
    ports: Ports, tenant_id: str, wish: Wish, facts: GateFacts, findings: Sequence[Finding]
) -> Permit:
    answer, needs = ports.gate_policy.answer(findings)
    return Permit(
        id=identifiers.new("pmt", facts.now),
        tenant_id=tenant_id,
        employer_id=wish.employer_id,
        recruiter_id=wish.recruiter_id,
        job_digest=job_digest(wish.job),
        device=device_digest(wish.device) if wish.device else None,
        answer=answer,
        needs=needs,
        findings=tuple(findings),
        policy_version=ports.gate_policy.version,
        asked_at=facts.now,
        expires_at=_end(ports, facts),
        token_id=secrets.token_urlsafe(TOKEN_ID_BYTES) if answer is Answer.ALLOW else None,
    )


def _end(ports: Ports, facts: GateFacts) -> datetime:
    """No permit outlives the verification that it rests on."""
    end = facts.now + ports.gate_policy.permit_life
    employer = facts.employer
    if employer is None or employer.verified_until is None or employer.lapsed(facts.now):
        return end
    return min(end, employer.verified_until)

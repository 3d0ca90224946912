"""Permits: ask for one, use it once, take it back.

The facts are read and the answer is written in one transaction that holds the employer, so that whoever
stops an employer ends every permit there is, also one that is being asked for at the same moment.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from verifier.checks.gate import judge_wish
from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.employer import Happening
from verifier.domain.errors import NotEnrolled, NotFound, PermitForeign, PermitSpent, SelfieMissing
from verifier.domain.face_session import FaceSession, Purpose
from verifier.domain.finding import Finding
from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer, Need, Permit, Use, claims, device_digest, job_digest
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.faces.sessions import AskedSession, ask_session
from verifier.usecases.gate.facts import Outside, Wish, ask_outside, gather
from verifier.usecases.gate.links import keep_device
from verifier.usecases.gate.recording import Line, Word, found, must_be_reviewer, noted
from verifier.usecases.gate.signing import signed
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import must_be_plain, must_say

TOKEN_ID_BYTES = 16
IDENTIFIER_MAX = 100  # characters
TEXT_MAX = 20_000  # characters of a job's text; sites allow some thousands
FINGERPRINT_MAX = 1_000
ANYTHING = Use()


@dataclass(frozen=True, slots=True)
class Answered:
    """A permit; with its token if it allows, and with a face session and its link's token if one is needed.

    No session where a recruiter has to hand in a selfie first.
    """

    permit: Permit
    token: str | None = field(default=None, repr=False)
    session: FaceSession | None = None
    link_token: str | None = field(default=None, repr=False)


def ask_permit(ports: Ports, tenant_id: str, wish: Wish, *, by: ApiKey | None = None) -> Answered:
    """May this recruiter post this job for this employer now? Raises Invalid for text that cannot be kept.

    An employer or recruiter that is not there is no error: the answer is no, and says why. `by` is the key
    that asks; None is the operator, here and below.
    """
    _must_be_askable(wish)
    answered = _answer(ports, tenant_id, wish, ask_outside(ports, tenant_id, wish), by)
    if Need.FACE_SESSION not in answered.permit.needs:
        return answered
    asked = _session(ports, tenant_id, wish.recruiter_id, by)
    if asked is None:
        return answered
    return replace(answered, session=asked.session, link_token=asked.token)


def read_permit(ports: Ports, tenant_id: str, permit_id: str, *, by: ApiKey | None = None) -> Permit:
    """What was found of the recruiter and the employer when it was asked for. Raises NotFound."""
    with ports.view() as tx:
        permit = _found(tx, tenant_id, permit_id)
        deed = Deed(Action.PERMIT_READ, asker(by), permit_id, {"answer": permit.answer.value})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return permit


def redeem_permit(
    ports: Ports, tenant_id: str, permit_id: str, *, use: Use = ANYTHING, by: ApiKey | None = None
) -> Permit:
    """Use it, once; the device that it was given to is known from then on. `use` is what is published by it.

    Raises NotFound; PermitForeign if it was given for something else; PermitSpent for one that was used,
    taken back, has expired or never allowed.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = _found(tx, tenant_id, permit_id)
        tx.employers.hold(tenant_id, known.employer_id)
        if not use.agrees_with(known):
            raise PermitForeign
        if not tx.permits.redeem(tenant_id, permit_id, now):
            raise PermitSpent
        keep_device(tx, known, now)
        record(tx, tenant_id, Deed(Action.PERMIT_REDEEMED, asker(by), permit_id), now=now)
    return replace(known, redeemed_at=now)


def revoke_permit(ports: Ports, tenant_id: str, permit_id: str, *, by: ApiKey | None = None) -> Permit:
    """Take it back before it is used. Raises NotFound, PermitSpent as `redeem_permit`."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = _found(tx, tenant_id, permit_id)
        if not tx.permits.revoke(tenant_id, permit_id, now):
            raise PermitSpent
        record(tx, tenant_id, Deed(Action.PERMIT_REVOKED, asker(by), permit_id), now=now)
    return replace(known, revoked_at=now)


def clear_text(
    ports: Ports, tenant_id: str, permit_id: str, *, word: Word, by: ApiKey | None = None
) -> Permit:
    """A person read the text that this permit was asked for, and this employer may post it: that very text.

    What else spoke against it still does; the site asks anew. Raises NotFound, Invalid.
    """
    must_be_reviewer(word)
    now = ports.clock.now()
    with ports.transaction() as tx:
        known = _found(tx, tenant_id, permit_id)
        employer = found(tx.employers.hold(tenant_id, known.employer_id))
        tx.permits.clear_text(tenant_id, permit_id, now)
        noted(tx, employer, Line(Happening.TEXT_CLEARED, now, word.reviewer, permit_id, word.words))
        told = {"employer_id": employer.id}
        record(tx, tenant_id, Deed(Action.PERMIT_TEXT_CLEARED, asker(by), permit_id, told), now=now)
    return replace(known, cleared_at=now)


def _answer(ports: Ports, tenant_id: str, wish: Wish, outside: Outside, by: ApiKey | None) -> Answered:
    now = ports.clock.now()
    with ports.transaction() as tx:
        facts = gather(tx, tenant_id, wish, outside, now)
        findings = judge_wish(facts, ports.gate_policy)
        permit = _permit(ports, tenant_id, wish, facts, findings)
        tx.permits.add(permit)
        token = signed(tx, claims(permit, ports.public_url), now) if permit.token_id else None
        deed = Deed(Action.PERMIT_ASKED, asker(by), permit.id, _told(permit, facts))
        record(tx, tenant_id, deed, now=now)
    return Answered(permit, token)


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


def _session(ports: Ports, tenant_id: str, recruiter_id: str, by: ApiKey | None) -> AskedSession | None:
    """A face session for what is missing; None where a selfie has to be handed in first."""
    with ports.view() as tx:
        enrolled = tx.face_templates.enrolled_at(tenant_id, recruiter_id) is not None
    purpose = Purpose.REAUTHENTICATE if enrolled else Purpose.ENROL
    try:
        return ask_session(ports, tenant_id, recruiter_id, purpose=purpose, by=by)
    except (SelfieMissing, NotEnrolled):
        return None


def _must_be_askable(wish: Wish) -> None:
    job = wish.job
    must_say({"/employer_id": wish.employer_id, "/recruiter_id": wish.recruiter_id}, IDENTIFIER_MAX)
    must_say({"/job/title": job.title})
    must_be_plain({"/job/industry": job.industry, "/job/place": job.place})
    must_be_plain({"/job/text": job.text}, TEXT_MAX, lines=True)
    must_be_plain({"/device": wish.device, "/network": wish.network}, FINGERPRINT_MAX)


def _found(tx: Transaction, tenant_id: str, permit_id: str) -> Permit:
    permit = tx.permits.get(tenant_id, permit_id)
    if permit is None:
        raise NotFound
    return permit

"""Permits: ask for one, use it once, take it back.

The facts are read and the answer is written in one transaction that holds the employer, so that whoever stops an
employer ends every permit there is, also one that is being asked for at the same moment.
"""

import secrets
from dataclasses import dataclass, field, replace

from verifier.checks.gate import judge_wish
from verifier.domain.errors import NotEnrolled, NotFound, PermitSpent, SelfieMissing
from verifier.domain.face_session import FaceSession, Purpose
from verifier.domain.permit import Answer, Need, Permit, claims, device_digest, job_digest
from verifier.domain.screening import ScreeningResult
from verifier.usecases import identifiers
from verifier.usecases.faces.sessions import AskedSession, ask_session
from verifier.usecases.gate.facts import Wish, gather, screened
from verifier.usecases.gate.signing import signed
from verifier.usecases.ports import Ports
from verifier.usecases.texts import must_be_plain

TOKEN_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Answered:
    """A permit; with its token if it allows, and with a face session's link if one is needed."""

    permit: Permit
    token: str | None = field(default=None, repr=False)
    session: FaceSession | None = None
    link_token: str | None = field(default=None, repr=False)


def ask_permit(ports: Ports, tenant_id: str, wish: Wish) -> Answered:
    """May this recruiter post this job for this employer now? Raises Invalid for text that cannot be kept."""
    must_be_plain({"/job/title": wish.job.title, "/device": wish.device or ""})
    screening = screened(ports, tenant_id, wish)
    answered = _answer(ports, tenant_id, wish, screening)
    if Need.FACE_SESSION not in answered.permit.needs:
        return answered
    asked = _session(ports, tenant_id, wish.recruiter_id)
    if asked is None:
        return answered
    return replace(answered, session=asked.session, link_token=asked.token)


def read_permit(ports: Ports, tenant_id: str, permit_id: str) -> Permit:
    """Raises NotFound."""
    with ports.view() as tx:
        permit = tx.permits.get(tenant_id, permit_id)
    if permit is None:
        raise NotFound
    return permit


def redeem_permit(ports: Ports, tenant_id: str, permit_id: str) -> Permit:
    """Use it, once; the device that it was given to is known from then on.

    Raises NotFound, or PermitSpent for one that was used, taken back, has expired or never allowed.
    """
    return _spent(ports, tenant_id, permit_id, redeem=True)


def revoke_permit(ports: Ports, tenant_id: str, permit_id: str) -> Permit:
    """Take it back before it is used. Raises as `redeem_permit`."""
    return _spent(ports, tenant_id, permit_id, redeem=False)


def _spent(ports: Ports, tenant_id: str, permit_id: str, *, redeem: bool) -> Permit:
    now = ports.clock.now()
    with ports.transaction() as tx:
        change = tx.permits.redeem if redeem else tx.permits.revoke
        if tx.permits.get(tenant_id, permit_id) is None:
            raise NotFound
        if not change(tenant_id, permit_id, now):
            raise PermitSpent
        permit = tx.permits.get(tenant_id, permit_id)
    assert permit is not None, "it was there in this transaction"
    return permit


def _answer(ports: Ports, tenant_id: str, wish: Wish, screening: ScreeningResult) -> Answered:
    now = ports.clock.now()
    policy = ports.gate_policy
    with ports.transaction() as tx:
        facts = gather(tx, tenant_id, wish, screening, now)
        findings = judge_wish(facts, policy)
        answer, needs = policy.answer(findings)
        permit = Permit(
            id=identifiers.new("pmt", now),
            tenant_id=tenant_id,
            employer_id=wish.employer_id,
            recruiter_id=wish.recruiter_id,
            job_digest=job_digest(wish.job),
            device=device_digest(wish.device) if wish.device else None,
            answer=answer,
            needs=needs,
            findings=findings,
            policy_version=policy.version,
            asked_at=now,
            expires_at=now + policy.permit_life,
            token_id=secrets.token_urlsafe(TOKEN_ID_BYTES) if answer is Answer.ALLOW else None,
        )
        tx.permits.add(permit)
        token = signed(tx, claims(permit, ports.public_url), now) if permit.token_id else None
    return Answered(permit, token)


def _session(ports: Ports, tenant_id: str, recruiter_id: str) -> AskedSession | None:
    """A face session for what is missing; None where a selfie has to be handed in first."""
    with ports.view() as tx:
        enrolled = bool(tx.face_templates.of(tenant_id, recruiter_id))
    purpose = Purpose.REAUTHENTICATE if enrolled else Purpose.ENROL
    try:
        return ask_session(ports, tenant_id, recruiter_id, purpose=purpose)
    except (SelfieMissing, NotEnrolled):
        return None

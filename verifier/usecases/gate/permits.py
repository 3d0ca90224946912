"""Permits: ask for one, use it once, take it back; `answering` says how a wish gets its answer."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.employer import Happening
from verifier.domain.errors import (
    NotEnrolled,
    NotFound,
    PermitForeign,
    PermitSpent,
    SelfieMissing,
    VerifierError,
)
from verifier.domain.face_session import Purpose
from verifier.domain.permit import Need, Permit, Use
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.faces.sessions import AskedSession, ask_session
from verifier.usecases.gate.answering import Answered, Asked, Given, answer_all
from verifier.usecases.gate.facts import Outside, Wish, ask_outside
from verifier.usecases.gate.links import keep_device
from verifier.usecases.gate.recording import Line, Word, found, must_be_reviewer, noted
from verifier.usecases.idempotency import Once, Served, finish_told
from verifier.usecases.ports import Ports, StoredResponse, Transaction
from verifier.usecases.texts import must_be_plain, must_say

IDENTIFIER_MAX = 100  # characters
TEXT_MAX = 20_000  # characters of a job's text; sites allow some thousands
FINGERPRINT_MAX = 1_000
ANYTHING = Use()


def ask_permit(ports: Ports, tenant_id: str, wish: Wish, *, by: ApiKey | None = None) -> Answered:
    """May this recruiter post this job for this employer now? Raises Invalid for text that cannot be kept.

    An employer or recruiter that is not there is no error: the answer is no, and says why. `by` is the key
    that asks; None is the operator, here and below.
    """
    given = _given(ports, tenant_id, Asked(wish, _outside(ports, tenant_id, wish), by))
    assert isinstance(given, Answered)  # only a request that is to be served once gets anything else
    return _with_session(ports, tenant_id, given, by)


def ask_permit_once(
    ports: Ports,
    tenant_id: str,
    wish: Wish,
    *,
    once: Once,
    tell: Callable[[Answered], StoredResponse],
    by: ApiKey | None = None,
) -> Served:
    """As `ask_permit`; the response, which `tell` makes of the answer, is kept in the same transaction.

    So whoever repeats a request after a kill gets the first token again, or asks for the first time. Only a
    face session is opened in a second transaction. `tell` must do nothing else: another thread may call it.
    Raises Invalid, IdempotencyMismatch, RequestInFlight.
    """
    given = _given(ports, tenant_id, Asked(wish, _outside(ports, tenant_id, wish), by, once, tell))
    if isinstance(given, Served):
        return given
    return finish_told(ports, tenant_id, once, lambda: tell(_with_session(ports, tenant_id, given, by)))


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


def _outside(ports: Ports, tenant_id: str, wish: Wish) -> Outside:
    _must_be_askable(wish)
    return ask_outside(ports, tenant_id, wish)


def _given(ports: Ports, tenant_id: str, asked: Asked) -> Given:
    """Answered together with what else the tenant asks for at this moment. Raises what the request meets."""
    given: Given | VerifierError = ports.counter.wishes.serve(
        tenant_id, asked, partial(answer_all, ports, tenant_id)
    )
    if isinstance(given, VerifierError):
        raise given
    return given


def _with_session(ports: Ports, tenant_id: str, answered: Answered, by: ApiKey | None) -> Answered:
    """With a face session, if that is what is missing."""
    if Need.FACE_SESSION not in answered.permit.needs:
        return answered
    asked = needed_session(ports, tenant_id, answered.permit.recruiter_id, by)
    return answered if asked is None else replace(answered, session=asked.session, link_token=asked.token)


def needed_session(ports: Ports, tenant_id: str, recruiter_id: str, by: ApiKey | None) -> AskedSession | None:
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

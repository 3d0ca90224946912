"""Reads: ask before each, tell when the seeker was contacted; `answering` says how an answer comes about."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, Invalid, NotFound, VerifierError
from verifier.domain.permit import Answer, Need
from verifier.domain.read_errors import ReadNotAllowed
from verifier.domain.resume_read import ReadWish, ResumeRead
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.gate.permits import needed_session
from verifier.usecases.idempotency import Once, Served, finish_told
from verifier.usecases.ports import Ports, StoredResponse, Transaction
from verifier.usecases.seekers.answering import Answered, Asked, Given, answer_reads
from verifier.usecases.texts import must_be_plain, must_say

IDENTIFIER_MAX: Final = 100  # characters
REFERENCE_MAX: Final = 200
FINGERPRINT_MAX: Final = 1_000


def ask_read(ports: Ports, tenant_id: str, wish: ReadWish, *, by: ApiKey | None = None) -> Answered:
    """May this recruiter read this résumé now, for this purpose? Raises Invalid.

    A grant, an employer or a recruiter that is not there is no error: the answer is no, and says why.
    """
    given = _given(ports, tenant_id, Asked(wish, by))
    assert isinstance(given, Answered)  # only a request that is to be served once gets anything else
    return _with_session(ports, tenant_id, given, by)


def ask_read_once(
    ports: Ports,
    tenant_id: str,
    wish: ReadWish,
    *,
    once: Once,
    tell: Callable[[Answered], StoredResponse],
    by: ApiKey | None = None,
) -> Served:
    """As `ask_read`, with its response kept in the same transaction; see the gate's `ask_permit_once`.

    Raises Invalid, IdempotencyMismatch, RequestInFlight.
    """
    given = _given(ports, tenant_id, Asked(wish, by, once, tell))
    if isinstance(given, Served):
        return given
    return finish_told(ports, tenant_id, once, lambda: tell(_with_session(ports, tenant_id, given, by)))


def read_read(ports: Ports, tenant_id: str, read_id: str, *, by: ApiKey | None = None) -> ResumeRead:
    """What was answered, and what became of it. Raises NotFound."""
    with ports.view() as tx:
        read = found_read(tx, tenant_id, read_id)
        deed = Deed(Action.RESUME_READ_READ, asker(by), read_id, {"answer": read.answer.value})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return read


def tell_contact(ports: Ports, tenant_id: str, read_id: str, *, by: ApiKey | None = None) -> ResumeRead:
    """The recruiter got in touch with the seeker after this read. Again changes nothing.

    Raises NotFound, and ReadNotAllowed for one that was never allowed.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        read = found_read(tx, tenant_id, read_id)
        if read.answer is not Answer.ALLOW:
            raise ReadNotAllowed
        if not tx.resume_reads.contact(tenant_id, read_id, now):
            return found_read(tx, tenant_id, read_id)
        record(tx, tenant_id, Deed(Action.RESUME_CONTACT_TOLD, asker(by), read_id), now=now)
    return replace(read, contacted_at=now)


def found_read(tx: Transaction, tenant_id: str, read_id: str) -> ResumeRead:
    """Raises NotFound."""
    read = tx.resume_reads.get(tenant_id, read_id)
    if read is None:
        raise NotFound
    return read


def _given(ports: Ports, tenant_id: str, asked: Asked) -> Given:
    """Answered together with what else the tenant asks for at this moment. Raises what the request meets."""
    _must_be_askable(asked.wish)
    given: Given | VerifierError = ports.counter.reads.serve(
        tenant_id, asked, partial(answer_reads, ports, tenant_id)
    )
    if isinstance(given, VerifierError):
        raise given
    return given


def _with_session(ports: Ports, tenant_id: str, answered: Answered, by: ApiKey | None) -> Answered:
    """With a face session, if that is what is missing."""
    if Need.FACE_SESSION not in answered.read.needs:
        return answered
    asked = needed_session(ports, tenant_id, answered.read.recruiter_id, by)
    return answered if asked is None else replace(answered, session=asked.session, link_token=asked.token)


def _must_be_askable(wish: ReadWish) -> None:
    if (wish.grant_id is None) == (wish.seeker is None):
        raise Invalid(errors=[FieldError("/grant_id", "Either this or `seeker`")])
    must_say({"/employer_id": wish.employer_id, "/recruiter_id": wish.recruiter_id}, IDENTIFIER_MAX)
    must_say({"/resume": wish.resume}, REFERENCE_MAX)
    must_be_plain({"/grant_id": wish.grant_id}, IDENTIFIER_MAX)
    must_be_plain({"/seeker": wish.seeker}, REFERENCE_MAX)
    must_be_plain({"/device": wish.device}, FINGERPRINT_MAX)

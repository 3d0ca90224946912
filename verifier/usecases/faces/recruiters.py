"""Recruiters of a site: add one, hand in their portraits, withdraw their face."""

from dataclasses import dataclass, replace
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, Deed
from verifier.domain.errors import FieldError, Invalid, NotFound, RecruiterKnown
from verifier.domain.face_session import FaceSession, Portrait, PortraitKind, Recruiter, SessionState
from verifier.domain.task import film_task
from verifier.intake.inspection import inspect_portrait
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record
from verifier.usecases.faces import keeping
from verifier.usecases.faces.locking import locked_until
from verifier.usecases.faces.telling import tell_session, tell_withdrawn
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import objection

WITHDRAWN = "consent_withdrawn"  # what the task of a film failed with that nobody may read any more


@dataclass(frozen=True, slots=True)
class RecruiterView:
    """All that is known of a recruiter; `locked_until` is None while the camera is open to them."""

    recruiter: Recruiter
    portraits: tuple[PortraitKind, ...]
    enrolled_at: datetime | None
    locked_until: datetime | None


def add_recruiter(
    ports: Ports, tenant_id: str, *, reference: str, case_id: str | None, by: ApiKey | None = None
) -> Recruiter:
    """Add one. `by` is the key that asks; None is the operator, here and below.

    Raises RecruiterKnown for a reference that is taken, NotFound for a case that is not there, or Invalid.
    """
    said = objection(reference) if reference else "Must not be empty"
    if said:
        raise Invalid(errors=[FieldError("/reference", said)])
    now = ports.clock.now()
    recruiter = Recruiter(identifiers.new("rec", now), tenant_id, reference, case_id, now)
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)  # so that of two who add the same one, the second is told
        if tx.recruiters.by_reference(tenant_id, reference) is not None:
            raise RecruiterKnown
        if case_id is not None and tx.cases.get(tenant_id, case_id) is None:
            raise NotFound("There is no such case")
        tx.recruiters.add(recruiter)
        record(tx, tenant_id, Deed(Action.RECRUITER_ADDED, asker(by), recruiter.id), now=now)
    return recruiter


def read_recruiter(ports: Ports, tenant_id: str, recruiter_id: str) -> RecruiterView:
    """Raises NotFound."""
    with ports.view() as tx:
        return _view(ports, tx, tx.recruiters.get(tenant_id, recruiter_id))


def find_recruiter(ports: Ports, tenant_id: str, reference: str) -> RecruiterView:
    """By the site's own reference. Raises NotFound."""
    with ports.view() as tx:
        return _view(ports, tx, tx.recruiters.by_reference(tenant_id, reference))


def add_portrait(  # noqa: PLR0913  a file comes with what is said of it and who brings it
    ports: Ports,
    tenant_id: str,
    recruiter_id: str,
    *,
    kind: PortraitKind,
    data: bytes,
    declared_media_type: str | None,
    by: ApiKey | None = None,
) -> Portrait:
    """Take a still picture, in place of an earlier one of its kind.

    Raises NotFound, StorageUnavailable, or why the intake refuses the file.
    """
    with ports.view() as tx:
        if tx.recruiters.get(tenant_id, recruiter_id) is None:
            raise NotFound
    inspection = inspect_portrait(data, declared_media_type)
    (blob,) = keeping.put(ports, tenant_id, [keeping.salted(data)])
    now = ports.clock.now()
    portrait = Portrait(recruiter_id, tenant_id, kind, blob, inspection.media_type, now)
    with ports.transaction() as tx:
        tx.recruiters.hold(tenant_id, recruiter_id)
        replaced = tx.recruiters.keep_portrait(portrait)
        keeping.name(tx, tenant_id, [blob])
        doomed = [replaced] if replaced else []
        keeping.doom(tx, tenant_id, doomed, now)
        deed = Deed(Action.PORTRAIT_ADDED, asker(by), recruiter_id, {"kind": kind.value})
        record(tx, tenant_id, deed, now=now)
    keeping.erase(ports, tenant_id, doomed)
    return portrait


def withdraw_face(ports: Ports, tenant_id: str, recruiter_id: str, *, by: ApiKey | None = None) -> None:
    """`forget_face` at the site's word. Raises NotFound."""
    forget_face(ports, tenant_id, recruiter_id, asker(by))


def forget_face(ports: Ports, tenant_id: str, recruiter_id: str, actor: Actor) -> None:
    """Delete templates, portraits, films and kept frames at once, end open sessions, and tell the site.

    What was decided stays decided, and its record stays without the face. Again changes nothing and tells
    nothing; that somebody asked for it is recorded each time. Raises NotFound.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.recruiters.hold(tenant_id, recruiter_id) is None:
            raise NotFound
        had = tx.face_templates.forget(tenant_id, recruiter_id)
        doomed = [*tx.recruiters.drop_portraits(tenant_id, recruiter_id)]
        sessions = tx.face_sessions.unended(tenant_id, recruiter_id)
        for session in sessions:
            doomed += forget_pictures(tx, session)
        ended = [
            end_session(tx, session, now) for session in sessions if session.state is not SessionState.REVIEW
        ]
        keeping.doom(tx, tenant_id, doomed, now)
        if had or doomed or ended:
            tell_withdrawn(tx, tenant_id, recruiter_id, now)
        record(tx, tenant_id, Deed(Action.FACE_WITHDRAWN, actor, recruiter_id), now=now)
    keeping.erase(ports, tenant_id, doomed)


def forget_pictures(tx: Transaction, session: FaceSession) -> list[str]:
    """Stop naming what was filmed in a session; the names of the blobs, to be doomed and erased."""
    dropped = [*tx.attempts.drop_frames(session.tenant_id, session.id)]
    for attempt in tx.attempts.of_session(session.tenant_id, session.id):
        dropped += tx.attempts.drop_batches(attempt.id)
    return dropped


def end_session(tx: Transaction, session: FaceSession, now: datetime) -> FaceSession:
    """End a session that has no outcome, with its film's tasks, and tell the site. The recruiter is held."""
    for attempt in tx.attempts.of_session(session.tenant_id, session.id):
        tx.tasks.cancel(film_task(attempt, now).id, failure=WITHDRAWN)
    ended = replace(session, state=SessionState.EXPIRED, ended_at=now)
    tx.face_sessions.keep(ended)
    tell_session(tx, ended, now)
    return ended


def _view(ports: Ports, tx: Transaction, recruiter: Recruiter | None) -> RecruiterView:
    if recruiter is None:
        raise NotFound
    place = (recruiter.tenant_id, recruiter.id)
    return RecruiterView(
        recruiter=recruiter,
        portraits=tuple(portrait.kind for portrait in tx.recruiters.portraits(*place)),
        enrolled_at=tx.face_templates.enrolled_at(*place),
        locked_until=locked_until(ports, tx, *place),
    )

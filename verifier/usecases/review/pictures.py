"""Pictures of a case for one reviewer: covered in their pixels, marked with who looks, recorded before given.

What was handed in itself is given unchanged, and only to who has revealed the page: no reader's boxes tell
where its personal data stands.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.case import Case
from verifier.domain.errors import EvidenceDamaged, NotFound
from verifier.domain.evidence import Evidence
from verifier.domain.masking import Personal
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.reading import LicenceReading, PaperReading, Reading
from verifier.intake import covering, pillow
from verifier.usecases import identifiers
from verifier.usecases.audit import record, unrecorded
from verifier.usecases.faces.keeping import fetched
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.looking import covers, hidden_boxes
from verifier.usecases.review.revealing import revealed
from verifier.usecases.review.reviewer import Reviewer
from verifier.usecases.review_ports import Seen, Viewing
from verifier.usecases.storing import storage_errors

SEEN_EVERY: Final = timedelta(hours=1)  # one viewing of a picture by one member
ORIGINAL, FRAME = "original", "frame"
# In place of the page where no reader could draw it, or before one did.
INSTEAD: Final = {PictureKind.PAGE: (PictureKind.PAGE, PictureKind.THUMBNAIL)}


def look_at_picture(
    ports: Ports, case_id: str, evidence_id: str, kind: PictureKind, *, mark: str, me: Reviewer
) -> bytes:
    """A picture of a page as JPEG, with what is covered covered. Raises NotFound, EvidenceDamaged, …"""
    now = ports.clock.now()
    with ports.view() as tx:
        case = _case(tx, case_id, me)
        _evidence(tx, case, evidence_id)
        picture = _picture(tx, case, evidence_id, kind)
        readings = tx.readings.of_case(case.tenant_id, case.id)
        page, bare = _page(readings, evidence_id), revealed(tx, case.tenant_id, case.id, me, now)
        hidden = hidden_boxes(page, bare, covers(case, readings, bare))
        told = {"case_id": case.id, "kind": picture.kind.value}
        deed = Deed(Action.PICTURE_FETCHED, me.actor, evidence_id, told)
        new = unrecorded(tx, case.tenant_id, deed, now)
    with storage_errors():
        data = ports.blobs.get(case.tenant_id, picture.sha256)
    width = page.frame.width if page else 1
    try:
        shown = covering.covered(data, picture.media_type, hidden, width=width, mark=mark)
    except pillow.BROKEN as error:
        raise EvidenceDamaged from error
    _note(ports, case, me, f"{picture.kind}:{evidence_id}", new, now)
    return shown


def look_at_original(ports: Ports, case_id: str, evidence_id: str, me: Reviewer) -> tuple[Evidence, bytes]:
    """What was handed in, for who has revealed the page. Raises NotFound, EvidenceDamaged, …"""
    now = ports.clock.now()
    with ports.view() as tx:
        case = _case(tx, case_id, me)
        evidence = _evidence(tx, case, evidence_id)
        if Personal.PAGE not in revealed(tx, case.tenant_id, case.id, me, now):
            raise NotFound
        deed = Deed(Action.EVIDENCE_FETCHED, me.actor, evidence_id, {"case_id": case.id})
        new = unrecorded(tx, case.tenant_id, deed, now)
    with storage_errors():
        data = ports.blobs.get(case.tenant_id, evidence.sha256)
    _note(ports, case, me, f"{ORIGINAL}:{evidence_id}", new, now)
    return evidence, data


def look_at_frame(  # noqa: PLR0913  a frame is named by its session, attempt and time
    ports: Ports, case_id: str, session_id: str, attempt_id: str, at: int, *, mark: str, me: Reviewer
) -> bytes:
    """A kept frame of a face session of this employer's people, JPEG, for who has revealed the faces.

    Raises NotFound, EvidenceDamaged, StorageUnavailable.
    """
    now = ports.clock.now()
    with ports.view() as tx:
        case = _case(tx, case_id, me)
        place = (case.tenant_id, session_id)
        session = tx.face_sessions.get(*place)
        frames = tx.attempts.kept_frames(*place)
        found = next((one for one in frames if (one.attempt_id, one.at) == (attempt_id, at)), None)
        theirs = session is not None and session.recruiter_id in _recruiters(tx, case)
        if (
            found is None
            or not theirs
            or Personal.FACES not in revealed(tx, case.tenant_id, case.id, me, now)
        ):
            raise NotFound
        told = {"attempt_id": attempt_id, "at": str(at), "case_id": case.id}
        new = unrecorded(tx, case.tenant_id, Deed(Action.FACE_FRAME_FETCHED, me.actor, session_id, told), now)
    (jpeg,) = fetched(ports, case.tenant_id, found.sha256)
    try:
        shown = covering.covered(jpeg, covering.MEDIA_TYPE, (), width=1, mark=mark)
    except pillow.BROKEN as error:
        raise EvidenceDamaged from error
    _note(ports, case, me, f"{FRAME}:{session_id}", new, now)
    return shown


def _case(tx: Transaction, case_id: str, me: Reviewer) -> Case:
    case = tx.cases.find(case_id, tenants=me.tenants)
    if case is None:
        raise NotFound
    return case


def _evidence(tx: Transaction, case: Case, evidence_id: str) -> Evidence:
    evidence = tx.evidence.get(case.tenant_id, evidence_id)
    if evidence is None or evidence.case_id != case.id:
        raise NotFound
    return evidence


def _picture(tx: Transaction, case: Case, evidence_id: str, kind: PictureKind) -> StoredPicture:
    for one in INSTEAD.get(kind, (kind,)):
        if picture := tx.pictures.get(case.tenant_id, evidence_id, one):
            return picture
    raise NotFound


def _page(readings: Sequence[Reading], evidence_id: str) -> LicenceReading | PaperReading | None:
    bodies = (reading.body for reading in readings if reading.evidence_id == evidence_id)
    return next((body for body in bodies if isinstance(body, LicenceReading | PaperReading)), None)


def _recruiters(tx: Transaction, case: Case) -> Sequence[str]:
    if case.employer_id is None:
        return ()
    return [member.recruiter_id for member in tx.memberships.of_employer(case.tenant_id, case.employer_id)]


def _note(ports: Ports, case: Case, me: Reviewer, what: str, new: tuple[Deed, ...], now: datetime) -> None:
    """Keep that it was looked at, once an hour; what was looked at lately costs no write."""
    with ports.view() as tx:
        seen = any(
            one.staff_id == me.id and one.what == what and one.at > now - SEEN_EVERY
            for one in tx.viewings.of_case(case.tenant_id, case.id)
        )
    if seen and not new:
        return
    viewing = Viewing(
        identifiers.new("vwg", now), me.id, case.tenant_id, case.id, Seen.PICTURE, now, what=what
    )
    with ports.transaction() as tx:
        tx.viewings.add(viewing)
        if new:
            record(tx, case.tenant_id, *new, now=now)

"""Escalated cases with everything that a case page can show, made through the use cases where they can be."""

import io
import secrets
from dataclasses import replace
from datetime import timedelta

from PIL import Image

from tests.acts import added, claimed
from tests.licences import PRINTED, licence
from tests.rows import CASE
from verifier import policies, usecases
from verifier.domain.case import Case
from verifier.domain.evidence import PLAN
from verifier.domain.face_session import (
    Attempt,
    Challenge,
    FaceSession,
    KeptFrame,
    Purpose,
    Recruiter,
    SessionState,
    Step,
)
from verifier.domain.faces import Action
from verifier.domain.picture import Picture, PictureKind
from verifier.domain.reading import FieldName, Frame, Line, QrCode, Reading, Unreadable
from verifier.domain.relatives import READER, Relative, Relatives, Shared
from verifier.domain.traces import Channel, FieldTraces, Signal, SignalTrace, Traces
from verifier.settings import POLICIES
from verifier.usecases.faces import keeping, recruiters
from verifier.usecases.gate import employers, members
from verifier.usecases.ports import Ports

SIZE = (1200, 1700)
PERSON = "李证据"  # whom the licence names; somebody else was declared
PAPER = (230, 40, 40)  # red, so that what is covered shows
LINES = 60


def jpeg(colour: tuple[int, int, int] = PAPER, size: tuple[int, int] = SIZE) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def as_shipped(ports: Ports) -> Ports:
    """The same with the shipped policies and every reader, which `full_case` needs."""
    review = policies.load_review(POLICIES / "review-v1.toml")
    return replace(ports, policy=policies.load(POLICIES / "v1.toml"), review_policy=review, plan=PLAN)


def full_case(ports: Ports, tenant_id: str, *, kin: tuple[Case, ...] = ()) -> Case:
    """Escalated: another person is printed than declared, traces stand out, `kin` are relatives; a film."""
    name = f"account-{secrets.token_hex(4)}"
    employer = employers.open_employer(ports, tenant_id, reference=name, account_type=CASE.account_type)
    case = usecases.open_case(
        ports,
        tenant_id,
        account_type=CASE.account_type,
        declared=replace(CASE.declared, phone="13800138000", bank_account="6222021234567890123"),
        reference=name,
        employer_id=employer.id,
    )
    evidence = added(ports, case)
    usecases.submit_case(ports, tenant_id, case.id)
    body = replace(
        licence({"person": PERSON}, lines=[_line(number) for number in range(LINES)]),
        frame=Frame(*SIZE),
        qr_codes=(
            QrCode("http://x.example", "x.example", PRINTED[FieldName.CODE], None, (900, 60, 1050, 210)),
        ),
    )
    box = body.fields[FieldName.NAME].box
    signal = SignalTrace(Signal.CRISPNESS, 9.0, 2.0, 0.5, 6.0)
    traces = Traces(
        Frame(*SIZE),
        Channel.DIRECT,
        "test",
        100,
        6.0,
        1.0,
        (FieldTraces(FieldName.NAME, (box,), 6.0, (signal,)),),
    )
    found = [
        Relative(one.id, evidence_of(ports, one), same_account=False, shared=(Shared.IMAGE, Shared.PERSON))
        for one in kin
    ]
    _record(ports, f"licence-{evidence.id}", body, Picture(PictureKind.PAGE, "image/jpeg", jpeg()))
    _record(ports, f"provenance-{evidence.id}", Unreadable("unreadable", "The decoder gave up."))
    _record(ports, f"traces-{evidence.id}", traces)
    thumbnail = Picture(PictureKind.THUMBNAIL, "image/jpeg", jpeg(size=(300, 425)))
    _record(ports, f"{READER}-{evidence.id}", Relatives(tuple(found), len(found), len(found)), thumbnail)
    film_of(ports, case)
    return case


def evidence_of(ports: Ports, case: Case) -> str:
    return usecases.read_case(ports, case.tenant_id, case.id).evidence[0].id


def film_of(ports: Ports, case: Case) -> Attempt:
    """A film of somebody who recruits for the case's employer, with two frames kept."""
    assert case.employer_id is not None
    recruiter = recruiters.add_recruiter(ports, case.tenant_id, reference=f"r-{case.id}", case_id=None)
    members.join(ports, case.tenant_id, case.employer_id, recruiter.id)
    now = ports.clock.now()
    session = _session(recruiter, case)
    steps = (Step(Action.BLINK, 2000, 4000), Step(Action.TURN_LEFT, 5000, 8000))
    attempt = Attempt(
        f"att_{case.id[5:]}",
        case.tenant_id,
        session.id,
        1,
        Challenge(f"{case.id:n<43}", steps, 10_000),
        now,
        now,
        now,
    )
    blob = keeping.salted(jpeg((90, 160, 90), (320, 240)))
    ports.blobs.put(case.tenant_id, blob)
    with ports.transaction() as tx:
        tx.face_sessions.add(session, f"{case.id:0<64}"[:64])
        tx.attempts.add(attempt)
        frames = [
            KeptFrame(attempt.id, case.tenant_id, at, label, keeping.name_of(blob))
            for at, label in ((1000, "opening"), (6500, "turn_left"))
        ]
        tx.attempts.keep_frames(frames, now)
    return attempt


def _session(recruiter: Recruiter, case: Case) -> FaceSession:
    at = case.opened_at
    return FaceSession(
        f"fas_{case.id[5:]}",
        case.tenant_id,
        recruiter.id,
        Purpose.ENROL,
        SessionState.REVIEW,
        at,
        at + timedelta(hours=1),
        ended_at=None,
    )


def _record(ports: Ports, task_id: str, body: object, *pictures: Picture) -> None:
    taken = claimed(ports, task_id)
    reading = Reading(taken.evidence.id, taken.task.reader, "none", "0", 1, body)  # type: ignore[arg-type]
    assert usecases.record_reading(ports, taken, reading, pictures)


def _line(number: int) -> Line:
    x, y = 60.0 + 500 * (number % 2), 300.0 + 20 * number
    return Line(((x, y), (x + 400, y), (x + 400, y + 16), (x, y + 16)), f"第{number}行文字", 0.95)

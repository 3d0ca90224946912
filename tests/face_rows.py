"""One of each thing that a store keeps of face sessions. Nobody's."""

import hashlib
from datetime import timedelta

from tests.fakes import MORNING
from tests.rows import TENANT
from verifier.domain.decision import POLICY
from verifier.domain.face_decision import FaceDecision, FaceOutcome
from verifier.domain.face_facts import Against, FilmReading, Match, Upload
from verifier.domain.face_session import (
    Attempt,
    Batch,
    Challenge,
    Consent,
    FaceSession,
    KeptFrame,
    Portrait,
    PortraitKind,
    Purpose,
    Recruiter,
    SessionState,
    Step,
)
from verifier.domain.faces import (
    Action,
    FaceEvent,
    FaceFrame,
    FaceQuality,
    FaceView,
    FilmTime,
    Likeness,
    LiveMeasures,
    Pose,
    Relief,
    StillMeasures,
)
from verifier.domain.finding import Finding, Outcome

RECRUITER = Recruiter("rec_1", TENANT.id, "招聘者-17", None, MORNING)
PORTRAIT = Portrait(RECRUITER.id, TENANT.id, PortraitKind.SELFIE, "c" * 64, "image/jpeg", MORNING)
TOKEN, BROWSER = "d" * 64, "e" * 64  # hashes of
SESSION = FaceSession(
    id="fcs_1",
    tenant_id=TENANT.id,
    recruiter_id=RECRUITER.id,
    purpose=Purpose.ENROL,
    state=SessionState.WAITING,
    created_at=MORNING,
    expires_at=MORNING + timedelta(minutes=15),
)
CONSENT = Consent("2026-11", "zh", "f" * 64, MORNING, keeps_frames=True)
ATTEMPT = Attempt(
    id="fat_1",
    tenant_id=TENANT.id,
    session_id=SESSION.id,
    number=1,
    challenge=Challenge(
        "nonce-1", (Step(Action.TURN_LEFT, 2500, 5500), Step(Action.BLINK, 6000, 9000)), 9500
    ),
    issued_at=MORNING,
    due_at=MORNING + timedelta(minutes=2),
)
DIGESTS = tuple(hashlib.sha256(b"%d" % number).digest() for number in range(3))
BATCH = Batch(ATTEMPT.id, TENANT.id, 0, "a" * 64, (0, 67, -5), 300, DIGESTS, MORNING)
FACE = FaceView((10, 20, 200, 260), Pose(-3.5, 1.0, 0.25), 0.31, 0.02)
READING = FilmReading(
    upload=Upload((0, 67, -5), 12_345, -80, ((640, 480),), refused=1, repeated=2, replayed=3),
    live=LiveMeasures(
        time=FilmTime(12_000, 130, 1),
        frames=(FaceFrame(0, FACE, 1), FaceFrame(67), FaceFrame(134, FACE, None, 0.25, 0.01)),
        events=(FaceEvent(Action.TURN_LEFT, 3000, 4000, 21.5),),
        reliefs=(Relief(Action.TURN_LEFT, 3000, 4000, 21.5, 60, 0.025),),
        likeness=(Likeness(0, 0.91),),
        second_likeness=(Likeness(0, 0.2),),
        quality=FaceQuality(14.5, 120.0, 44.0),
        passive=None,
    ),
    matches=(
        Match(Against.SELFIE, 0.71, None, StillMeasures(1, FACE, None, 2.5)),
        Match(Against.TEMPLATE, None, 0.31),
    ),
    passive_detector=False,
    engine="faces",
    version="sface@1",
    milliseconds=3210,
)
FRAME = KeptFrame(ATTEMPT.id, TENANT.id, 67, "opening", "b" * 64)
FINDINGS = (Finding("match", Outcome.FAIL, "face_differs", "Alike by .12.", 0.12, 0.39),)
DECISION = FaceDecision(
    id="fcd_1",
    tenant_id=TENANT.id,
    session_id=SESSION.id,
    attempt_id=ATTEMPT.id,
    outcome=FaceOutcome.REVIEW,
    policy_version="faces-v1",
    reasons=FINDINGS,
    waived=(("passive", "not there"),),
    decided_by=POLICY,
    decided_at=MORNING,
)

"""What tests do with face sessions again and again, through the use cases. Nobody is pictured in it."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.acts import photo
from verifier.domain.consent import consent_text
from verifier.domain.face_session import (
    Attempt,
    FaceSession,
    PortraitKind,
    Purpose,
    Recruiter,
    SentFrame,
    SessionState,
)
from verifier.domain.faces import FaceTemplate, FilmTime, LiveMeasures, StillMeasures
from verifier.usecases import claim_task
from verifier.usecases.faces import recruiters, sessions, visits
from verifier.usecases.faces.films import FilmClaim, FilmSeen, StillSeen, record_film
from verifier.usecases.ports import Ports

LANGUAGE = "zh"
FACE = (1.0, 0.0)  # somebody's
OTHER_FACE = (0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Link:
    """A session as the recruiter's browser has it."""

    session: FaceSession
    token: str
    browser: str | None = None

    @property
    def place(self) -> tuple[str, str | None]:
        """What every use case of the page begins with."""
        return self.token, self.browser


def recruited(ports: Ports, tenant_id: str, reference: str = "recruiter-1") -> Recruiter:
    """A recruiter with a selfie."""
    recruiter = recruiters.add_recruiter(ports, tenant_id, reference=reference, case_id=None)
    pictured(ports, recruiter)
    return recruiter


def pictured(ports: Ports, recruiter: Recruiter, kind: PortraitKind = PortraitKind.SELFIE) -> None:
    recruiters.add_portrait(
        ports,
        recruiter.tenant_id,
        recruiter.id,
        kind=kind,
        data=photo(100),
        declared_media_type="image/png",
    )


def asked(ports: Ports, recruiter: Recruiter, purpose: Purpose = Purpose.ENROL) -> Link:
    made = sessions.ask_session(ports, recruiter.tenant_id, recruiter.id, purpose=purpose)
    return Link(made.session, made.token)


def agreed(ports: Ports, link: Link, *, keeps_frames: bool = False) -> Link:
    """The same link, consented to."""
    site = visits.visit(ports, *link.place).site
    browser = visits.give_consent(
        ports,
        *link.place,
        language=LANGUAGE,
        text_sha256=consent_text(LANGUAGE, site).sha256,
        keeps_frames=keeps_frames,
    )
    return Link(link.session, link.token, browser)


def active(ports: Ports, recruiter: Recruiter, purpose: Purpose = Purpose.ENROL) -> Link:
    return agreed(ports, asked(ports, recruiter, purpose))


def frames(seed: int = 0, count: int = 10) -> list[SentFrame]:
    """So many frames of a batch of this number; every seed and number give other bytes."""
    return [SentFrame(seed * 1000 + 100 * number, b"jpeg %d %d" % (seed, number)) for number in range(count)]


def filmed(ports: Ports, link: Link, *, batches: int = 2, seed: int = 0) -> Attempt:
    """An attempt with its batches kept, not finished yet."""
    attempt = visits.begin_attempt(ports, *link.place)
    for index in range(batches):
        sent = frames(seed + index)
        visits.take_batch(ports, *link.place, number=attempt.number, index=index, frames=sent)
    return attempt


def finished(ports: Ports, link: Link, *, batches: int = 2, seed: int = 0) -> str:
    """A film that waits for a worker: the id of its task. Every film needs a seed of its own."""
    attempt = filmed(ports, link, batches=batches, seed=seed)
    visits.finish_attempt(ports, *link.place, number=attempt.number, batches=batches)
    return f"film-{attempt.id}"


def claimed_film(ports: Ports, task_id: str, worker: str = "w1") -> FilmClaim:
    claim = claim_task(ports, task_id, worker=worker)
    assert isinstance(claim, FilmClaim)
    return claim


def templates(face: tuple[float, float] = FACE) -> tuple[FaceTemplate, FaceTemplate]:
    """One of each engine."""
    return template("sface@test", *face), template("dlib@test", *face)


def template(engine: str, *numbers: float) -> FaceTemplate:
    return FaceTemplate(engine, struct.pack(f"<{len(numbers)}f", *numbers))


def seen(
    face: tuple[float, float] = FACE,
    *,
    portrait: tuple[float, float] | None = FACE,
    shown: Sequence[tuple[int, str, bytes]] = (),
    passive_detector: bool = True,
) -> FilmSeen:
    """What a worker saw of a film, and of the selfie beside it if there is one."""
    still = {PortraitKind.SELFIE: StillSeen(StillMeasures(1), templates(portrait))} if portrait else {}
    return FilmSeen(
        live=LiveMeasures(FilmTime(10_000, 120), ()),
        templates=templates(face),
        portraits=still,
        sizes=((640, 480),),
        refused=0,
        passive_detector=passive_detector,
        engine="faces",
        version="test",
        milliseconds=1234,
        shown=tuple(shown),
    )


def read(ports: Ports, task_id: str, what: FilmSeen | None = None) -> bool:
    """Have a worker read it, from claim to record."""
    return record_film(ports, claimed_film(ports, task_id), what or seen())


def enrolled(ports: Ports, tenant_id: str, reference: str = "recruiter-1") -> Recruiter:
    """A recruiter whose face is enrolled."""
    recruiter = recruited(ports, tenant_id, reference)
    read(ports, finished(ports, active(ports, recruiter)))
    assert recruiters.read_recruiter(ports, tenant_id, recruiter.id).enrolled_at is not None
    return recruiter


def state_of(ports: Ports, link: Link) -> SessionState:
    return sessions.read_session(ports, link.session.tenant_id, link.session.id).state

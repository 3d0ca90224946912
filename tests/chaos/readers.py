"""Readers that see at once what a picture's comment says: real tasks, rows and blobs without an engine.

Run as the workers of a `tests.chaos` service. They work for a moment, so that one can be killed meanwhile.
"""

import hashlib
import json
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.chaos import hurry
from tests.face_films import frames as face_frames
from tests.face_films import live
from tests.faces import view
from tests.licences import PRINTED, field, licence
from verifier import logs
from verifier.domain.face_session import Challenge, SentFrame
from verifier.domain.faces import (
    TURNS,
    FaceEvent,
    FaceQuality,
    FaceTemplate,
    FilmTime,
    LiveMeasures,
    Relief,
    StillMeasures,
)
from verifier.domain.picture import Picture, PictureKind, Seen
from verifier.domain.places import Frame
from verifier.domain.provenance import Provenance
from verifier.domain.reading import LicenceReading, Reading
from verifier.domain.relatives import Likeness, Resemblance
from verifier.domain.traces import Channel, Traces
from verifier.settings import Settings
from verifier.usecases.faces.films import Film, FilmSeen, StillSeen
from verifier.usecases.ports import Ports
from verifier.usecases.relatives import find_relatives
from verifier.usecases.tasks import Claim
from workers.main import run
from workers.runtime import Readers

BEGIN, END = b"<chaos>", b"</chaos>"
LONGEST = 0.3  # seconds of work
FLAT = "flat"  # a film of a print, which a person has to look at


def told(**words: str) -> bytes:
    """A comment for a picture, which these readers will see in it."""
    return BEGIN + json.dumps(words).encode() + END


def seen(data: bytes) -> Mapping[str, str]:
    """What the comment says; nothing where there is none."""
    _, begun, rest = data.partition(BEGIN)
    words, ended, _ = rest.partition(END)
    found: Mapping[str, str] = json.loads(words) if begun and ended else {}
    return found


def _break(data: bytes) -> None:
    """Fail with all that was sent in the message, or die, where the comment asks for it."""
    how = seen(data).get("break")
    if how == "raise":
        raise RuntimeError(f"{data!r} {seen(data)}")
    if how == "die":
        os.kill(os.getpid(), signal.SIGKILL)


def _work() -> None:
    time.sleep(random.uniform(0.0, LONGEST))


class LicenceReader:
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        _work()
        _break(data)
        fields = {name: field(value) for name, value in seen(data).items() if name in PRINTED}
        return Reading(evidence_id, "licence", "chaos", "1", 1, licence(fields))


class ProvenanceReader:
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        _work()
        return Reading(evidence_id, "provenance", "chaos", "1", 1, Provenance())


class TracesReader:
    """Draws a picture that is another each time, as one that was drawn twice may be."""

    def read(self, evidence_id: str, data: bytes, media_type: str, page: LicenceReading) -> Seen:
        _work()
        body = Traces(Frame(900, 1200), Channel.DIRECT, "chaos", 1, 0.0, 0.0)
        drawn = Picture(PictureKind.TRACES, "image/jpeg", random.randbytes(2_000))
        return Seen(Reading(evidence_id, "traces", "chaos", "1", 1, body), (drawn,))


class RelativesReader:
    def read(self, ports: Ports, claim: Claim, data: bytes) -> Seen:
        _work()
        looks = hashlib.sha256(data).digest()
        mine = Likeness(looks, looks[::-1], b"thumbnail" + random.randbytes(2_000))
        body = find_relatives(ports, claim, mine, lambda _: Resemblance(0))
        return Seen(Reading(claim.evidence.id, "relatives", "chaos", "1", 1, body))


class FilmReader:
    """Sees that whoever is named in a film did what was asked."""

    def read(self, film: Film, challenge: Challenge) -> FilmSeen:
        _work()
        who = seen(film.frames[0].jpeg)
        return FilmSeen(
            live=_acted(challenge, film.frames, flat=who.get("how") == FLAT),
            templates=templates(who["who"]),
            portraits={kind: _still(data) for kind, (data, _) in film.portraits.items()},
            sizes=((640, 480),),
            refused=0,
            passive_detector=True,
            engine="chaos",
            version="1",
            milliseconds=1,
            shown=tuple((frame.at, "opening", frame.jpeg) for frame in film.frames[:3]),
        )


def _still(data: bytes) -> StillSeen:
    return StillSeen(StillMeasures(1, view(), FaceQuality(0.4, 120.0, 50.0)), templates(seen(data)["who"]))


def templates(who: str) -> tuple[FaceTemplate, FaceTemplate]:
    """The same for the same person; two people's are hardly alike."""
    drawn = random.Random(who)
    wide = [drawn.gauss(0, 1) for _ in range(128)]
    length = sum(value * value for value in wide) ** 0.5
    vector = struct.pack("<128f", *(value / length for value in wide))
    return FaceTemplate("sface@chaos", vector), FaceTemplate("dlib@chaos", vector)


def _acted(challenge: Challenge, sent: Sequence[SentFrame], *, flat: bool) -> LiveMeasures:
    events = tuple(
        FaceEvent(step.action, step.start + 400, step.start + 1200, 0.9) for step in challenge.steps
    )
    turns = (event for event in events if event.action in TURNS)
    residual = 0.0 if flat else 0.025
    reliefs = tuple(Relief(event.action, event.start, event.end, 20.0, 60, residual) for event in turns)
    one = face_frames()[1]
    first = sent[0].at
    filmed = tuple(replace(one, at=frame.at - first, faces=1) for frame in sent)
    return live(time=FilmTime(filmed[-1].at, 100), frames=filmed, events=events, reliefs=reliefs)


if __name__ == "__main__":
    hurry.hurry()
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    readers = Readers(
        {"licence": LicenceReader(), "provenance": ProvenanceReader()},
        {"traces": TracesReader()},
        {"relatives": RelativesReader()},
        FilmReader(),
    )
    sys.exit(run(settings, lambda: readers))

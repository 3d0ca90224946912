"""The film reader: what the frames of a face session show, and the portraits beside them. Judges nothing.

Whatever was sent, a reading comes out: frames that are no camera's are counted, a portrait that cannot be
decoded shows no face, and a film that is longer than any of ours is not looked at. Templates are biometric
data and leave only as such, apart from the measures.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import numpy as np

from models.faces import frames
from models.faces.engine import Measured, Portrait
from models.faces.film import MAX_FRAMES, TimedFrame
from models.faces.frames import FrameRefused
from verifier.domain.face_session import Challenge, SentFrame
from verifier.domain.faces import StillMeasures
from verifier.domain.places import Box
from verifier.domain.task import FILM
from verifier.usecases.faces.cards import Card
from verifier.usecases.faces.films import Film, FilmSeen, StillSeen
from workers.readers.bgr import Bgr
from workers.readers.pages import Undecodable, pages, upright
from workers.readers.shown import shown

AROUND: Final = 0.15  # of the photograph's width and height, taken with it on every side


class Engine(Protocol):
    """What measures faces: `models.faces.engine.FaceEngine`."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def passive_detector(self) -> bool: ...
    def measure(self, frames: Sequence[TimedFrame]) -> Measured: ...
    def portrait(self, picture: Bgr) -> Portrait: ...


class FilmReader:
    """Reads the films of face sessions. Not thread-safe, as its engine is not."""

    name = FILM

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, film: Film, challenge: Challenge) -> FilmSeen:
        """What was measured, and which frames show it: those are chosen by the challenge's steps."""
        started = time.perf_counter()
        sizes = tuple(_sizes(film.frames))
        measured = self._measured(film.frames)
        live = measured.measures if measured and measured.measures.frames else None
        return FilmSeen(
            live=live,
            templates=measured.templates if measured else (),
            portraits={kind: self._still(*picture) for kind, picture in film.portraits.items()},
            sizes=tuple(sorted({size for size in sizes if size})),
            refused=measured.measures.time.refused if measured else sizes.count(None),
            passive_detector=self._engine.passive_detector,
            engine=self._engine.name,
            version=self._engine.version,
            shown=shown(film.frames, live, challenge) if live else (),
            card=self.on_card(film.card) if film.card else None,
            milliseconds=round((time.perf_counter() - started) * 1000),
        )

    def _measured(self, sent: Sequence[SentFrame]) -> Measured | None:
        """The measures; None for a film of more frames than the engine takes."""
        if len(sent) > MAX_FRAMES:
            return None
        return self._engine.measure([TimedFrame(frame.at, frame.jpeg) for frame in sent])

    def on_card(self, card: Card) -> StillSeen:
        """What the photograph on an identity card shows; the cut is kept nowhere."""
        if card.portrait is None:
            return StillSeen(StillMeasures(0))
        try:
            page = upright(card.data, card.media_type, card.frame)
        except Undecodable:
            return StillSeen(StillMeasures(0))
        found = self._engine.portrait(cut(page, card.portrait))
        return StillSeen(found.measures, found.templates)

    def _still(self, data: bytes, media_type: str) -> StillSeen:
        try:
            picture = pages(data, media_type)[0]
        except Undecodable:
            return StillSeen(StillMeasures(0))
        found = self._engine.portrait(picture)
        return StillSeen(found.measures, found.templates)


def cut(page: Bgr, portrait: Box) -> Bgr:
    """The photograph with some of the card around it, which the places of lines tell only roughly."""
    left, top, right, bottom = portrait
    x, y = round((right - left) * AROUND), round((bottom - top) * AROUND)
    return np.ascontiguousarray(page[max(top - y, 0) : bottom + y, max(left - x, 0) : right + x])


def _sizes(sent: Sequence[SentFrame]) -> Iterator[tuple[int, int] | None]:
    """Width and height of each frame by its header; None for what has none."""
    for frame in sent:
        try:
            yield frames.size(frame.jpeg)
        except FrameRefused:
            yield None

"""A film of an employer's office: what a worker measured in it, and the word that it has to show.

Times are milliseconds from the film's beginning.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

MOST_BYTES: Final = 300 << 20
"""A phone films five minutes in full HD in less."""

# Common characters of few strokes without a look-alike among them: written large and read surely.
CHARACTERS: Final = "山水火木土石田禾竹米羊牛马鸟鱼虫花草春夏秋冬东南西北红黄蓝白黑"
DIGITS: Final = "23456789"  # no 0 and 1, which are read as O and l
WORD_CHARACTERS: Final = 3
WORD_DIGITS: Final = 2


def new_word() -> str:
    """A word that nobody can guess, one of 1.9 million; it is good for one film."""
    letters = "".join(secrets.choice(CHARACTERS) for _ in range(WORD_CHARACTERS))
    return letters + "".join(secrets.choice(DIGITS) for _ in range(WORD_DIGITS))


@dataclass(frozen=True, slots=True)
class Sighting:
    """A line of text in a sampled frame; `height` is its share of the frame's, `score` the engine's, 0–1."""

    at: int
    text: str
    score: float
    height: float


@dataclass(frozen=True, slots=True)
class VideoReading:
    """What was measured. `marks` are perceptual hashes of sampled frames, 256 bits each, with their times.

    `cuts` are moments between two frames that have nothing in common, `freezes` spans in which nothing moved.
    `created_at` is what the file says of its making, None if nothing. `strip` are those of the filmstrip.
    """

    duration: int
    frames: int
    width: int
    height: int
    cuts: tuple[int, ...]
    freezes: tuple[tuple[int, int], ...]
    sightings: tuple[Sighting, ...] = field(repr=False)
    marks: tuple[tuple[int, str], ...] = field(repr=False)  # hash in hex
    strip: tuple[int, ...] = ()
    created_at: datetime | None = None

    def frozen(self) -> int:
        """For how long nothing moved, in ms."""
        return sum(end - start for start, end in self.freezes)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """A film as its checks see it. `reading` is None where it could not be read, and `trouble` says why.

    `names` are what the firm may be called by on a sign: its registered name, else nothing. `twins` are other
    employers' proofs whose film shares frames with this one, with how many.
    """

    word: str = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    given_at: datetime
    reading: VideoReading | None
    trouble: str | None = None
    twins: tuple[tuple[str, int], ...] = ()


def nearest(mark: str, marks: Iterable[str]) -> int:
    """The smallest number of bits in which any of the marks differs; 256 where there is none."""
    value = int(mark, 16)
    return min(((value ^ int(other, 16)).bit_count() for other in marks), default=256)


@dataclass(frozen=True, slots=True)
class OfficeVideo:
    """The film of one proof on its way: the word that was given for it, and how much of it has arrived.

    `length` is what the upload said that the film has, in bytes; None before it began.
    """

    proof_id: str
    tenant_id: str
    employer_id: str
    word: str = field(repr=False)
    given_at: datetime
    length: int | None = None
    received: int = 0
    finished_at: datetime | None = None
    reading: VideoReading | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class VideoPart:
    """A stretch of a film's bytes, kept as a file of its own so that none is held in memory whole."""

    proof_id: str
    tenant_id: str
    start: int
    size: int
    sha256: str

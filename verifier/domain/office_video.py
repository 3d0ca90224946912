"""A film of an employer's office: what a worker measured in it, and the word that it has to show.

Times are milliseconds from the film's beginning.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

MOST_BYTES: Final = 300 << 20
"""A phone films five minutes in full HD in less."""

# Common characters of few strokes without a look-alike among them: written large and read surely.
CHARACTERS: Final = "山水火木土石田禾竹米羊牛马鸟鱼虫花草春夏秋冬东南西北红黄蓝白黑"
DIGITS: Final = "23456789"  # no 0 and 1, which are read as O and l
WORD_CHARACTERS: Final = 3
WORD_DIGITS: Final = 2
EVERY_SECOND_BIT: Final = int("55" * 32, 16)  # of a mark's 256


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


def alike(marks: Iterable[str], others: Iterable[tuple[str, str]], *, within: int) -> Mapping[str, int]:
    """How many of one's own marks each of the others' proofs has within so many bits, mirrored or not.

    The horizontal waves of a picture that is turned about have the other sign in every second column of its
    transform, which a mark's every second bit says.
    """
    own = [(int(mark, 16), int(mark, 16) ^ EVERY_SECOND_BIT) for mark in marks]
    found: dict[str, set[int]] = {}
    for proof_id, mark in others:
        value = int(mark, 16)
        for place, (one, turned) in enumerate(own):
            if (value ^ one).bit_count() <= within or (value ^ turned).bit_count() <= within:
                found.setdefault(proof_id, set()).add(place)
    return {proof_id: len(places) for proof_id, places in found.items()}


@dataclass(frozen=True, slots=True)
class Strip:
    """A filmstrip: so many frames of one size side by side, as a JPEG."""

    jpeg: bytes = field(repr=False)
    frames: int


@dataclass(frozen=True, slots=True)
class Alike:
    """From where on two frames show one place: so many points fit, and they take up this share of a frame."""

    points_min: float
    spread_min: float


SharedFrames: TypeAlias = Callable[[Strip, Strip, Alike], int]
"""How many frames of the first strip show a place that one of the second does, mirrored or not."""


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

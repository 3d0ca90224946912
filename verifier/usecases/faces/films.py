"""Films at the hands of workers: fetched, recorded, decided, deleted. They act for all tenants."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from verifier.domain.face_session import Attempt, FaceSession, PortraitKind, SentFrame
from verifier.domain.faces import FaceTemplate, LiveMeasures, StillMeasures
from verifier.domain.task import Task
from verifier.usecases.ports import Ports


@dataclass(frozen=True, slots=True)
class FilmClaim:
    """A worker's hold on a film for one attempt at reading it."""

    task: Task
    session: FaceSession
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Film:
    """All bytes that a reading needs: the frames as sent, and the portraits to compare with."""

    frames: tuple[SentFrame, ...] = field(repr=False)
    portraits: Mapping[PortraitKind, tuple[bytes, str]] = field(repr=False)  # with their media types


@dataclass(frozen=True, slots=True)
class StillSeen:
    """What a portrait shows."""

    measures: StillMeasures
    templates: tuple[FaceTemplate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class FilmSeen:
    """What a worker makes of a film. `shown` are frames worth keeping for a reviewer, with a label."""

    live: LiveMeasures | None
    templates: tuple[FaceTemplate, ...] = field(repr=False)
    portraits: Mapping[PortraitKind, StillSeen]
    sizes: tuple[tuple[int, int], ...]
    refused: int
    passive_detector: bool
    engine: str
    version: str
    milliseconds: int
    shown: tuple[tuple[int, str, bytes], ...] = field(default=(), repr=False)


def fetch_film(ports: Ports, claim: FilmClaim) -> Film:
    """The bytes. Raises EvidenceDamaged, StorageUnavailable."""
    raise NotImplementedError


def record_film(ports: Ports, claim: FilmClaim, seen: FilmSeen) -> bool:
    """Keep the reading, end the task, decide the attempt, then delete the film; all or nothing.

    False, and nothing changed, when the task is no longer this claim's.
    """
    raise NotImplementedError


def clear_leftovers(ports: Ports) -> int:
    """Delete films whose decision a crash kept from deleting them, films that were given up, and kept frames whose
    time is over; for the sweep. How many blobs."""
    raise NotImplementedError

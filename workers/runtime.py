"""One attempt at one task: claim it, keep the lease while the reader reads, record what it read.

Decides nothing about the case; the use cases do. Holds the only broad `except`, because a reader may fail in
any way; it re-raises under a bare name, so that what a message quotes never reaches Redis.
"""

import os
import secrets
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from threading import Event, Thread
from typing import BinaryIO, Protocol, runtime_checkable

import structlog
from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import SQLAlchemyError

from verifier import telemetry
from verifier.domain.face_session import Challenge
from verifier.domain.office_video import Alike, Strip
from verifier.domain.picture import Seen
from verifier.domain.proof import ProofKind
from verifier.domain.reading import LicenceReading, Reading
from verifier.domain.registry import READER as REGISTRY
from verifier.domain.task import FILM
from verifier.usecases.evidence import evidence_to_read
from verifier.usecases.faces.films import Film, FilmClaim, FilmSeen, fetch_film, record_film
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.office_video import VideoClaim, VideoSeen, fetch_video, record_video, sought_in
from verifier.usecases.registry import ask_registry
from verifier.usecases.tasks import (
    RENEW_EVERY,
    AnyClaim,
    Claim,
    claim_task,
    fail_task,
    page_of,
    record_reading,
    renew_lease,
)

log = structlog.get_logger(__name__)


READ = "read"
FAILED = "reader_failed"
TIMED_OUT = "reader_timed_out"
NO_READER = "no_reader"


class Reader(Protocol):
    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        """What can be measured on this evidence; bad input is a reading too, never an exception."""
        ...


@runtime_checkable
class DrawingReader(Protocol):
    """A reader that also draws the page that it read."""

    def look(self, evidence_id: str, data: bytes, media_type: str) -> Seen:
        """As `Reader.read`, with pictures for people."""
        ...


class PageReader(Protocol):
    def read(self, evidence_id: str, data: bytes, media_type: str, page: LicenceReading) -> Seen:
        """What can be measured on a page whose fields are known; coordinates are those of `page`."""
        ...


class CaseReader(Protocol):
    def read(self, ports: Ports, claim: Claim, data: bytes) -> Seen:
        """What can be measured on the claimed task's evidence with what the store knows of other cases."""
        ...


class FilmReader(Protocol):
    def read(self, film: Film, challenge: Challenge) -> FilmSeen:
        """What can be measured on the film of a face session; bad input is a reading too."""
        ...


class VideoReader(Protocol):
    def read(self, film: BinaryIO, sought: Sequence[str]) -> VideoSeen:
        """What can be measured in the film of an office; bad input is a reading too.

        Whoever has read all the texts that are `sought`, and surely, need not read on.
        """
        ...

    def shared(self, own: Strip, other: Strip, least: Alike) -> int:
        """How many frames of the first filmstrip show a place that one of the second does."""
        ...


class AttemptFailed(Exception):
    """An attempt failed; the message is the name of the exception and nothing that it said."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The readers with their engines loaded, by name: of files, of their pages, and among other cases.

    `of_films` is the one reader of films of faces, where its engine is loaded; `of_videos` that of offices.
    """

    of_files: Mapping[str, Reader]
    of_pages: Mapping[str, PageReader] = field(default_factory=dict)
    of_cases: Mapping[str, CaseReader] = field(default_factory=dict)
    of_films: FilmReader | None = None
    of_videos: VideoReader | None = None

    def names(self) -> list[str]:
        films = [FILM] if self.of_films else []
        videos = [ProofKind.OFFICE_VIDEO.value] if self.of_videos else []
        return sorted([*self.of_files, *self.of_pages, *self.of_cases, *films, *videos])


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a worker has at hand for every job."""

    ports: Ports
    readers: Readers


_equipment: list[
    Equipment
] = []  # one, once installed; a job is called by its dotted name and brings no object


def install(equipment: Equipment) -> None:
    """Equip this process and every process forked from it."""
    _equipment[:] = [equipment]


def perform(task_id: str) -> None:
    """One attempt. Raises AttemptFailed when it failed; the task row knows what follows from that."""
    with structlog.contextvars.bound_contextvars(task=task_id):
        _perform(task_id)


def _perform(task_id: str) -> None:
    try:
        (equipment,) = _equipment
        claim = claim_task(equipment.ports, task_id, worker=_name())
        if claim is None:
            log.info("task_not_ours", task=task_id)
        elif isinstance(claim, FilmClaim):
            _attempt_film(equipment, claim)
        elif isinstance(claim, VideoClaim):
            _attempt_video(equipment, claim)
        else:
            _attempt(equipment, claim)
    except Exception as error:
        log.warning("attempt_failed", task=task_id, exc_info=True)
        raise AttemptFailed(type(error).__name__) from None


def _attempt(equipment: Equipment, claim: Claim) -> None:
    ports = equipment.ports
    with _failing(ports, claim), _lease_kept(ports, claim):
        seen = _read(equipment, claim)
        kept = record_reading(ports, claim, seen.reading, seen.pictures)
    log.info("task_read", task=claim.task.id, kept=kept, milliseconds=seen.reading.milliseconds)


def _attempt_film(equipment: Equipment, claim: FilmClaim) -> None:
    ports, reader = equipment.ports, equipment.readers.of_films
    if reader is None:
        fail_task(ports, claim, NO_READER)
        return
    with _failing(ports, claim), _lease_kept(ports, claim):
        seen = reader.read(fetch_film(ports, claim), claim.attempt.challenge)
        kept = record_film(ports, claim, seen)
    log.info("task_read", task=claim.task.id, kept=kept, milliseconds=seen.milliseconds)


def _attempt_video(equipment: Equipment, claim: VideoClaim) -> None:
    ports, reader = equipment.ports, equipment.readers.of_videos
    if reader is None:
        fail_task(ports, claim, NO_READER)
        return
    # The file has no name, so that it is gone with its processes, however they end.
    with _failing(ports, claim), _lease_kept(ports, claim), TemporaryFile() as film:
        fetch_video(ports, claim, film)
        seen = reader.read(film, sought_in(ports, claim))
        kept = record_video(ports, claim, seen, reader.shared)
    telemetry.DECODER_MEMORY.labels("resident").observe(seen.resident)
    telemetry.DECODER_MEMORY.labels("addressed").observe(seen.addressed)
    log.info(
        "task_read",
        task=claim.task.id,
        kept=kept,
        milliseconds=seen.milliseconds,
        decoder_mebibytes=seen.resident >> 20,
    )


def _read(equipment: Equipment, claim: Claim) -> Seen:
    ports, task = equipment.ports, claim.task
    if task.reader == REGISTRY:
        return Seen(ask_registry(ports, claim))
    evidence, data = evidence_to_read(ports, task.tenant_id, task.evidence_id)
    if task.reader in equipment.readers.of_cases:
        return equipment.readers.of_cases[task.reader].read(ports, claim, data)
    if task.reader in equipment.readers.of_pages:
        reader = equipment.readers.of_pages[task.reader]
        return reader.read(evidence.id, data, evidence.media_type, page_of(ports, claim))
    of_file = equipment.readers.of_files[task.reader]
    if isinstance(of_file, DrawingReader):
        return of_file.look(evidence.id, data, evidence.media_type)
    return Seen(of_file.read(evidence.id, data, evidence.media_type))


@contextmanager
def _failing(ports: Ports, claim: AnyClaim) -> Iterator[None]:
    """Give the attempt up when it did not end well, whatever it raised."""
    began = time.monotonic()
    result = FAILED
    try:
        yield
        result = READ
    except JobTimeoutException:
        result = TIMED_OUT
        raise
    finally:
        telemetry.TASKS.labels(claim.task.reader, result).observe(time.monotonic() - began)
        if result != READ:
            fail_task(ports, claim, result)


@contextmanager
def _lease_kept(ports: Ports, claim: AnyClaim) -> Iterator[None]:
    """Renew the lease from a thread of this very process, so that it lapses when the process dies."""
    done = Event()
    thread = Thread(target=_renew, args=(ports, claim, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(ports: Ports, claim: AnyClaim, done: Event) -> None:
    while not done.wait(RENEW_EVERY.total_seconds()):
        try:
            renew_lease(ports, claim)
        except SQLAlchemyError as error:  # the next renewal may come in time yet
            log.warning("lease_not_renewed", task=claim.task.id, error=type(error).__name__)


def _name() -> str:
    """Who claims: this process and no other, ever."""
    return f"{socket.gethostname()}.{os.getpid()}.{secrets.token_hex(4)}"

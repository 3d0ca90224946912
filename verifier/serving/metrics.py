"""The exporter: a process of each host that shows Prometheus what its processes counted, and what waits.

It listens on an address of its own, for the numbers are business facts and need no key: never make it public.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

import structlog
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from verifier import telemetry
from verifier.app import database_probe, queue_probe
from verifier.assembly import assemble, open_blobs
from verifier.domain.errors import ConfigurationError
from verifier.providers import queue
from verifier.providers.queue import RqJobQueue
from verifier.settings import Settings
from verifier.store.census import Census, take_census
from verifier.store.engine import connect, for_reading
from verifier.store.sealing import Seal
from verifier.usecases.blob_ports import BlobMissing, BlobsUnavailable
from verifier.usecases.faces.counting import count_faces
from verifier.usecases.ports import Ports, QueueUnavailable

CENSUS_EVERY: Final = 30.0  # seconds; in between the last one is shown again
ABSENT: Final = "0" * 64  # the digest of no file

Probes: TypeAlias = Mapping[str, Callable[[], bool]]

log = structlog.get_logger(__name__)


def serve_metrics(settings: Settings) -> None:
    """Answer Prometheus until the process ends. Raises ConfigurationError."""
    if settings.metrics_port is None:
        raise ConfigurationError("BONAFIDE_METRICS_PORT is not set: name the port to listen on.")
    try:
        start_http_server(settings.metrics_port, settings.metrics_host, registry=registry(settings))
    except OSError as error:
        raise ConfigurationError(
            f"BONAFIDE_METRICS_PORT={settings.metrics_port} cannot be listened on ({error.strerror})."
        ) from error
    log.info("metrics_served", port=settings.metrics_port)
    threading.Event().wait()


def registry(settings: Settings) -> CollectorRegistry:
    """All that is shown, on the service that the settings name."""
    found = CollectorRegistry()
    MultiProcessCollector(found, str(telemetry.folder(settings.metrics_folder)))  # type: ignore[no-untyped-call]  # has no types
    found.register(Present(_sources(settings)))
    return found


@dataclass(frozen=True, slots=True)
class Sources:
    """Where what is shown of the present comes from. `workers` raises QueueUnavailable."""

    ports: Ports
    engine: Engine
    probes: Probes
    workers: Callable[[], int]


class Present(Collector):
    """Gauges of how things stand now. What cannot be asked is not shown, and its part is shown as down."""

    def __init__(self, sources: Sources, clock: Callable[[], float] = time.monotonic) -> None:
        self._sources = sources
        self._clock = clock
        self._next = float("-inf")
        self._shown: list[Metric] = []
        self._lock = threading.Lock()

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            if self._clock() >= self._next:
                self._shown = list(_present(self._sources))
                self._next = self._clock() + CENSUS_EVERY
            shown = self._shown
        yield from shown

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that registering asks nothing."""
        return iter(())


def _sources(settings: Settings) -> Sources:
    ports = assemble(settings)
    probes = {
        "database": database_probe(ports),
        "queue": queue_probe(queue.connect(settings.queue_url)),
        "blobs": _blobs_probe(settings),
    }
    engine = for_reading(connect(settings.database_url))
    return Sources(ports, engine, probes, RqJobQueue(settings.queue_url).workers)


def _blobs_probe(settings: Settings) -> Callable[[], bool]:
    blobs = open_blobs(settings.blobs_url, Seal(settings.blob_key))

    def answers() -> bool:
        try:
            blobs.get("metrics", ABSENT)
        except BlobMissing:
            return True
        except BlobsUnavailable:
            return False
        return True

    return answers


def _present(sources: Sources) -> Iterator[Metric]:
    part = GaugeMetricFamily("bonafide_part_up", "Whether a part answers, 1 or 0.", labels=["part"])
    for name, answers in sources.probes.items():
        part.add_metric([name], float(answers()))
    yield part
    with suppress(QueueUnavailable):
        yield _one("bonafide_workers", "Workers that listen on the queue, of all hosts.", sources.workers())
    try:
        with sources.engine.begin() as connection:
            census = take_census(connection)
        faces = count_faces(sources.ports).people
    except SQLAlchemyError as error:
        log.warning("census_failed", exc_info=error)
        return
    yield from _counted(census, sources.ports.clock.now())
    yield _one("bonafide_faces", "People whose face is stored, at most.", faces)


def _counted(census: Census, now: datetime) -> Iterator[Metric]:
    tasks = GaugeMetricFamily("bonafide_tasks_waiting", "Tasks not ended, by reader.", labels=["reader"])
    for reader, count in census.tasks.items():
        tasks.add_metric([reader], count)
    yield tasks
    yield _one(
        "bonafide_task_oldest_seconds",
        "How long somebody has waited for the oldest of them.",
        _age(census.oldest_task, now),
    )
    yield _one(
        "bonafide_deliveries_waiting", "Deliveries neither accepted nor dead.", census.deliveries.count
    )
    yield _one(
        "bonafide_delivery_oldest_seconds", "The age of the oldest.", _age(census.deliveries.since, now)
    )
    yield _one("bonafide_dead_letters", "Deliveries given up, not replayed away.", census.dead_letters)
    reviews = GaugeMetricFamily("bonafide_reviews_open", "What waits for a person.", labels=["kind"])
    oldest = GaugeMetricFamily(
        "bonafide_review_oldest_seconds", "How long the oldest has waited.", labels=["kind"]
    )
    for kind, waiting in census.reviews.items():
        reviews.add_metric([kind], waiting.count)
        oldest.add_metric([kind], _age(waiting.since, now))
    yield reviews
    yield oldest
    yield _one("bonafide_audit_entries", "Entries written to the audit chains.", census.audit_entries)


def _one(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0

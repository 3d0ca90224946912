"""One host's workers: the engines are loaded once, then every worker is a fork of this process.

    workers ── sweep            asks again for tasks that nobody works on; ends what has expired
            ├─ courier          takes events to the sites' webhooks, and messages to the mail server
            ├─ worker 1 ── horse   one forked child per job
            └─ worker 2 ── horse

This process forks and watches; it runs no job and starts no thread, so that a fork of it is sound at any
time. The kernel ends every child with its parent.
"""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import structlog
from redis import Redis
from redis.exceptions import RedisError

from verifier import logs, telemetry
from verifier.assembly import assemble
from verifier.domain.errors import ConfigurationError
from verifier.providers.mail.opening import open_domains, open_mailer
from verifier.providers.webhooks.sender import HttpSender
from verifier.serving.children import CANNOT_START
from verifier.serving.lifeline import be_known_as, die_with
from verifier.serving.supervision import LOOK_EVERY, StopRequest
from verifier.settings import Settings
from verifier.telemetry import tracing
from verifier.usecases.faces.counting import warn_of_faces
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.faces.sessions import expire_sessions
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.proofs.office_video import drop_left_parts
from verifier.usecases.proofs.settling import expire_proofs
from verifier.usecases.retention.purging import purge
from verifier.usecases.tasks import sweep_tasks
from workers import runtime
from workers.courier import carry
from workers.postman import Postman
from workers.rq_worker import ReadingWorker
from workers.runtime import Equipment, FilmReader, Readers

STATEMENT_CHUNKS = 10  # of rows in one sweep, of five hundred each

log = structlog.get_logger(__name__)

SWEEP_EVERY = 1.0  # seconds
COUNT_EVERY = 3600.0  # seconds between two counts of the stored faces
PURGE_EVERY = 86_400.0  # seconds between the beginnings of two purges
PURGE_FOR = 0.5  # seconds of a round that a purge may take
PAUSE = 1.0  # seconds between two starts of a child
QUEUE_AWAY_PAUSE = 2.0  # seconds more for a worker that found no queue
NICENESS = 19  # the least: whoever waits for the web server goes before a reading, which is polled for
GRACE = 6.0  # seconds for the jobs in flight; shorter than the patience of `serve`

Duty = Callable[[], None]
_fork = multiprocessing.get_context("fork")


def main() -> int:
    """Work until told to stop. Returns the exit status."""
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    return run(settings, load_all)


def run(settings: Settings, load: Callable[[], Readers]) -> int:
    """Fork sweep and courier, load the readers, fork the workers, and keep all alive until told to stop."""
    stopping = StopRequest()
    ports = assemble(settings)
    sender = HttpSender(settings.webhook_reach)
    postman = Postman(ports, open_mailer(settings), open_domains(settings))
    crew = [
        *([Post("metrics", partial(show_metrics, settings))] if settings.metrics_port is not None else []),
        Post("sweep", partial(_watched, settings, "sweep", partial(sweep, ports))),
        Post("courier", partial(_watched, settings, "courier", partial(carry, ports, sender, postman))),
    ]
    try:
        _tend(crew)
        runtime.install(Equipment(ports, _timed(load)))
        gc.freeze()  # what is loaded now is shared by all workers; the collector would copy its pages
        worker = partial(_watched, settings, "worker", partial(work, settings))
        crew += [Post("worker", worker) for _ in range(settings.workers)]
        while not stopping:
            _tend(crew)
            stopping.wait(LOOK_EVERY)
    finally:
        _dismiss(crew)  # also when loading failed: the interpreter would wait for the sweep to end by itself
        gc.unfreeze()  # libraries look at their exit for what was left behind
    return 0


def show_metrics(settings: Settings) -> None:
    """The exporter of this host."""
    from verifier.serving.metrics import serve_metrics  # noqa: PLC0415  it imports the web application

    serve_metrics(settings)


def _watched(settings: Settings, kind: str, duty: Duty) -> None:
    """The duty, whose process counts for Prometheus and is traced if anybody asked for it."""
    if settings.metrics_port is not None:
        telemetry.share(settings.metrics_folder, kind)
    if settings.otlp_endpoint:
        tracing.start(settings.otlp_endpoint, f"bonafide-{kind}", at_once=True)
    duty()


def load_all() -> Readers:
    """Every reader of this build. Raises ConfigurationError for a broken weight or library.

    Also for those of faces: a worker takes whatever task comes, so one that could not read films would use up
    their attempts, and recruiters would be sent to a person for a weight that `make setup` puts right.
    """
    return replace(load_readers(), of_films=load_film_reader())


def load_film_reader() -> FilmReader:
    """The reader of films. Starts no thread; raises ConfigurationError for a broken weight."""
    from models.faces.engine import FaceEngine  # noqa: PLC0415
    from models.weights import WeightsError  # noqa: PLC0415
    from workers.readers import film  # noqa: PLC0415

    try:
        return film.FilmReader(FaceEngine.load())
    except WeightsError as error:
        raise ConfigurationError(str(error)) from error


def load_readers() -> Readers:
    """The readers of evidence, on one engine. Raises ConfigurationError for a broken weight or library."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # scale by processes; read when the libraries are imported
    import cv2  # noqa: PLC0415

    from models.ocr import TextEngine  # noqa: PLC0415
    from models.paddle import EngineError  # noqa: PLC0415
    from models.weights import WeightsError  # noqa: PLC0415
    from workers.readers import CASE_READERS, PAGE_READERS, READERS  # noqa: PLC0415
    from workers.readers.office_video import OfficeVideoReader  # noqa: PLC0415

    cv2.setNumThreads(1)
    try:
        engine = TextEngine.load()
    except (WeightsError, EngineError) as error:
        raise ConfigurationError(str(error)) from error
    return Readers(
        {name: reader(engine) for name, reader in READERS.items()},
        {name: reader() for name, reader in PAGE_READERS.items()},
        {name: reader() for name, reader in CASE_READERS.items()},
        of_videos=OfficeVideoReader(engine),
    )


def _timed(load: Callable[[], Readers]) -> Readers:
    began = time.monotonic()
    readers = load()
    log.info("readers_loaded", readers=readers.names(), seconds=round(time.monotonic() - began, 1))
    return readers


def work(settings: Settings) -> None:
    """One worker, until it is told to stop."""
    os.nice(NICENESS)
    try:
        ReadingWorker(Redis.from_url(settings.queue_url)).work(logging_level="WARNING")
    except RedisError as error:
        log.warning("queue_unavailable", error=type(error).__name__)
        time.sleep(QUEUE_AWAY_PAUSE)


def sweep(ports: Ports) -> None:
    """Every SWEEP_EVERY seconds see to what nobody else does. Any number of hosts may do so."""
    counted = -COUNT_EVERY
    purging = daily(ports)
    while True:
        sweep_once(ports)
        if time.monotonic() - counted >= COUNT_EVERY:
            counted = time.monotonic()
            warn_of_faces(ports)
        purge_a_while(purging)
        time.sleep(SWEEP_EVERY)


def daily(ports: Ports) -> Iterator[bool]:
    """Purge what is over, a transaction a step, and again PURGE_EVERY later; whether there is more."""
    while True:
        began = time.monotonic()
        receipts = 0
        for receipt in purge(ports):
            receipts += receipt is not None
            yield True
        log.info("purged", receipts=receipts)
        while time.monotonic() - began < PURGE_EVERY:
            yield False


def purge_a_while(purging: Iterator[bool]) -> None:
    """Take steps for PURGE_FOR at most, so that tasks are asked for again in time meanwhile."""
    until = time.monotonic() + PURGE_FOR
    while time.monotonic() < until and next(purging):
        pass


def sweep_once(ports: Ports) -> None:
    """Ask again for tasks that nobody works on, end sessions that expired, delete what is left of films."""
    with ExitStack() as every_one:  # an error in one must not keep the sweep from the others
        for see_to in (_erase, _expire, _drop_parts, _expire_proofs, _follow_statements, _ask_again):
            every_one.callback(see_to, ports)  # the last of them is called first


def _ask_again(ports: Ports) -> None:
    if count := sweep_tasks(ports):
        log.info("tasks_asked_again", count=count)


def _expire(ports: Ports) -> None:
    if count := expire_sessions(ports):
        log.info("face_sessions_expired", count=count)


def _expire_proofs(ports: Ports) -> None:
    if count := expire_proofs(ports):
        log.info("proofs_expired", count=count)


def _drop_parts(ports: Ports) -> None:
    """After proofs expire, of which it asks."""
    if count := drop_left_parts(ports):
        log.info("office_films_dropped", count=count)


def _follow_statements(ports: Ports) -> None:
    """What an import that was killed left; before proofs expire, which they pay for."""
    if counts := follow_up(ports, STATEMENT_CHUNKS):
        log.info("statement_rows_followed", count=counts.total())


def _erase(ports: Ports) -> None:
    if count := clear_leftovers(ports):
        log.info("face_blobs_erased", count=count)


class Post:
    """A duty, and the forked process that has it at present."""

    def __init__(self, name: str, duty: Duty) -> None:
        self.name = name
        self._duty = duty
        self._process: multiprocessing.process.BaseProcess | None = None
        self._started = -PAUSE

    def tend(self) -> None:
        """Fork a process if there is none, or the last one died."""
        if self._process is not None and self._process.is_alive():
            return
        if self._process is not None:
            log.warning("process_died", duty=self.name, pid=self._process.pid, status=self._process.exitcode)
            self._process = None
        if time.monotonic() - self._started >= PAUSE:
            self._start()

    def ask_to_end(self) -> None:
        if self._process is not None:
            self._process.terminate()

    def ended_by(self, deadline: float) -> bool:
        if self._process is None:
            return True
        self._process.join(max(deadline - time.monotonic(), 0.01))
        return not self._process.is_alive()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _start(self) -> None:
        self._started = time.monotonic()
        self._process = _fork.Process(target=_serve_duty, args=(os.getpid(), self._duty), name=self.name)
        self._process.start()


def _serve_duty(parent: int, duty: Duty) -> None:
    die_with(parent)
    be_known_as(multiprocessing.current_process().name)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which tells its children
    duty()


def _tend(crew: Sequence[Post]) -> None:
    for post in crew:
        post.tend()


def _dismiss(crew: Sequence[Post]) -> None:
    for post in crew:
        post.ask_to_end()
    deadline = time.monotonic() + GRACE
    for post in crew:
        if not post.ended_by(deadline):
            post.kill()


def run_or_explain() -> int:
    """`main`, with what the operator must change as one sentence on standard error."""
    try:
        return main()
    except ConfigurationError as error:
        print(f"bonafide: {error.detail}", file=sys.stderr)
        return CANNOT_START

"""The service as one command: which children it has, when it is ready, and how it ends."""

import http
import http.client
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from verifier.providers import embedded_queue
from verifier.providers.queue import RqJobQueue
from verifier.serving import supervision
from verifier.serving.children import Child, Program
from verifier.settings import Settings
from verifier.usecases.ports import QueueUnavailable

log = structlog.get_logger(__name__)

WORKERS = "workers"  # the module that is run, and the app that is served
APP = "wsgi:app"
READY_PATH = "/readyz"
ANSWER_WITHIN = 2.0  # seconds
REMIND_EVERY = 15.0  # seconds


class Service:
    """Queue server, workers and web server of one data folder."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self._settings = settings
        self._host, self._port = listener.getsockname()[:2]
        self._queue = RqJobQueue(settings.queue_url)
        self._server = _queue_server(settings)
        self._workers = Child(Program("workers", (sys.executable, "-m", WORKERS)))
        self._web = Child(_web_server(listener.fileno()))
        self._stopping = supervision.StopRequest()

    def run(self, when_ready: Callable[[], None]) -> None:
        """Serve until asked to stop. Raises GaveUp when a child cannot be kept alive."""
        with self._running(self._server):
            self._tend_until(self._queue_answers, waiting_for="queue")
            if not self._stopping:
                self._serve(when_ready)

    def _serve(self, when_ready: Callable[[], None]) -> None:
        with self._running([self._workers, self._web]):
            self._tend_until(self._ready, waiting_for="workers_and_web")
            if not self._stopping:
                when_ready()
            self._tend_until(_forever)

    @contextmanager
    def _running(self, children: list[Child]) -> Iterator[None]:
        supervision.start(children)
        try:
            yield
        finally:
            supervision.stop(children)

    def _tend_until(self, condition: Callable[[], bool], *, waiting_for: str = "") -> None:
        """Tend the children that were started until the condition holds or somebody asks to stop."""
        remind_at = time.monotonic() + REMIND_EVERY
        while not self._stopping and not condition():
            supervision.tend([child for child in self._children() if child.started])
            self._stopping.wait(supervision.LOOK_EVERY)
            if waiting_for and time.monotonic() > remind_at:
                log.warning("still_waiting", waiting_for=waiting_for)
                remind_at = time.monotonic() + REMIND_EVERY

    def _children(self) -> list[Child]:
        return [*self._server, self._workers, self._web]

    def _queue_answers(self) -> bool:
        try:
            self._queue.workers()
        except QueueUnavailable:
            return False
        return True

    def _ready(self) -> bool:
        return self._workers_listen() and self._web_answers()

    def _workers_listen(self) -> bool:
        """Only this start's workers count: those of a killed predecessor stay listed for some seconds."""
        try:
            return self._queue.workers(f"{self._workers.pid}.") >= self._settings.workers
        except QueueUnavailable:
            return False

    def _web_answers(self) -> bool:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=ANSWER_WITHIN)
        try:
            connection.request("GET", READY_PATH)
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _forever() -> bool:
    return False


def _queue_server(settings: Settings) -> list[Child]:
    """The embedded queue server, unless the operator named one."""
    if settings.redis_url:
        return []
    folder = settings.data_dir / "queue"
    command = embedded_queue.command(folder, settings.queue_socket)
    return [Child(Program("queue", command, log=f"in {embedded_queue.log_of(folder)}"))]


def _web_server(listener: int) -> Program:
    return Program(
        "web",
        (
            *(sys.executable, "-m", "gunicorn"),
            *("--config", "python:verifier.serving.web"),
            *("--bind", f"fd://{listener}"),
            APP,
        ),
        files=(listener,),
    )

"""The job queue: RQ on Redis or Valkey, known to the service by this module alone.

A job is a dotted name and a task id, and a span's id where traces are kept; nothing else ever enters the
queue. It must not decide who runs what: the task row and its lease do, so a job that is lost, doubled or late
costs time and never truth.
"""

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker_registration import get_keys

from verifier.domain.errors import ConfigurationError
from verifier.telemetry import tracing
from verifier.usecases.ports import QueueUnavailable

QUEUE = "readings"
JOB = "workers.jobs.run_task"
JOB_TIMEOUT = 60  # seconds; a licence takes 2 to 5 on one busy core
LONGER = {"office_video-": 300}  # by how a task's id begins; a film of five minutes takes two
RESULT_TTL = 60  # seconds that a finished job stays visible in the queue's own lists
FAILURE_TTL = 3600  # seconds; RQ's default is a year

CONNECT_TIMEOUT = 0.5  # seconds; a request waits for the queue no longer than this and ANSWER_TIMEOUT
ANSWER_TIMEOUT = 1.0


def connect(
    url: str, *, connect_timeout: float = CONNECT_TIMEOUT, answer_timeout: float = ANSWER_TIMEOUT
) -> Redis:
    """A pooled client that fails fast; the pool replaces connections that were closed meanwhile by itself.

    Raises ConfigurationError when the URL is none that it knows.
    """
    try:
        client: Redis = Redis.from_url(
            url,
            socket_connect_timeout=connect_timeout,
            socket_timeout=answer_timeout,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError as error:
        raise ConfigurationError(
            "BONAFIDE_REDIS_URL must begin with redis://, rediss:// or unix://."
        ) from error
    return client


class RqJobQueue:
    """The JobQueue of the service. Thread-safe; connects on first use."""

    def __init__(self, url: str) -> None:
        self._redis = connect(url)
        self._queue = Queue(QUEUE, connection=self._redis, serializer=JSONSerializer)

    def enqueue(self, task_id: str) -> None:
        """Ask a worker to run this task; harmless while it waits, and a fresh start once its job was lost.

        Raises QueueUnavailable when the server does not answer or cannot store.
        """
        try:
            self._enqueue(task_id)
        except RedisError as error:
            raise QueueUnavailable from error

    def workers(self, prefix: str = "") -> int:
        """How many live workers listen, of those whose name begins with `prefix`.

        Raises QueueUnavailable when the server does not answer.
        """
        try:
            keys = [key for key in get_keys(self._queue) if key.removeprefix("rq:worker:").startswith(prefix)]
            return int(self._redis.exists(*keys)) if keys else 0
        except RedisError as error:
            raise QueueUnavailable from error

    def _enqueue(self, task_id: str) -> None:
        try:
            self._push(task_id)
        except DuplicateJobError:
            if self._queue.get_job_position(task_id) is None:
                self._forget(task_id)
                self._push(task_id)

    def _push(self, task_id: str) -> None:
        self._queue.enqueue(
            JOB,
            task_id,
            job_id=task_id,
            unique=True,
            job_timeout=_time_out(task_id),
            result_ttl=RESULT_TTL,
            failure_ttl=FAILURE_TTL,
            meta=tracing.carrier(),
        )

    def _forget(self, task_id: str) -> None:
        """Drop a job that no longer waits: its worker died, it failed, or it ended without ending its task.

        Should it still run after all, the second run finds the task claimed and returns.
        """
        try:
            Job.fetch(task_id, connection=self._redis, serializer=JSONSerializer).delete()
        except NoSuchJobError:
            return


def _time_out(task_id: str) -> int:
    """Seconds that a worker may take for it."""
    return next((seconds for prefix, seconds in LONGER.items() if task_id.startswith(prefix)), JOB_TIMEOUT)

"""RQ's worker, tuned so that nothing hangs, nothing runs twice and nobody waits long after a kill.

Knows queues and processes, no task and no reader. Its work horse is one forked child per job.
"""

import os
import socket

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import TimeoutError as NoAnswer
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import now

from verifier.providers.queue import JOB_TIMEOUT, QUEUE
from verifier.serving.lifeline import die_with

MONITORING_INTERVAL = 5  # seconds between two looks at a running job
HEARTBEAT_TTL = 3 * MONITORING_INTERVAL  # seconds; RQ's own rule adds 60 to the interval
OVERTIME = 5  # seconds over its time-out after which a job that cannot be interrupted is killed; RQ waits 60
WORKER_TTL = 20  # seconds; makes an idle worker wait 5 s for a job, and 15 s for an answer
RECONNECT_WITHIN = 2.0  # seconds; RQ's pause between two attempts grows to 60


class ReadingWorker(Worker):
    """One worker process. Its name tells which parent started it: `parent.own.host`."""

    max_connection_wait_time = RECONNECT_WITHIN
    log_result_lifespan = False

    def __init__(self, connection: Redis) -> None:
        super().__init__(
            [Queue(QUEUE, connection=connection, serializer=JSONSerializer)],
            name=f"{os.getppid()}.{os.getpid()}.{socket.gethostname()}",
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL,
            job_monitoring_interval=MONITORING_INTERVAL,
        )

    def subscribe(self) -> None:
        """Take no commands by pub/sub: its thread would make every fork of a horse a gamble."""

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        """Run the job; when the worker dies, so does its horse, and the job does not run twice."""
        die_with(self.pid or 0)
        super().main_work_horse(job, queue)

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:  # noqa: ARG002
        super().heartbeat(HEARTBEAT_TTL, pipeline)

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002
        return HEARTBEAT_TTL

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Called every MONITORING_INTERVAL while the horse runs. A silent queue does not stop the job."""
        if _seconds_running(job) > (job.timeout or JOB_TIMEOUT) + OVERTIME:
            self.kill_horse()
        try:
            super().maintain_heartbeats(job, execution)
        except (Unreachable, NoAnswer):
            self.log.warning("Worker %s: no heartbeat, the queue does not answer", self.name)


def _seconds_running(job: Job) -> float:
    return (now() - job.started_at).total_seconds() if job.started_at else 0.0

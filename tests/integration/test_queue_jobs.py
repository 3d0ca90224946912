"""The job queue on a real Valkey server: asking once, asking again, and asking when nobody answers."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from tests.processes import QueueServer
from verifier.domain.errors import ConfigurationError
from verifier.providers.queue import QUEUE, RqJobQueue, connect
from verifier.usecases.ports import QueueUnavailable

TASK = "licence-evd_01"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[QueueServer]:
    server = QueueServer(tmp_path / "queue")
    yield server
    server.kill()


@pytest.fixture
def redis(server: QueueServer) -> Redis:
    return connect(server.url)


@pytest.fixture
def queue(server: QueueServer) -> RqJobQueue:
    return RqJobQueue(server.url)


def waiting(redis: Redis) -> list[str]:
    return Queue(QUEUE, connection=redis, serializer=JSONSerializer).job_ids


def take(redis: Redis) -> None:
    """Do to the first job what a worker does that is killed while it runs it."""
    worker = SimpleWorker([QUEUE], connection=redis, serializer=JSONSerializer)
    found = worker.dequeue_job_and_maintain_ttl(None)
    assert found is not None
    worker.prepare_execution(found[0])
    worker.prepare_job_execution(found[0], remove_from_intermediate_queue=True)


def fail(redis: Redis) -> None:
    """Do to the first job what a worker does whose job raises: here, for want of ports."""
    SimpleWorker([QUEUE], connection=redis, serializer=JSONSerializer).work(
        burst=True, logging_level="CRITICAL"
    )


def test_a_job_holds_the_task_id_and_nothing_else(queue: RqJobQueue, redis: Redis) -> None:
    queue.enqueue(TASK)
    job = Job.fetch(TASK, connection=redis, serializer=JSONSerializer)
    assert (job.func_name, list(job.args), job.kwargs) == ("workers.jobs.run_task", [TASK], {})
    assert 0 < job.result_ttl <= 3600
    assert 0 < job.failure_ttl <= 3600


def test_asking_again_while_the_job_waits_changes_nothing(queue: RqJobQueue, redis: Redis) -> None:
    queue.enqueue(TASK)
    queue.enqueue("licence-evd_02")
    queue.enqueue(TASK)
    assert waiting(redis) == [TASK, "licence-evd_02"]


def test_asking_again_works_when_the_queue_lost_the_job(queue: RqJobQueue, redis: Redis) -> None:
    queue.enqueue(TASK)
    redis.flushall()
    queue.enqueue(TASK)
    assert waiting(redis) == [TASK]


def test_asking_again_works_when_the_worker_was_killed(queue: RqJobQueue, redis: Redis) -> None:
    queue.enqueue(TASK)
    take(redis)
    assert waiting(redis) == []
    queue.enqueue(TASK)
    assert waiting(redis) == [TASK]


def test_asking_again_works_when_the_worker_was_killed_between_taking_and_starting(
    queue: RqJobQueue, redis: Redis
) -> None:
    queue.enqueue(TASK)
    assert redis.lmove(f"rq:queue:{QUEUE}", f"rq:queue:{QUEUE}:intermediate")
    queue.enqueue(TASK)
    assert waiting(redis) == [TASK]


def test_asking_again_works_after_the_job_failed(queue: RqJobQueue, redis: Redis) -> None:
    queue.enqueue(TASK)
    fail(redis)
    assert Job.fetch(TASK, connection=redis, serializer=JSONSerializer).is_failed
    queue.enqueue(TASK)
    assert waiting(redis) == [TASK]
    assert Job.fetch(TASK, connection=redis, serializer=JSONSerializer).is_queued


def test_jobs_outlive_a_killed_server(server: QueueServer, queue: RqJobQueue, redis: Redis) -> None:
    tasks = [f"licence-evd_{n}" for n in range(50)]
    for task in tasks:
        queue.enqueue(task)
    time.sleep(1.2)  # the append-only file reaches the disk every second
    server.kill()
    server.start()
    assert waiting(redis) == tasks


def test_a_kept_connection_survives_a_restart_of_the_server(
    server: QueueServer, queue: RqJobQueue, redis: Redis
) -> None:
    queue.enqueue(TASK)
    server.kill()
    server.start()
    queue.enqueue("licence-evd_02")
    assert "licence-evd_02" in waiting(redis)


def test_a_dead_server_is_reported_at_once(server: QueueServer, queue: RqJobQueue) -> None:
    queue.enqueue(TASK)
    server.kill()
    with pytest.raises(QueueUnavailable):
        queue.enqueue("licence-evd_02")


@pytest.mark.timeout(60)
def test_a_server_that_hangs_is_reported_and_does_not_hang_the_caller(
    server: QueueServer, queue: RqJobQueue
) -> None:
    queue.enqueue(TASK)
    server.pause()
    try:
        with pytest.raises(QueueUnavailable):
            queue.enqueue("licence-evd_02")
    finally:
        server.resume()


def test_a_server_that_cannot_store_is_reported(redis: Redis, queue: RqJobQueue) -> None:
    redis.config_set("maxmemory", "1")
    with pytest.raises(QueueUnavailable):
        queue.enqueue(TASK)


def test_a_url_that_names_no_queue_is_refused_with_the_setting_to_change() -> None:
    with pytest.raises(ConfigurationError, match="BONAFIDE_REDIS_URL"):
        connect("http://127.0.0.1:6379")


def test_the_servers_folder_is_private(server: QueueServer, tmp_path: Path) -> None:
    assert (tmp_path / "queue").stat().st_mode & 0o077 == 0
    assert (tmp_path / "queue" / "valkey.sock").stat().st_mode & 0o077 == 0

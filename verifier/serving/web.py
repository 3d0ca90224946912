"""gunicorn's configuration, read with `--config python:verifier.serving.web`. Holds no logic."""

import gc
from pathlib import Path
from typing import Any

from verifier.serving.lifeline import die_with

worker_class = "verifier.gunicorn.ImpatientWorker"  # gthread with an end to its patience
logger_class = "verifier.gunicorn.DiscreetLogger"
workers = 2
threads = 8
timeout = 60  # seconds without a sign of life of the process; requests have their own limits
graceful_timeout = 5  # seconds for requests in flight when the service stops
keepalive = 5
limit_request_line = (
    8190  # bytes, the most that gunicorn takes: 200 characters of 4 bytes are 2,400 in a query
)
loglevel = "warning"
control_socket_disable = True  # it would open a socket in the home folder
if Path("/dev/shm").is_dir():  # noqa: S108  gunicorn keeps its heartbeat files there, away from a busy disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def post_worker_init(_worker: Any) -> None:
    """What is loaded now stays: a full collection would look through all of it while somebody waits."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, _worker: Any) -> None:
    """No web process outlives gunicorn's own."""
    die_with(server.pid)

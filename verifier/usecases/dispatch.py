"""Asking workers for tasks that were committed. A queue that is down costs time and loses nothing."""

from collections.abc import Sequence

import structlog

from verifier.usecases.ports import Ports, QueueUnavailable

log = structlog.get_logger(__name__)


def ask(ports: Ports, task_ids: Sequence[str]) -> int:
    """Enqueue the tasks, and stop at the first that the queue does not take; the sweep asks again.

    Returns how many were taken. Only ever called after the commit, or a worker could come too early.
    """
    for taken, task_id in enumerate(task_ids):
        try:
            ports.queue.enqueue(task_id)
        except QueueUnavailable:
            log.warning("queue_unavailable", tasks_waiting=len(task_ids) - taken)
            return taken
    return len(task_ids)

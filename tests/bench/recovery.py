"""How long a case waits when a process is killed: seconds from the kill to the decision."""

import statistics
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from tests.processes import children, until
from tests.services import Service, kill, paused, seconds_until_decided, seize

TRIALS = 4


def run() -> Mapping[str, Any]:
    """Kill each part TRIALS times, in a service that goes on all the while. Every case is decided once."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder, "data"))
        try:
            service.ready()
            return {name: _summary(_trials(service, trial)) for name, trial in KILLS.items()}
        finally:
            service.stop()


def _trials(service: Service, trial: Callable[[Service], float]) -> list[float]:
    return [trial(service) for _ in range(TRIALS)]


def _summary(seconds: list[float]) -> Mapping[str, Any]:
    rounded = sorted(round(value, 2) for value in seconds)
    return {
        "n": len(rounded),
        "median_s": round(statistics.median(rounded), 2),
        "max_s": rounded[-1],
        "seconds": rounded,
    }


def nothing(service: Service) -> float:
    """For comparison: the same case, nothing killed."""
    return seconds_until_decided(service, service.submitted_case())


def worker(service: Service) -> float:
    """A worker in the middle of a job, and with it its horse."""
    case = service.submitted_case()
    victim, _ = seize(service, case)
    kill(victim)
    return seconds_until_decided(service, case)


def all_workers(service: Service) -> float:
    """The workers' parent in the middle of a job, and with it the sweep and every worker."""
    case = service.submitted_case()
    seize(service, case)
    kill(service.workers)
    return seconds_until_decided(service, case)


def queue_server(service: Service) -> float:
    """The queue server, right after it took the job: the second that it had not written yet is lost."""
    case = service.submitted_case()
    kill(service.queue)
    return seconds_until_decided(service, case)


def web_server(service: Service) -> float:
    """The web server, between the commit and the enqueue."""
    case = service.open_case()
    with paused(service.queue):
        request = threading.Thread(target=_submit_in_vain, args=(service, case))
        request.start()
        until(lambda: service.state(case) == "submitted")
        web = service.web
        kill(web, *children(web))
        request.join()
    return seconds_until_decided(service, case)


def _submit_in_vain(service: Service, case: str) -> None:
    try:
        service.submit(case)
    except requests.ConnectionError:
        return
    raise AssertionError("the web server answered before it was killed")


KILLS: Mapping[str, Callable[[Service], float]] = {
    "nothing": nothing,
    "worker": worker,
    "all workers": all_workers,
    "queue server": queue_server,
    "web server": web_server,
}

"""`kill -9` of any process at any time loses nothing and decides nothing twice."""

import threading

import pytest
import requests

from tests.processes import children, gone, until
from tests.services import Service, kill, paused, seize

pytestmark = pytest.mark.timeout(900)


def test_a_specimen_is_read_right_and_handed_to_a_person(service: Service) -> None:
    case = service.decided(service.submitted_case())
    fields = case["readings"][0]["fields"]
    printed = ("name", "code", "person")
    assert all(fields[name]["value"] == case["declared"][name] for name in printed)
    assert case["decision"]["outcome"] == "escalated"
    assert {reason["code"] for reason in case["decision"]["reasons"]} == {
        "specimen_mark",
        "code_without_province",
        "qr_host_look_alike",
    }


def test_a_worker_killed_in_the_middle_of_a_job_costs_time_only(service: Service) -> None:
    case = service.submitted_case()
    worker, horse = seize(service, case)
    kill(worker)
    until(lambda: gone(horse))
    service.decided(case)
    assert service.attempts_lost(case) == 1
    until(lambda: len(children(service.workers)) == 4)  # the sweep, the courier and both workers


def test_all_workers_killed_in_the_middle_of_a_job_cost_time_only(service: Service) -> None:
    case = service.submitted_case()
    worker, horse = seize(service, case)
    parent = service.workers
    kill(parent)
    until(lambda: gone(worker) and gone(horse))
    service.decided(case)
    assert service.workers != parent


def test_a_queue_server_killed_with_jobs_in_hand_costs_time_only(service: Service) -> None:
    cases = [service.submitted_case() for _ in range(4)]
    until(lambda: service.claimed(cases[0]))
    kill(service.queue)
    for case in cases:
        service.decided(case)


def test_a_request_is_answered_while_the_queue_hangs(service: Service) -> None:
    case = service.open_case()
    with paused(service.queue):
        assert service.submit(case).status_code == 202
    service.decided(case)


def test_a_web_server_killed_between_commit_and_enqueue_costs_time_only(service: Service) -> None:
    case = service.open_case()
    unanswered: list[Exception] = []

    def submit() -> None:
        try:
            service.submit(case)
        except requests.ConnectionError as error:
            unanswered.append(error)

    with paused(service.queue):
        request = threading.Thread(target=submit)
        request.start()
        until(lambda: service.state(case) == "submitted")
        web = service.web
        kill(web, *children(web))
        request.join()
    assert unanswered, "it was answered, so it was not killed in between"
    service.decided(case)
    until(lambda: service.client.get(f"{service.url}/healthz", timeout=60).ok)
